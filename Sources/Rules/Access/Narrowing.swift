import Events

/// What a role leaves out of what its rights show: fields of entries, and entries.
///
/// It narrows entries where they stand as such: in lists, cards, forms, choices, searches, histories, files and the API. What figures
/// come to, and what a document that names an entry calls it, stays as it is.
package struct Narrowing: Sendable, Hashable {
    /// Fields that are not shown, as `supplier.taxNumber`: the entity and the field's path, of a field of the users' own
    /// `supplier.fields.phone`.
    package private(set) var hidden: Set<String> = []
    /// Fields that are shown and not changed.
    package private(set) var readOnly: Set<String> = []
    /// By entity: entries of it are reached where one of the alternatives holds, each of which is several conditions that all hold.
    package private(set) var entries: [String: [[EntryCondition]]] = [:]

    package init() {}
    package static let none = Narrowing()

    package var isNone: Bool { self == .none }

    package init(_ fields: [RoleField], _ entries: [RoleEntries]) {
        for field in fields {
            // What a later version says of a field is taken for the least.
            if field.access == RoleField.Access.read.rawValue {
                readOnly.insert(field.field)
            } else {
                hidden.insert(field.field)
            }
        }
        for said in entries {
            if let own = said.own { self.entries[own, default: [[]]][0].append(.own(author: "")) }
            guard let field = said.field else { continue }
            let entity = Self.entity(field)
            self.entries[entity, default: [[]]][0].append(
                .field(String(field.dropFirst(entity.count + 1)), said.values))
        }
    }

    /// Whether anything of an entity is left out, or may not be changed.
    package func concerns(_ entity: String) -> Bool { entities.contains(entity) }

    /// Whether a field, or what it stands in (all fields of the users' own), is not shown.
    package func hides(_ place: String) -> Bool { Self.holds(hidden, place) }

    /// Whether it is not to be changed, though it is shown.
    package func fixes(_ place: String) -> Bool { Self.holds(readOnly, place) }

    private static func holds(_ places: Set<String>, _ place: String) -> Bool {
        guard !places.isEmpty else { return false }
        return places.contains(place) || places.contains { place.hasPrefix("\($0).") }
    }

    /// The paths of an entity's fields that are not shown.
    package func hiddenPaths(of entity: String) -> [String] { Self.paths(hidden, of: entity) }

    /// The paths of an entity's fields that are not to be changed.
    package func paths(of entity: String) -> [String] { Self.paths(hidden.union(readOnly), of: entity) }

    private static func paths(_ fields: Set<String>, of entity: String) -> [String] {
        fields.filter { $0.hasPrefix("\(entity).") }.map { String($0.dropFirst(entity.count + 1)) }.sorted()
    }

    /// Whether it matters who said entries of an entity first.
    package func asksForAuthors(of entity: String) -> Bool {
        (entries[entity] ?? []).joined().contains { if case .own = $0 { true } else { false } }
    }

    /// What is left out by each of several roles alike; of entries, what none of them reaches.
    static func union(_ all: [Narrowing]) -> Narrowing {
        guard var one = all.first else { return .none }
        for other in all.dropFirst() {
            let fixed = both(one.hidden.union(one.readOnly), other.hidden.union(other.readOnly))
            one.hidden = both(one.hidden, other.hidden)
            one.readOnly = fixed.filter { !holds(one.hidden, $0) }
            one.entries = one.entries.reduce(into: [:]) { both, mine in
                if let others = other.entries[mine.key] {
                    both[mine.key] = [mine.value, others.filter { !mine.value.contains($0) }].flatMap { $0 }
                }
            }
        }
        return one
    }

    /// The places that stand in each of two sets, or in something that does.
    private static func both(_ some: Set<String>, _ others: Set<String>) -> Set<String> {
        some.filter { holds(others, $0) }.union(others.filter { holds(some, $0) })
    }

    /// The same of what this holds back for somebody who asks by `author`.
    func asked(by author: String) -> Narrowing {
        var narrowing = self
        narrowing.entries = entries.mapValues { $0.map { $0.map { $0.asked(by: author) } } }
        return narrowing
    }

    /// The same of who works in some shops: of the staff they reach who works there too.
    func among(staffOf shops: [String]) -> Narrowing {
        let (staff, here) = (EntityShape.employee.name, EntryCondition.field("stores", shops))
        var narrowing = self
        narrowing.entries[staff] = (entries[staff] ?? [[]]).map { $0 + CollectionOfOne(here) }
        return narrowing
    }

    /// The entities of which it leaves something out.
    var entities: Set<String> { Set(hidden.union(readOnly).map(Self.entity)).union(entries.keys) }

    /// Only what it says of some entities.
    func kept(_ isKept: (String) -> Bool) -> Narrowing {
        var narrowing = self
        narrowing.hidden = hidden.filter { isKept(Self.entity($0)) }
        narrowing.readOnly = readOnly.filter { isKept(Self.entity($0)) }
        narrowing.entries = entries.filter { isKept($0.key) }
        return narrowing
    }

    /// With what another leaves out of other entities.
    mutating func add(_ other: Narrowing) {
        hidden.formUnion(other.hidden)
        readOnly.formUnion(other.readOnly)
        entries.merge(other.entries) { mine, _ in mine }
    }

    private static func entity(_ field: String) -> String { String(field.prefix { $0 != "." }) }

    /// Whether the other leaves out all that this does.
    func isWithin(_ other: Narrowing) -> Bool {
        hidden.allSatisfy { Self.holds(other.hidden, $0) }
            && readOnly.allSatisfy { Self.holds(other.readOnly.union(other.hidden), $0) }
            && entries.allSatisfy { entity, alternatives in
                other.entries[entity].map { others in
                    others.allSatisfy { given in alternatives.contains { Set($0).isSubset(of: Set(given)) } }
                } ?? false
            }
    }
}

/// What holds of entries that are reached.
package enum EntryCondition: Sendable, Hashable {
    /// A field holds one of these, of a field with several words or ids at least one of them.
    case field(String, [String])
    /// Who asks said them first.
    case own(author: String)

    fileprivate func asked(by author: String) -> EntryCondition {
        if case .own = self { .own(author: author) } else { self }
    }
}

extension [[EntryCondition]] {
    /// Whether an entry with these members is reached; `author`: who said it first, asked where it matters.
    package func hold(_ members: FactMembers, author: () throws -> String?) rethrows -> Bool {
        try contains { try $0.allSatisfy { try $0.holds(members, author) } }
    }
}

extension EntryCondition {
    fileprivate func holds(_ members: FactMembers, _ author: () throws -> String?) rethrows -> Bool {
        switch self {
        case .own(let asker): return try author() == asker
        case .field(let path, let values):
            let said = members[path]
            let words = (said?.array ?? [said].compactMap { $0 }).map { $0.string ?? $0.text }
            return words.contains { word in values.contains { ExactText.same($0, word) } }
        }
    }
}
