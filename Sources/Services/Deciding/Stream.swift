import Events
import JSON
import Postgres

/// One thing's state as it is in hand of a transaction, locked by it.
protocol AnyStream: AnyObject {
    var key: StreamKey { get }
    /// How many facts it has taken; 0: there is none.
    var version: Int64 { get }
    var isChanged: Bool { get }
    /// - Parameter place: of the fact among those that the transaction folds.
    func evolve(_ said: Said, _ place: Int)
    /// Folds again what was folded since it was loaded, now that facts have their numbers.
    ///
    /// - Parameter facts: all that the transaction has folded.
    func number(_ facts: [Said])
    func encodedState() throws -> JSON
}

final class Stream<D: Decider>: AnyStream {
    let key: StreamKey
    private(set) var version: Int64
    private(set) var state: D.State
    private(set) var isChanged = false
    private let loaded: D.State
    private let loadedVersion: Int64
    private var folded: [Int] = []

    /// - Parameter json: nil where nothing has happened yet.
    init(_ id: String, version: Int64, json: String?) throws {
        key = StreamKey(kind: D.kind, id: id)
        self.version = version
        state =
            try json.map { try StateDecoder.decode(D.State.self, from: JSON(parsing: Array($0.utf8))) } ?? D.initial
        (loaded, loadedVersion) = (state, version)
    }

    func number(_ facts: [Said]) {
        (state, version) = (loaded, loadedVersion)
        for place in folded { take(facts[place]) }
    }

    func evolve(_ said: Said, _ place: Int) {
        folded.append(place)
        take(said)
    }

    private func take(_ said: Said) {
        state = D.evolve(state, said, in: key.id)
        version += 1
        isChanged = true
    }

    func encodedState() throws -> JSON { try StateEncoder.encode(state) }
}

extension Decider {
    static func makeStream(_ id: String, version: Int64, json: String?) throws -> any AnyStream {
        try Stream<Self>(id, version: version, json: json)
    }
}

/// The rows of streams.
enum StreamTable {
    /// Locks a stream until the transaction ends, and reads it. What is not there yet is locked too: two who would make
    /// the same thing go one after the other.
    static func load(_ connection: Connection, _ decider: any Decider.Type, _ id: String) throws -> any AnyStream {
        let key = [Bind(decider.kind), Bind(id)]
        let lock = "SELECT version, state::text FROM davtari.stream WHERE kind = $1 AND id = $2 FOR UPDATE"
        var row = try connection.prepared("stream_lock", lock, key).first
        if row == nil {
            _ = try connection.prepared(
                "stream_make", "INSERT INTO davtari.stream (kind, id) VALUES ($1, $2) ON CONFLICT DO NOTHING", key)
            row = try connection.prepared("stream_lock", lock, key).first
        }
        return try decider.makeStream(id, version: try row?.int64(0) ?? 0, json: try row?.optionalText(1))
    }

    /// The same for many at once, in the order of their ids, so that two who take some of the same wait for each other and not for
    /// ever.
    ///
    /// - Parameter isTrial: they are read as they are, and not locked.
    static func load(
        _ connection: Connection, _ decider: any Decider.Type, _ ids: [String], isTrial: Bool
    ) throws -> [any AnyStream] {
        let ids = Set(ids.map { ExactText($0) }).sorted().map(\.text)
        guard !ids.isEmpty else { return [] }
        let binds = [Bind(decider.kind), .textArray(ids)]
        let found: Rows
        if isTrial {
            found = try connection.prepared(
                "streams_peek",
                "SELECT id, version, state::text FROM davtari.stream WHERE kind = $1 AND id = ANY($2)", binds)
        } else {
            _ = try connection.prepared(
                "streams_make",
                "INSERT INTO davtari.stream (kind, id) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING", binds)
            found = try connection.prepared(
                "streams_lock",
                """
                SELECT id, version, state::text FROM davtari.stream WHERE kind = $1 AND id = ANY($2)
                ORDER BY id COLLATE "C" FOR UPDATE
                """, binds)
        }
        let kept = ByID(try found.map { (try $0.text(0), (try $0.int64(1), try $0.optionalText(2))) })
        return try ids.map { id in
            try decider.makeStream(id, version: kept[id]?.0 ?? 0, json: kept[id]?.1)
        }
    }

    /// Reads a stream without locking; nil where nothing has happened.
    static func peek<D: Decider>(_ connection: Connection, _ decider: D.Type, _ id: String) throws -> Stream<D>? {
        // Postgres has no character 0: there is no such stream.
        guard !id.utf8.contains(0) else { return nil }
        let rows = try connection.prepared(
            "stream_peek",
            "SELECT version, state::text FROM davtari.stream WHERE kind = $1 AND id = $2 AND version > 0",
            [Bind(D.kind), Bind(id)])
        guard let row = rows.first else { return nil }
        return try Stream<D>(id, version: try row.int64(0), json: try row.optionalText(1))
    }

    /// More are saved by one statement.
    private static let few = 4

    static func save(_ connection: Connection, _ streams: [any AnyStream]) throws {
        guard streams.count <= few else {
            _ = try connection.prepared(
                "streams_save",
                """
                UPDATE davtari.stream s SET version = n.version, state = n.state::jsonb
                FROM unnest($1::text[], $2::text[], $3::int8[], $4::text[]) n(kind, id, version, state)
                WHERE s.kind = n.kind AND s.id = n.id
                """,
                [
                    .textArray(streams.map(\.key.kind)), .textArray(streams.map(\.key.id)),
                    .int64Array(streams.map(\.version)), .textArray(try streams.map { try $0.encodedState().text }),
                ])
            return
        }
        for stream in streams {
            _ = try connection.prepared(
                "stream_save",
                "UPDATE davtari.stream SET version = $3, state = $4::text::jsonb WHERE kind = $1 AND id = $2",
                [
                    Bind(stream.key.kind), Bind(stream.key.id), Bind(stream.version),
                    Bind(try stream.encodedState().text),
                ])
        }
    }

    /// A stream that was locked but to which nothing happened leaves no row behind.
    static func drop(_ connection: Connection, _ streams: [any AnyStream]) throws {
        let none = streams.filter { $0.version == 0 }
        guard none.count <= few else {
            _ = try connection.prepared(
                "streams_drop",
                """
                DELETE FROM davtari.stream s USING unnest($1::text[], $2::text[]) n(kind, id)
                WHERE s.kind = n.kind AND s.id = n.id AND s.version = 0
                """, [.textArray(none.map(\.key.kind)), .textArray(none.map(\.key.id))])
            return
        }
        for stream in none {
            _ = try connection.prepared(
                "stream_drop", "DELETE FROM davtari.stream WHERE kind = $1 AND id = $2 AND version = 0",
                [Bind(stream.key.kind), Bind(stream.key.id)])
        }
    }
}
