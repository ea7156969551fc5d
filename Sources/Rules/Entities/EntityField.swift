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

    init(
        _ path: String, _ kind: Kind, _ title: Title, choices: [String: Title] = [:], isPersonal: Bool = false,
        isCost: Bool = false
    ) {
        (self.path, self.kind, self.title, choiceTitles) = (path, kind, title, choices)
        (self.isPersonal, self.isCost) = (isPersonal, isCost)
    }

    func marked(isSearched: Bool, isPersonal: Bool) -> EntityField {
        var field = self
        (field.isSearched, field.isPersonal) = (isSearched, isPersonal)
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
    static func all<Body: FactBody>(
        of type: Body.Type, _ subject: String, without names: Set<String>
    ) -> [EntityField] {
        let others = Set(MemberShape.all(of: Circumstances.self, subject).map(\.name)).union(names).union(["cleared"])
        return MemberShape.all(of: type, subject).flatMap(\.fields).filter { !others.contains($0.path) }
    }
}
