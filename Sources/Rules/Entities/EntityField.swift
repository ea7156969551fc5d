import Events
import JSON

/// A field of an entity, as the fact's `visit` has it.
package struct EntityField: Sendable, Equatable {
    package indirect enum Kind: Sendable, Equatable {
        case text, currency, integer, flag, day
        /// A day, or an RFC 3339 time.
        case moment
        /// Minor units of the entry's currency.
        case money
        /// Thousandths of a unit.
        case quantity
        /// Millionths.
        case rate
        /// An object of an amount in minor units, and of how many thousandths of a unit it is for (`UnitAmount`).
        case unitAmount
        /// An object of two whole numbers (`Ratio`).
        case ratio
        case choice([String])
        /// The id of an entry of this entity.
        case reference(String)
        /// Several texts, several of the words of a choice, or the ids of several entries.
        case texts
        case choices([String])
        case references(String)
        /// A right, or several (`Right`).
        case right, rights
        /// Objects in a list, each with these fields.
        case lines([EntityField])
    }

    /// As facts say it: `address`, `name.ka`; of a line's field without the list's name.
    package let path: String
    package private(set) var kind: Kind
    /// The path itself until it is given a label.
    package private(set) var title: Title
    /// What the words of a choice are called.
    package private(set) var choiceTitles: [String: Title] = [:]
    /// Whether a search looks in it.
    package private(set) var isSearched = false
    /// Whether it tells of a person, and so is for who may see such.
    package private(set) var isPersonal = false
    /// Whether it tells what goods cost.
    package private(set) var isCost = false
    /// What it holds where no fact says it.
    package private(set) var preset: String?
    /// What its column is called, where that does not follow from its path.
    package private(set) var column: String?

    package init(_ path: String, _ kind: Kind) {
        (self.path, self.kind) = (path, kind)
        title = Title(ka: path, en: path)
    }

    init(
        _ path: String, _ kind: Kind, _ title: Title, choices: [String: Title], isPersonal: Bool, isCost: Bool
    ) {
        (self.path, self.kind, self.title, choiceTitles) = (path, kind, title, choices)
        (self.isPersonal, self.isCost) = (isPersonal, isCost)
    }

    /// What a declaration says of fields beside the fact's own types, by path; of a line's field behind the list's: `limits.right`.
    struct Words: Sendable {
        var titles: [String: Title]
        var choices: [String: [String: Title]] = [:]
        /// The words that a list of texts takes, where it takes no others.
        var vocabularies: [String: [String]] = [:]
        /// Of which entity the ids are that stand in a field.
        var references: [String: String] = [:]
        var rights: Set<String> = []
        var searched: Set<String> = []
        var personal: Set<String> = []
        var costs: Set<String> = []
        var presets: [String: String] = [:]
        var columns: [String: String] = [:]
    }

    /// - Parameter list: the list that it is a field of, with a dot behind; empty for an entry's own.
    func said(_ words: Words, in list: String = "") -> EntityField {
        var field = self
        let place = list + path
        field.title = words.titles[place] ?? title
        field.choiceTitles = words.choices[place] ?? [:]
        field.isSearched = words.searched.contains(place)
        field.isPersonal = words.personal.contains(place)
        field.isCost = words.costs.contains(place)
        (field.preset, field.column) = (words.presets[place], words.columns[place])
        switch kind {
        case .texts:
            if words.rights.contains(place) { field.kind = .rights }
            if let entity = words.references[place] { field.kind = .references(entity) }
            if let vocabulary = words.vocabularies[place] { field.kind = .choices(vocabulary) }
        case .text:
            if words.rights.contains(place) { field.kind = .right }
            if let entity = words.references[place] { field.kind = .reference(entity) }
            if let vocabulary = words.vocabularies[place] { field.kind = .choice(vocabulary) }
        case .lines(let fields): field.kind = .lines(fields.map { $0.said(words, in: "\(place).") })
        default: break
        }
        return field
    }

    /// Every path that a declaration gives a label: its own, and those of a list's fields.
    var titledPaths: [String] {
        guard case .lines(let fields) = kind else { return [path] }
        return [path] + fields.flatMap(\.titledPaths).map { "\(path).\($0)" }
    }

    /// The texts of a value that a search looks in: of a list all, of lines those of their searched fields.
    func searched(_ value: JSON?) -> [String] {
        switch value {
        case .string(let text)? where isSearched: [text]
        case .array(let all)?:
            switch kind {
            case .lines(let fields): all.flatMap { line in fields.flatMap { $0.searched(line.at($0.path)) } }
            default: isSearched ? all.compactMap(\.string) : []
            }
        default: []
        }
    }

    /// Whether it is one figure or word, which a table has a column for.
    package var isPlain: Bool { if case .lines = kind { false } else { true } }

    /// The entity that it names entries of; nil where it names none.
    package var referred: String? {
        switch kind {
        case .reference(let entity), .references(let entity): entity
        default: nil
        }
    }

    /// The fields of a fact: without its id, the circumstances of saying it, what it clears, and what is sealed.
    static func all<Body: FactBody>(of type: Body.Type, without names: Set<String>) -> [EntityField] {
        let others = Set(FieldLister.fields(of: Circumstances.self).map(\.path)).union(names).union(["cleared"])
        return FieldLister.fields(of: type).filter { !others.contains($0.path) }
    }
}

/// Notes the fields of a fact.
private struct FieldLister: FactVisitor {
    private var fields: [EntityField] = []

    static func fields<Part: FactPart>(of type: Part.Type) -> [EntityField] {
        var (part, lister) = (Part(), FieldLister())
        part.visit(&lister)
        return lister.fields
    }

    private mutating func add(_ name: StaticString, _ kind: EntityField.Kind) {
        fields.append(EntityField("\(name)", kind))
    }

    private mutating func text(_ name: StaticString, _ kind: TextKind) {
        switch kind {
        case .choice(let choices): add(name, .choice(choices))
        case .currency: add(name, .currency)
        case .instant, .dayOrInstant: add(name, .moment)
        case .plain, .id, .zone: add(name, .text)
        // What is sealed nobody reads here.
        case .base64: break
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
        fields += Self.fields(of: Part.self).map { EntityField("\(name).\($0.path)", $0.kind) }
    }
    mutating func parts<Part: FactPart>(_ name: StaticString, _ value: inout [Part], required: Bool) {
        add(name, .lines(Self.fields(of: Part.self)))
    }
    /// An object whose members are not ours to name.
    mutating func free(_ name: StaticString, _ value: inout JSON?) {}
}
