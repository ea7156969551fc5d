/// What a fold has in hand of one table: rows by key, fetched when first asked for.
///
/// A live worker fetches from Postgres; a rebuild starts from nothing and keeps everything in hand until it is written, or
/// lets go of what it has spilled and fetches that alone.
final class Shelf<Key: Hashable, Row: AnyObject> {
    private struct Place {
        let key: Key
        let row: Row
        var isChanged = false
    }

    private var places: ContiguousArray<Place> = []
    /// Into `places`. A key is hashed once a use: it is a text, and that costs more than what is done with the row.
    private var index: [Key: Int] = [:]
    private var changedPlaces: [Int] = []
    /// Keys known to have no row.
    private var absent: Set<Key> = []
    /// nil in a rebuild: what is not in hand does not exist.
    private let fetch: (([Key]) throws -> [(Key, Row)])?
    /// What a rebuild has let go of; nil where everything that is not in hand is fetched.
    let spilled: SpilledRows<Key>?

    init(spilled: SpilledRows<Key>? = nil, fetch: (([Key]) throws -> [(Key, Row)])?) {
        (self.fetch, self.spilled) = (fetch, spilled)
    }

    /// Rows in hand.
    var count: Int { places.count }
    /// Those of the rows in hand, in no order.
    var keys: some Collection<Key> { index.keys }
    /// A row in hand.
    subscript(_ key: Key) -> Row? { index[key].map { places[$0].row } }

    /// Brings many rows in hand with one query.
    func prefetch(_ keys: some Sequence<Key>) throws {
        guard let fetch else { return }
        var seen: Set<Key> = []
        let missing = keys.filter { index[$0] == nil && !absent.contains($0) && seen.insert($0).inserted }
        guard !missing.isEmpty else { return }
        let fetchable = try spilled?.fetchable(of: missing) ?? missing
        if !fetchable.isEmpty { for (key, row) in try fetch(fetchable) { append(row, key) } }
        for key in missing where index[key] == nil { absent.insert(key) }
    }

    func row(_ key: Key) throws -> Row? { try place(of: key).map { places[$0].row } }

    func row(_ key: Key, orNew make: () -> Row) throws -> Row { places[try place(of: key, orNew: make)].row }

    /// A row that is about to be changed.
    func row(changing key: Key, orNew make: () -> Row) throws -> Row {
        let place = try place(of: key, orNew: make)
        touch(at: place)
        return places[place].row
    }

    /// A row whose key is known to have none, in hand or in the database.
    func add(_ row: Row, _ key: Key) {
        append(row, key)
        // To look for a key costs as much as to add one, and in a rebuild none is absent.
        if !absent.isEmpty { absent.remove(key) }
    }

    private func place(of key: Key) throws -> Int? {
        if let place = index[key] { return place }
        guard fetch != nil else { return nil }
        try prefetch(CollectionOfOne(key))
        return index[key]
    }

    private func place(of key: Key, orNew make: () -> Row) throws -> Int {
        if let place = try place(of: key) { return place }
        add(make(), key)
        return places.count - 1
    }

    private func append(_ row: Row, _ key: Key) {
        index[key] = places.count
        places.append(Place(key: key, row: row))
    }

    /// Notes that a row in hand was changed.
    func touch(_ key: Key) {
        if let place = index[key] { touch(at: place) }
    }

    private func touch(at place: Int) {
        guard !places[place].isChanged else { return }
        places[place].isChanged = true
        changedPlaces.append(place)
    }

    /// The changed rows in an order fit for the table's key.
    func changes(by areInOrder: (Key, Key) -> Bool) -> [(key: Key, row: Row)] {
        changes.sorted { areInOrder($0.key, $1.key) }
    }

    /// The changed rows in no order.
    var changes: [(key: Key, row: Row)] { changedPlaces.map { (places[$0].key, places[$0].row) } }

    func settled() {
        for place in changedPlaces { places[place].isChanged = false }
        changedPlaces.removeAll(keepingCapacity: true)
    }

    func forget(above limit: Int) {
        if count > limit { forget() }
    }

    /// Forgets what is in hand; only after everything changed was written.
    func forget() {
        spilled?.note(index.keys)
        places.removeAll()
        index.removeAll()
        absent.removeAll()
        changedPlaces.removeAll()
    }
}
