import Events
import Log
import Postgres

/// The one owner of a read model's version: it holds the lease, and every batch is one transaction that dies when
/// somebody else has taken it or the rows have moved on.
final class Owner {
    static let leaseSeconds = 10

    let model: any ReadModel.Type
    let version: Int
    private let connection: Connection
    private let instance: any ReadModel
    private let folded = FoldedSets()
    private var epoch: Int64
    private var mark: LogMark
    private var recordedMax: [Int64]
    private let isRebuild: Bool
    /// Records that this version leaves out.
    private var aside: Set<SetAside.Place>
    /// Whether the owner before did not give the lease back: its process ended in the middle of something.
    let wasLeft: Bool

    /// What comes next.
    var position: Position { mark.position }

    /// - Parameter isRebuild: folds into empty tables without fetching; `commit` writes everything at once.
    private init(
        _ connection: Connection, _ model: any ReadModel.Type, _ row: Row, epoch: Int64, _ log: any LogAccess,
        isRebuild: Bool
    ) throws {
        (self.connection, self.model, self.epoch, self.isRebuild) = (connection, model, epoch, isRebuild)
        version = try row.int("version")
        mark = LogMark(
            position: Position(offsets: try row.int64Array("position")), leaves: try row.bytesArray("leaves"))
        recordedMax = try row.int64Array("recorded_max")
        wasLeft = try row.bool("left")
        aside = Set(try SetAside.places(connection, model.name, version: version))
        instance = model.init(connection, log, isRebuild: isRebuild)
        try enterSchema()
        do { try folded.load(connection) } catch SQLState.undefinedTable {
            throw ProjectionError.tablesGone(model.name)
        }
    }

    /// Takes the lease of a version when it is free or ours has run out; nil while another owner holds it.
    ///
    /// - Parameter version: nil is the serving one.
    static func claim(
        _ connection: Connection, _ model: any ReadModel.Type, version: Int? = nil, owner: String, _ log: any LogAccess,
        isRebuild: Bool = false
    ) throws -> Owner? {
        try connection.transaction {
            let which: SQL = version.map { "version = \(Int32($0))" } ?? "serving"
            let rows = try connection.query(
                """
                SELECT version, position, recorded_max, leaves, epoch, backend_pid, backend_start::text AS backend_start,
                    owner IS NOT NULL AS left,
                    owner = \(owner) OR lease_until IS NULL OR lease_until < clock_timestamp() AS free
                FROM davtari.read_model WHERE name = \(model.name) AND \(which) FOR UPDATE SKIP LOCKED
                """)
            guard let row = rows.first else {
                // Its owner is committing, or somebody else claims it.
                let isThere = try !connection.query(
                    "SELECT FROM davtari.read_model WHERE name = \(model.name) AND \(which)"
                ).isEmpty
                guard isThere else { throw ProjectionError.notThere(model.name) }
                return nil
            }
            guard try row.bool("free") else { return nil }
            // An old owner that lost its lease may still hang in a transaction: its backend is ended first.
            if let pid = try row.optionalInt("backend_pid"), let start = try row.optionalText("backend_start"),
                pid != connection.backendPID
            {
                try connection.execute(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE pid = \(Int32(pid)) AND backend_start = \(start)::timestamptz
                    """)
            }
            let epoch = try row.int64("epoch") + 1
            try connection.execute(
                """
                UPDATE davtari.read_model SET epoch = \(epoch), owner = \(owner), backend_pid = pg_backend_pid(),
                    backend_start = (SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()),
                    lease_until = clock_timestamp() + make_interval(secs => \(Int32(leaseSeconds)))
                WHERE name = \(model.name) AND version = \(Int32(try row.int("version")))
                """)
            return try Owner(connection, model, row, epoch: epoch, log, isRebuild: isRebuild)
        }
    }

    private func enterSchema() throws {
        try connection.execute("SET search_path TO \(identifier: Versions.schemaName(model.name, version))")
    }

    /// Checks that the log still has, before our position, the records that we folded.
    func checkLog(_ log: any EventLog) throws(LogError) { try log.check(mark, of: "read model \(model.name)") }

    /// Folds what lies at or behind our position, without writing.
    func fold(_ records: [FoldRecord]) throws {
        let mine = records.filter { $0.source.offset >= position[$0.source.partition] }
        guard !mine.isEmpty else { return }
        // A number that is left out counts as folded: a repeat of its bytes would end where they did.
        var (fresh, repeats) = folded.part(mine)
        if !aside.isEmpty {
            fresh.removeAll { aside.contains(SetAside.Place($0.source)) }
            repeats.removeAll { aside.contains(SetAside.Place($0.source)) }
        }
        try instance.fold(fresh, repeats: repeats)
        var last: [Int: FoldRecord] = [:]
        for record in mine {
            let partition = record.source.partition
            recordedMax[partition] = max(recordedMax[partition], record.source.recordedAt)
            last[partition] = record
        }
        for record in last.values {
            let source = record.source
            mark.pass(source.partition, source.offset, recordedAt: source.recordedAt, bytes: record.bytes)
        }
    }

    /// Folds and commits a batch: rows and position in one transaction.
    func process(_ records: [FoldRecord]) throws {
        let before = position
        try enterSchema()
        try connection.transaction {
            try fold(records)
            guard position != before else { return }
            try advance(from: before)
            try instance.write()
            try folded.write(connection)
        }
        if !isRebuild {
            instance.trim()
            if instance.inHand > ReadModels.inHandLimit { instance.forget() }
        }
    }

    /// Whether a record lies before us.
    func wants(_ record: FoldRecord) -> Bool { record.source.offset >= position[record.source.partition] }

    // MARK: What is left out

    /// Where attempts are noted: outside the transactions of `process`.
    var attempts: Connection { connection }
    var hasAside: Bool { !aside.isEmpty }

    /// Goes on without a record from now on.
    func setAside(_ record: LogRecord, _ stage: SetAside.Stage, reason: String, build: String) throws {
        guard aside.count < SetAside.limit else {
            throw ProjectionError.tooManyAside(
                "read model \(model.name) has set \(aside.count) records aside and died on one more, at "
                    + "\(record.partition):\(record.offset): that is no matter of single records; \(reason)")
        }
        try SetAside.add(connection, model.name, version: version, record, stage, reason: reason, build: build)
        aside.insert(SetAside.Place(record))
    }

    func asideOfOthers(than build: String) throws -> [SetAside.Place] {
        try SetAside.places(connection, model.name, version: version, notOf: build)
    }

    /// Folds a record that an earlier build had set aside, as if it had come just now. Tried once by a build.
    ///
    /// Where booked figures have gone on without it, a rebuild puts it into its place.
    func takeUp(_ record: LogRecord, build: String) throws -> Bool {
        let place = SetAside.Place(record)
        let which: SQL = """
            name = \(model.name) AND version = \(Int32(version)) AND log_partition = \(Int32(place.partition))
                AND log_offset = \(place.offset)
            """
        guard
            let row = try connection.query(
                "UPDATE davtari.set_aside SET build = \(build) WHERE \(which) RETURNING stage"
            ).first
        else { return false }
        let wasRead = try row.text(0) == SetAside.Stage.fold.rawValue
        let records = Decoder().decode([record])
        do {
            try enterSchema()
            try connection.transaction {
                let (fresh, repeats) = folded.part(records)
                // What was read counted as folded already.
                try instance.fold(wasRead ? records : fresh, repeats: wasRead ? [] : repeats)
                try advance(from: position)
                try instance.write()
                try folded.write(connection)
                try connection.execute("DELETE FROM davtari.set_aside WHERE \(which)")
            }
        } catch {
            if FoldFault.isOfRecords(error) {
                try connection.execute("UPDATE davtari.set_aside SET reason = \("\(error)") WHERE \(which)")
            }
            throw error
        }
        aside.remove(place)
        return true
    }

    /// Begins the one transaction of a rebuild; `finishRebuild` ends it. Until then Postgres finds nothing to analyze.
    func beginRebuild() throws {
        try connection.script("BEGIN")
        // Its tables grow from nothing: a plan that was right a moment ago is not kept.
        try connection.execute("SET LOCAL plan_cache_mode TO force_custom_plan")
    }

    /// Writes everything that a rebuild has folded, builds the keys and commits.
    func finishRebuild() throws {
        let zero = Position(partitions: position.offsets.count)
        if position != zero { try advance(from: zero) }
        try connection.prepareForKeys()
        try folded.write(connection)
        try instance.finish(connection)
        try connection.script("COMMIT")
    }

    /// Lets a rebuild's memory go of what can be written already.
    func spill() throws { try instance.spill() }

    private func advance(from before: Position) throws {
        let updated = try connection.prepared(
            "advance",
            """
            UPDATE davtari.read_model SET position = $1, recorded_max = $2, leaves = $3, last_error = NULL,
                updated_at = clock_timestamp(), lease_until = clock_timestamp() + make_interval(secs => $4)
            WHERE name = $5 AND version = $6 AND epoch = $7 AND position = $8
            """,
            [
                .int64Array(position.offsets), .int64Array(recordedMax), .bytesArray(mark.leaves),
                Bind(Int32(Self.leaseSeconds)),
                Bind(model.name), Bind(Int32(version)), Bind(epoch), .int64Array(before.offsets),
            ])
        guard updated.affected == 1 else { throw ProjectionError.leaseLost(model.name) }
    }

    /// Keeps the lease while there is nothing to fold. False when this version no longer serves.
    func renew() throws -> Bool {
        let rows = try connection.prepared(
            "renew",
            """
            UPDATE davtari.read_model SET lease_until = clock_timestamp() + make_interval(secs => $1)
            WHERE name = $2 AND version = $3 AND epoch = $4 RETURNING serving
            """, [Bind(Int32(Self.leaseSeconds)), Bind(model.name), Bind(Int32(version)), Bind(epoch)])
        guard let row = rows.first else { throw ProjectionError.leaseLost(model.name) }
        return try row.bool(0)
    }

    var lease: LeaseKeeper.Lease { .init(name: model.name, version: version, epoch: epoch) }

    /// Lets another owner begin at once.
    func release() throws {
        try connection.execute(
            """
            UPDATE davtari.read_model SET lease_until = NULL, owner = NULL, backend_pid = NULL
            WHERE name = \(model.name) AND version = \(Int32(version)) AND epoch = \(epoch)
            """)
    }
}
