/// What a fold has in hand of one table: rows by key, fetched when first asked for.
///
/// A live worker fetches from Postgres; a rebuild starts from nothing and keeps everything in hand until it is written, or
/// lets go of what it has spilled and fetches that alone.
final class Shelf<Key: Hashable, Row: AnyObject> {
    private(set) var rows: [Key: Row] = [:]
    /// Keys known to have no row.
    private var absent: Set<Key> = []
    private(set) var changed: Set<Key> = []
    /// nil in a rebuild: what is not in hand does not exist.
    private let fetch: (([Key]) throws -> [(Key, Row)])?
    /// What a rebuild has let go of; nil where everything that is not in hand is fetched.
    let spilled: SpilledRows<Key>?

    init(spilled: SpilledRows<Key>? = nil, fetch: (([Key]) throws -> [(Key, Row)])?) {
        (self.fetch, self.spilled) = (fetch, spilled)
    }

    /// Brings many rows in hand with one query.
    func prefetch(_ keys: some Sequence<Key>) throws {
        guard let fetch else { return }
        var seen: Set<Key> = []
        let missing = keys.filter { rows[$0] == nil && !absent.contains($0) && seen.insert($0).inserted }
        guard !missing.isEmpty else { return }
        let fetchable = try spilled?.fetchable(of: missing) ?? missing
        if !fetchable.isEmpty { for (key, row) in try fetch(fetchable) { rows[key] = row } }
        for key in missing where rows[key] == nil { absent.insert(key) }
    }

    func row(_ key: Key) throws -> Row? {
        if let row = rows[key] { return row }
        try prefetch(CollectionOfOne(key))
        return rows[key]
    }

    func row(_ key: Key, orNew make: () -> Row) throws -> Row {
        if let row = try row(key) { return row }
        let row = make()
        add(row, key)
        return row
    }

    /// A row whose key is known to have none, in hand or in the database.
    func add(_ row: Row, _ key: Key) {
        rows[key] = row
        // To look for a key costs as much as to add one, and in a rebuild none is absent.
        if !absent.isEmpty { absent.remove(key) }
    }

    func touch(_ key: Key) { changed.insert(key) }

    /// The changed rows in an order fit for the table's key.
    func changes(by areInOrder: (Key, Key) -> Bool) -> [(key: Key, row: Row)] {
        changed.sorted(by: areInOrder).map { ($0, rows[$0]!) }
    }

    /// The changed rows in no order.
    var changes: [(key: Key, row: Row)] { changed.map { ($0, rows[$0]!) } }

    func settled() { changed.removeAll(keepingCapacity: true) }

    func forget(above limit: Int) {
        if rows.count > limit { forget() }
    }

    /// Forgets what is in hand; only after everything changed was written.
    func forget() {
        spilled?.note(rows.keys)
        rows.removeAll()
        absent.removeAll()
        changed.removeAll()
    }
}
