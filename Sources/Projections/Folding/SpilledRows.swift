import Postgres

/// What a rebuild has written of its tables before its end and let go of, so that memory does not hold all of it.
///
/// Tables get their keys at the end, which is cheapest; or as soon as the rebuild comes back to a row that it has written.
final class SpilledRows<Key: Hashable> {
    private let connection: Connection
    private let keys: String
    private var written: Set<Key> = []
    private var hasKeys = false

    /// - Parameter keys: the script that builds the tables' keys.
    init(_ connection: Connection, keys: String) { (self.connection, self.keys) = (connection, keys) }

    func note(_ rows: some Sequence<Key>) { written.formUnion(rows) }

    /// Those that can be fetched; the tables have their keys when there are any.
    func fetchable(of rows: [Key]) throws -> [Key] {
        let found = rows.filter(written.contains)
        if !found.isEmpty { try buildKeys() }
        return found
    }

    func buildKeys() throws {
        guard !hasKeys else { return }
        try connection.script(keys)
        hasKeys = true
    }
}
