import Events
import JSON
import Rules
import Services

/// The forms of an entity, as its shape declares it: add, change, end, bring back, take the last change back.
///
/// Each carries which version the reader saw. A change says only what the reader changed: beside each field stands what was in it
/// at first (`was-…`), so that two who change different fields do not undo each other.
struct EntityForms {
    let shape: EntityShape

    init(_ shape: EntityShape) { self.shape = shape }

    var all: [Form] { [create, change, end, revive, undo] }

    /// The names of what a form carries beside its fields: which entry, and the version of it that was seen.
    private static let entry = "entry"
    private static let version = "version"
    private static let restoring = "restoring"
    private static let code = "code"

    static func name(_ field: EntityField) -> String {
        String(field.path.map { $0 == "." ? "-" : $0 })
    }
    static func was(_ field: EntityField) -> String { "was-" + name(field) }

    // MARK: The forms

    var create: Form {
        let path = shape.path
        return Form(
            id: "new-\(shape.name)", title: .about(.newEntry, shape.one), button: .text(.add),
            fields: fields(
                initial: { $0.kind == .currency ? Self.usualCurrency : "" })
                + [
                    Form.Field(
                        name: Self.code, label: .text(.entryCode), hint: .entryCodeHint, isRequired: false,
                        path: shape.name, rules: ["version.differs", "id"])
                ],
            page: { _ in [path, "new"] }, method: "PUT", address: { [path, Self.newID($0)] },
            body: { values in said(values) { !$1.isEmpty } }, precondition: { _ in .absent },
            next: { Path(path, Self.newID($0)) })
    }

    var change: Form {
        form(
            "change", .about(.changeEntry, shape.one), .save, fields(), carried: shape.fields.map(Self.was), "PATCH",
            at: "change"
        ) { values in
            let currencies = shape.fields.filter { $0.kind == .currency }
            let isOtherCurrency = currencies.contains { values[Self.name($0)] != values[Self.was($0)] }
            return said(values) { field, typed in
                // The same figure in another currency is another amount.
                typed != values[Self.was(field)] || isOtherCurrency && field.kind == .money && !typed.isEmpty
            }
        }
    }

    var end: Form {
        form("end", .about(.endEntry, shape.one), .end, [Self.reason], "DELETE", body: Self.why)
    }

    var revive: Form {
        form("revive", .about(.reviveEntry, shape.one), .revive, [Self.reason], "PATCH", body: Self.why)
    }

    var undo: Form {
        form("undo", .text(.undoLast), .undo, [], carried: [Self.restoring], "PATCH") { values in
            let body = try? JSON(parsing: Array(values[Self.restoring].utf8))
            return body.flatMap { $0.object == nil ? nil : $0 } ?? .object([])
        }
    }

    /// A form about an entry that is there.
    private func form(
        _ verb: String, _ title: Caption, _ button: Text, _ fields: [Form.Field], carried: [String] = [],
        _ method: String, at place: String? = nil, body: @escaping @Sendable (Form.Values) -> JSON
    ) -> Form {
        let path = shape.path
        return Form(
            id: "\(verb)-\(shape.name)", title: title, button: .text(button), fields: fields,
            carried: [Self.entry, Self.version] + carried,
            page: { [path, $0[Self.entry]] + (place.map { [$0] } ?? []) }, method: method,
            address: { [path, $0[Self.entry]] }, body: body,
            precondition: { .versions(Int64($0[Self.version]).map { [$0] } ?? []) },
            next: { Path(path, $0[Self.entry]) })
    }

    // MARK: Fields

    static let usualCurrency = "GEL"

    private static let reason = Form.Field(
        name: "reason", label: .text(.reasonIfAny), isRequired: false, path: "reason")

    @Sendable private static func why(_ values: Form.Values) -> JSON {
        var body: JSON = .object([])
        body["reason"] = values.json("reason")
        return body
    }

    private func fields(initial: (EntityField) -> String = { _ in "" }) -> [Form.Field] {
        shape.fields.map { field in
            let kind: Form.Field.Kind =
                switch field.kind {
                case .text: .text
                case .integer: .number
                case .money: .amount
                case .currency: .choice([.init(value: "")] + Currency.codes.map { .init(value: $0) })
                case .choice(let words):
                    .choice(
                        [.init(value: "")]
                            + words.map { .init(value: $0, caption: field.choiceTitles[$0].map(Caption.title)) })
                }
            // Of a name in two languages one is enough; that none is there is said beside the first.
            let parts = field.path.split(separator: ".")
            let isFirst = shape.fields.first { $0.path.split(separator: ".").first == parts.first }?.path == field.path
            return Form.Field(
                name: Self.name(field), label: .title(field.title), kind: kind, initial: initial(field),
                isRequired: false, path: field.path,
                rules: parts.count > 1 && isFirst ? ["\(parts[0]):required"] : [])
        }
    }

    // MARK: What is sent

    /// The code that was typed, or one that follows from the form, so that sending it twice adds one.
    private static func newID(_ values: Form.Values) -> String {
        values[code].isEmpty ? values["key"] : values[code]
    }

    /// - Parameter isSaid: whether a field is said at all, given what stands in it; one that is empty is cleared.
    private func said(_ values: Form.Values, _ isSaid: (EntityField, String) -> Bool) -> JSON {
        var body: JSON = .object([])
        let currency = shape.fields.first { $0.kind == .currency }.map { values[Self.name($0)] } ?? ""
        for field in shape.fields {
            let typed = values[Self.name(field)]
            guard isSaid(field, typed) else { continue }
            Self.put(
                Self.json(typed, field, currency.isEmpty ? Self.usualCurrency : currency), at: field.path, in: &body)
        }
        return body
    }

    /// Says a member of a body by its path: `address`, `name.ka`.
    private static func put(_ value: JSON, at path: String, in body: inout JSON) {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            body[path] = .some(value)
            return
        }
        var object = body[parts[0]] ?? .object([])
        object[parts[1]] = .some(value)
        body[parts[0]] = object
    }

    /// What cannot be read goes as it is, for the command to say what is wrong with it.
    private static func json(_ text: String, _ field: EntityField, _ currency: String) -> JSON {
        guard !text.isEmpty else { return .null }
        switch field.kind {
        case .text, .currency, .choice: return .string(text)
        case .integer: return Int64(text).map { .int($0) } ?? .string(text)
        case .money: return AmountText.minor(text, currency).map { .int($0) } ?? .string(text)
        }
    }

    // MARK: What stands in them

    /// What a form about an entry carries.
    func carrying(_ id: String, _ version: Int64) -> [String: String] {
        [Self.entry: id, Self.version: String(version)]
    }

    /// What stands in the form of a change at first.
    func filled(_ id: String, _ version: Int64, _ members: FactMembers, _ language: Language) -> [String: String] {
        var all = carrying(id, version)
        for field in shape.fields {
            let text = text(field, members, language)
            (all[Self.name(field)], all[Self.was(field)]) = (text, text)
        }
        return all
    }

    /// What takes a change back: the members as they were before it.
    func restoring(
        _ id: String, _ version: Int64, _ members: [EntityHistory.Change.Member], of fact: FactID
    ) -> [String: String] {
        var body: JSON = ["causation": .string(fact.description)]
        for member in members { Self.put(member.after ?? .null, at: member.path, in: &body) }
        return carrying(id, version).merging([Self.restoring: body.text]) { _, new in new }
    }

    /// A field's value as an input takes it.
    private func text(_ field: EntityField, _ members: FactMembers, _ language: Language) -> String {
        switch members[field.path] {
        // An input has one line.
        case .string(let text)?: return text.split(whereSeparator: \.isNewline).joined(separator: " ")
        case .int(let number)? where field.kind == .money:
            return AmountText.text(number, currency(members), language)
        case .int(let number)?: return String(number)
        default: return ""
        }
    }

    /// In what an entry's money is.
    func currency(_ members: FactMembers) -> String {
        shape.fields.first { $0.kind == .currency }.flatMap { members[$0.path]?.string } ?? Self.usualCurrency
    }

    // MARK: Two at once

    /// A field that somebody else changed while this reader did.
    struct Meeting {
        let field: EntityField
        let seen: String
        let now: String
        let typed: String
    }

    /// A change that came back since somebody else was quicker: what this reader typed stays, what they left alone is as it is
    /// now, and it is about the present version.
    func met(
        _ filled: FilledForm, _ id: String, _ version: Int64, _ members: FactMembers, _ language: Language
    ) -> (form: FilledForm, meetings: [Meeting]) {
        var form = filled
        var meetings: [Meeting] = []
        for (name, value) in carrying(id, version) { form.values[name] = value }
        for field in shape.fields {
            let (seen, typed) = (filled.values[Self.was(field)], filled.values[Self.name(field)])
            let now = text(field, members, language)
            if now != seen { meetings.append(Meeting(field: field, seen: seen, now: now, typed: typed)) }
            if typed == seen { form.values[Self.name(field)] = now }
            form.values[Self.was(field)] = now
        }
        return (form, meetings)
    }
}
