import Events
import JSON

/// A field of an entity, as the fact's `visit` has it.
package struct EntityField: Sendable, Equatable {
    package indirect enum Kind: Sendable, Equatable {
        case text, currency, zone, integer, flag, day
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
    package internal(set) var kind: Kind
    package let title: Title
    /// What the words of a choice are called, and of a text those that the house knows.
    package internal(set) var choiceTitles: [String: Title] = [:]
    /// Whether a search looks in it.
    package private(set) var isSearched = false
    /// Whether it tells of a person, and so is for who may see such.
    package private(set) var isPersonal = false
    /// Whether it tells what goods cost.
    package private(set) var isCost = false
    /// Whether it tells who a person is: facts say it sealed, and it stands in no read model.
    package private(set) var isSealed = false
    /// What it holds where no fact says it.
    package private(set) var preset: String?
    /// What its column is called, where that does not follow from its path.
    package private(set) var column: String?
    /// As roles name it: the entity that it is of, and its path; nil of what is no entity's.
    package private(set) var place: String?

    package init(
        _ path: String, _ kind: Kind, _ title: Title, choices: [String: Title] = [:], isPersonal: Bool = false,
        isCost: Bool = false
    ) {
        (self.path, self.kind, self.title, choiceTitles) = (path, kind, title, choices)
        (self.isPersonal, self.isCost) = (isPersonal, isCost)
    }

    /// What is known of people.
    static let ofPersons = MemberShape.all(of: Person.self, Person.subject).flatMap(\.fields).map(\.asSealed)

    func of(_ entity: String) -> EntityField {
        var field = self
        field.place = "\(entity).\(path)"
        return field
    }

    var asSealed: EntityField {
        var field = self
        (field.isSealed, field.isPersonal) = (true, true)
        return field
    }

    /// What a declaration says of fields beside the fact's own types, by path.
    struct Marks: Sendable {
        /// A search looks in them.
        var searched: Set<String> = []
        /// They tell of a person.
        var personal: Set<String> = []
        /// They tell what goods cost.
        var costs: Set<String> = []
        /// What they hold where no fact says it.
        var presets: [String: String] = [:]
        /// What their columns are called, where that does not follow from the path.
        var columns: [String: String] = [:]
    }

    /// - Parameter list: the list that it is a field of, with a dot behind; empty for an entry's own.
    func marked(_ marks: Marks, in list: String = "") -> EntityField {
        var field = self
        let place = list + path
        (field.isSearched, field.isPersonal) = (marks.searched.contains(place), marks.personal.contains(place))
        field.isCost = marks.costs.contains(place)
        (field.preset, field.column) = (marks.presets[place], marks.columns[place])
        if case .lines(let fields) = kind { field.kind = .lines(fields.map { $0.marked(marks, in: "\(place).") }) }
        return field
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

    /// Whether it is the number of a line: its row's, which nobody types.
    package var isRowNumber: Bool { path == "line" && !namesLine }

    /// Whether it is the number of another document's line, which is typed.
    private var namesLine = false

    /// The same of lines that speak of another document's lines by their numbers.
    var namingLines: EntityField {
        var field = self
        if case .lines(let parts) = kind {
            field.kind = .lines(
                parts.map { part in
                    var part = part
                    part.namesLine = part.path == "line"
                    return part
                })
        }
        return field
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
    ///
    /// - Parameter subject: whose labels count before those of all (`PathTable`).
    package static func all<Body: FactBody>(
        of type: Body.Type, _ subject: String, without names: Set<String>
    ) -> [EntityField] {
        let said = MemberShape.all(of: Circumstances.self, subject)
        // The circumstances come first; what has a name of theirs behind them (a shop's zone) is its own.
        return MemberShape.all(of: type, subject).dropFirst(said.count).flatMap(\.fields)
            .filter { !names.contains($0.path) && $0.path != "cleared" }
    }
}

extension [EntityField] {
    /// Some of them, and of a list's lines some of their fields, by path: `lines.quantity`.
    package func kept(_ isKept: (String) -> Bool) -> [EntityField] {
        filter { isKept($0.path) }.map { field in
            guard case .lines(let parts) = field.kind else { return field }
            var field = field
            field.kind = .lines(parts.filter { isKept("\(field.path).\($0.path)") })
            return field
        }
    }

    /// Those of some paths (`lines.quantity` of a list's lines), in their order.
    package func picked(_ paths: [String]) -> [EntityField] {
        func picked(_ fields: [EntityField], in list: String) -> [EntityField] {
            paths.compactMap { path in
                guard path.hasPrefix(list), var field = fields.first(where: { list + $0.path == path }) else {
                    return nil
                }
                if case .lines(let parts) = field.kind { field.kind = .lines(picked(parts, in: "\(path).")) }
                return field
            }
        }
        return picked(self, in: "")
    }
}
