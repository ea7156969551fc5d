import Events
import Postgres

/// How many facts of each type stand in a shop's books, known types and others: what this version makes of a type is
/// asked when somebody looks (`FactEffect`), so that a later one need not count again.
struct TypeKey: Hashable, Comparable {
    /// Empty is the chain.
    var store: ExactText
    var type: ExactText

    init(store: String, type: String) { (self.store, self.type) = (ExactText(store), ExactText(type)) }

    static func < (one: TypeKey, other: TypeKey) -> Bool {
        // by bytes: both are ExactText
        one.store != other.store ? one.store < other.store : one.type < other.type
    }
}

final class FactsOfType {
    var facts: Int64 = 0
    var isInDatabase = false

    static func fetch(_ connection: Connection, _ keys: [TypeKey]) throws -> [(TypeKey, FactsOfType)] {
        try connection.prepared(
            "completeness_fact_type",
            """
            SELECT store, type, facts FROM fact_type
            JOIN unnest($1::text[], $2::text[]) AS k(a, b) ON store = k.a AND type = k.b
            """, [.textArray(keys.map(\.store.text)), .textArray(keys.map(\.type.text))]
        ).map { row in
            let counted = FactsOfType()
            counted.isInDatabase = true
            counted.facts = try row.int64(2)
            return (TypeKey(store: try row.text(0), type: try row.text(1)), counted)
        }
    }

    static func write(_ connection: Connection, _ shelf: Shelf<TypeKey, FactsOfType>) throws {
        let changes = shelf.changes(by: <)
        let stale = changes.filter { $0.row.isInDatabase }.map(\.key)
        if !stale.isEmpty {
            _ = try connection.prepared(
                "completeness_delete_fact_type",
                "DELETE FROM fact_type USING unnest($1::text[], $2::text[]) AS k(a, b) WHERE store = k.a AND type = k.b",
                [.textArray(stale.map(\.store.text)), .textArray(stale.map(\.type.text))])
        }
        try connection.copy("fact_type", ["store", "type", "facts"], changes) { writer, change in
            writer.text(change.key.store.text)
            writer.text(change.key.type.text)
            writer.int64(change.row.facts)
            change.row.isInDatabase = true
        }
        shelf.settled()
    }
}
