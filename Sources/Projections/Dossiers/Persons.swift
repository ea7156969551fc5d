import Events
import Postgres

/// Which ids of customers are one person: merges are edges until the same two are unmerged, and the smallest id of a
/// connected set (by its UTF-8 bytes) stands for it.
struct Persons {
    static let kind = "merge"

    private let shelf: Shelf<SaidKey, Said>

    init(_ shelf: Shelf<SaidKey, Said>) { self.shelf = shelf }

    /// The connected sets that some ids belong to.
    func sets(of ids: Set<ID>) throws -> [[ID]] {
        var placed: Set<ID> = []
        var sets: [[ID]] = []
        for id in ids.sorted() where !placed.contains(id) {
            let set = try connected(to: id)
            placed.formUnion(set)
            sets.append(set.sorted())
        }
        return sets
    }

    private func connected(to id: ID) throws -> Set<ID> {
        var found: Set<ID> = [id]
        var next = [id]
        while !next.isEmpty {
            try shelf.prefetch(next.map { SaidKey(Self.kind, $0.text) })
            var further: [ID] = []
            for one in next {
                let said = try shelf.row(SaidKey(Self.kind, one.text))?.facts ?? []
                for end in Self.neighbours(of: one, said) where found.insert(end).inserted { further.append(end) }
            }
            next = further
        }
        return found
    }

    /// The ids that one is merged with: of each two, the last that was said counts.
    private static func neighbours(of one: ID, _ said: [Said.Fact]) -> Set<ID> {
        var neighbours: Set<ID> = []
        for fact in said {
            switch fact.event.fact {
            case .customerMerged(let edge): neighbours.formUnion([ID(edge.customer), ID(edge.with)])
            case .customerUnmerged(let edge): neighbours.subtract([ID(edge.customer), ID(edge.with)])
            default: break
            }
        }
        return neighbours.subtracting([one])
    }

    static func write(_ sets: [[ID]], _ connection: Connection) throws {
        let members = sets.flatMap { set in set.map { (customer: $0.text, standsFor: (set.first ?? $0).text) } }
        guard !members.isEmpty else { return }
        _ = try connection.prepared(
            "dossiers_delete_person", "DELETE FROM person WHERE customer = ANY($1)",
            [.textArray(members.map(\.customer))])
        // Whoever has one id stands for nobody else.
        let several = sets.filter { $0.count > 1 }.flatMap { set in
            set.map { (customer: $0.text, standsFor: (set.first ?? $0).text) }
        }
        guard !several.isEmpty else { return }
        try connection.copy("person", ["customer", "stands_for"], several) { writer, member in
            writer.text(member.customer)
            writer.text(member.standsFor)
        }
    }
}
