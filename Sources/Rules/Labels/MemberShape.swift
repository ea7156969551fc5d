import Events
import JSON

/// A member of a fact as its `visit` has it: what it holds, and what people call it.
package struct MemberShape: Sendable {
    package indirect enum Kind: Sendable {
        case value(EntityField)
        /// Bytes in base64: of a person, sealed with that person's key.
        case sealed
        /// An object whose members are not ours to name.
        case free
        case part([MemberShape])
        case lines([MemberShape])
    }

    package let name: String
    /// As `lines.taxes.rate`.
    package let path: String
    /// Its path in the fact, or in the list that it stands in.
    fileprivate let pathInList: String
    /// The name itself where it has no label; a test finds one.
    package let title: Title
    package let kind: Kind

    /// - Parameter subject: whose labels count before those of all (`PathTable`).
    static func all<Part: FactPart>(of type: Part.Type, _ subject: String) -> [MemberShape] {
        MemberLister.members(of: type, Place(subject: subject))
    }

    /// Where a member stands: in what, and in what of its list.
    fileprivate struct Place {
        let subject: String
        /// With a dot behind; empty for a fact's own.
        var above = ""
        var inList = ""

        func within(_ name: String, isList: Bool) -> Place {
            Place(subject: subject, above: "\(above)\(name).", inList: isList ? "" : "\(inList)\(name).")
        }
    }

    /// As entities have it: what stands in an object by its path, and nothing that cannot be read.
    var fields: [EntityField] {
        switch kind {
        case .value(let field): [field]
        case .sealed, .free: []
        case .part(let members): members.flatMap(\.fields)
        case .lines(let members): [EntityField(pathInList, .lines(members.flatMap(\.fields)), title)]
        }
    }
}

/// Notes the members of a fact.
private struct MemberLister: FactVisitor {
    private let place: MemberShape.Place
    private var members: [MemberShape] = []

    private init(_ place: MemberShape.Place) { self.place = place }

    static func members<Part: FactPart>(of type: Part.Type, _ place: MemberShape.Place) -> [MemberShape] {
        var (part, lister) = (Part(), MemberLister(place))
        part.visit(&lister)
        return lister.members
    }

    private mutating func add(_ name: StaticString, _ kind: (String, Title) -> MemberShape.Kind) {
        let path = place.above + "\(name)"
        let title = FactLabels.members.titles[place.subject, path] ?? Title(ka: "\(name)", en: "\(name)")
        members.append(
            MemberShape(
                name: "\(name)", path: path, pathInList: place.inList + "\(name)", title: title, kind: kind(path, title)
            ))
    }

    private mutating func add(_ name: StaticString, _ kind: EntityField.Kind) {
        let (subject, inList) = (place.subject, place.inList)
        add(name) { path, title in
            .value(EntityField(inList + "\(name)", kind, title).known(subject, path))
        }
    }

    private mutating func text(_ name: StaticString, _ kind: TextKind) {
        switch kind {
        case .choice(let choices): add(name, .choice(choices))
        case .currency: add(name, .currency)
        case .instant, .dayOrInstant: add(name, .moment)
        case .zone: add(name, .zone)
        case .plain, .id: add(name, .text)
        case .base64: add(name) { _, _ in .sealed }
        }
    }

    private mutating func int(_ name: StaticString, _ kind: IntKind) {
        switch kind {
        case .money: add(name, .money)
        case .quantity: add(name, .quantity)
        case .rate: add(name, .rate)
        case .number, .ordinal: add(name, .integer)
        }
    }

    mutating func text(_ name: StaticString, _ value: inout String?, _ kind: TextKind) { text(name, kind) }
    mutating func text(_ name: StaticString, _ value: inout String, _ kind: TextKind) { text(name, kind) }
    mutating func int(_ name: StaticString, _ value: inout Int64?, _ kind: IntKind) { int(name, kind) }
    mutating func int(_ name: StaticString, _ value: inout Int64, _ kind: IntKind, default preset: Int64?) {
        int(name, kind)
    }
    mutating func bool(_ name: StaticString, _ value: inout Bool) { add(name, .flag) }
    mutating func day(_ name: StaticString, _ value: inout CalendarDay?, required: Bool) { add(name, .day) }
    mutating func texts(_ name: StaticString, _ value: inout [String]) { add(name, .texts) }
    mutating func part<Part: FactPart>(_ name: StaticString, _ value: inout Part?, required: Bool) {
        // What people read and write as one figure.
        if Part.self == UnitAmount.self { return add(name, .unitAmount) }
        if Part.self == Ratio.self { return add(name, .ratio) }
        let inside = place.within("\(name)", isList: false)
        add(name) { _, _ in .part(Self.members(of: Part.self, inside)) }
    }
    mutating func parts<Part: FactPart>(_ name: StaticString, _ value: inout [Part], required: Bool) {
        let inside = place.within("\(name)", isList: true)
        add(name) { _, _ in .lines(Self.members(of: Part.self, inside)) }
    }
    mutating func free(_ name: StaticString, _ value: inout JSON?) { add(name) { _, _ in .free } }
}

extension EntityField {
    /// With what is known of the member: of which entity its ids are, and what its words are called.
    fileprivate func known(_ subject: String, _ path: String) -> EntityField {
        var field = self
        let words: [String]
        switch (kind, FactReferences.table[subject, path]) {
        case (.text, FactReferences.right?): field.kind = .right
        case (.texts, FactReferences.right?): field.kind = .rights
        case (.text, let entity?): field.kind = .reference(entity)
        case (.texts, let entity?): field.kind = .references(entity)
        default: break
        }
        if case .choice(let choices) = kind { words = choices } else { words = KnownWords.table[subject, path] ?? [] }
        let titles = words.compactMap { word in
            FactLabels.words.titles[subject, "\(path).\(word)"].map { (word, $0) }
        }
        field.choiceTitles = Dictionary(titles) { first, _ in first }
        return field
    }
}
