import Events
import JSON
import Rules

/// The members of a fact, or of an object in it, with their values as people read them.
struct FactCells {
    let say: Words
    let values: EntityValues
    /// The users' own fields of what the fact speaks of.
    let own: [EntityField]

    struct Cell {
        let path: String
        let title: String
        let html: HTML
        let isNumber: Bool
    }

    /// What has a heading of its own: a list, or an object with lists in it.
    struct Group {
        let member: MemberShape
        let json: JSON
        let currency: String
    }

    /// What an object says, in the order of its declaration; then what this version does not know.
    ///
    /// - Parameter outer: the currency of what it stands in, for amounts that have none beside them.
    func said(_ members: [MemberShape], _ json: JSON, _ outer: String) -> (cells: [Cell], groups: [Group]) {
        var (cells, groups): ([Cell], [Group]) = ([], [])
        for member in members {
            guard let value = json[member.name], !value.isNull else { continue }
            let currency = Self.currency(of: member, among: members, json, outer)
            switch (member.kind, value) {
            case (.value(let field), _):
                cells.append(cell(member, shown(value, field, member, members, currency), field))
            case (.sealed, .string(let text)):
                let size = text.utf8.count / 4 * 3 - text.utf8.count { $0 == UInt8(ascii: "=") }
                cells.append(cell(member, "\(say(.bytes, say.numbers.count(size)))"))
            case (.free, .object(let all)): cells += free(member, all, currency)
            case (.part(let inside), .object):
                if inside.contains(where: \.isLong) {
                    groups.append(Group(member: member, json: value, currency: currency))
                } else {
                    cells += said(inside, value, currency).cells
                }
            case (.lines, .array(let all)):
                if !all.isEmpty { groups.append(Group(member: member, json: value, currency: currency)) }
            default: cells.append(cell(member, "\(value.text)"))
            }
        }
        let known = Set(members.map { ExactText($0.name) })
        for other in json.object ?? [] where !known.contains(ExactText(other.name)) {
            cells.append(
                Cell(
                    path: (members.first.map { String($0.path.dropLast($0.name.count)) } ?? "") + other.name,
                    title: other.name, html: "\(values.plain(other.value, nil, outer))", isNumber: false))
        }
        return (cells, groups)
    }

    /// Where the members of a table's lines stand, in the order of its columns.
    static func order(_ members: [MemberShape]) -> [String] {
        members.flatMap { member -> [String] in
            if case .part(let inside) = member.kind { [member.path] + order(inside) } else { [member.path] }
        }
    }

    private func cell(_ member: MemberShape, _ html: HTML, _ field: EntityField? = nil) -> Cell {
        let isNumber =
            switch field?.kind {
            case .money?, .quantity?, .rate?, .integer?: true
            default: false
            }
        return Cell(path: member.path, title: say(member.title), html: html, isNumber: isNumber)
    }

    private func shown(
        _ json: JSON, _ field: EntityField, _ member: MemberShape, _ members: [MemberShape], _ currency: String
    ) -> HTML {
        switch (member.name, json) {
        case ("operator", .string(let text)), ("approver", .string(let text)): return "\(Parts.author(text))"
        case ("unit", .string(let code)): return "\(say.unit(code))"
        // Members that hold nothing any more, by their paths.
        case ("cleared", .array(let paths)):
            let titles = paths.compactMap(\.string).map { path in
                members.flatMap(\.withInside).first { $0.path == path }.map { say($0.title) } ?? path
            }
            return "\(titles.joined(separator: ", "))"
        default: return values.html(json, field, currency)
        }
    }

    /// The users' own fields by what users call them; of others each name as it is.
    private func free(_ member: MemberShape, _ all: [JSON.Member], _ currency: String) -> [Cell] {
        all.map { one in
            let path = "\(member.name).\(one.name)"
            let field = member.name == "fields" ? own.first { $0.path == path } : nil
            return Cell(
                path: "\(member.path).\(one.name)",
                title: field.map { say($0.title) } ?? "\(say(member.title)): \(one.name)",
                html: values.html(one.value, field, currency), isNumber: false)
        }
    }

    /// Beside an amount in a foreign currency, `currency` is of that alone.
    private static func currency(
        of member: MemberShape, among members: [MemberShape], _ json: JSON, _ outer: String
    ) -> String {
        let isForeign = members.contains { $0.name == "foreignAmount" }
        return isForeign && member.name != "foreignAmount" ? outer : json["currency"]?.string ?? outer
    }
}

extension MemberShape {
    /// Whether it is a list, or has one in it.
    fileprivate var isLong: Bool {
        switch kind {
        case .lines: true
        case .part(let members): members.contains(where: \.isLong)
        case .value, .sealed, .free: false
        }
    }

    fileprivate var withInside: [MemberShape] {
        if case .part(let members) = kind { [self] + members.flatMap(\.withInside) } else { [self] }
    }
}
