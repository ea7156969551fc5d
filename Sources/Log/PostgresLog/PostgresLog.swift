import Foundation
import Postgres
import Synchronization

/// The embedded home of the log: a shop, a laptop, the tests. The same partitions and offsets as Kafka's.
///
/// One appender thread drains everything that waits into one transaction: partitions' ends move under their row locks
/// in partition order, so offsets become visible in order and one fsync serves all. Never an identity column: two
/// transactions would show its numbers out of order.
package final class PostgresLog: EventLog {
    package let identity: LogIdentity
    package let home = "Postgres"
    /// A disk that is busy for seconds, as under a checkpoint, is not away; one commit later everything that waited is there.
    package let patience = Duration.seconds(10)
    private let schema: String
    private let queue: AppendQueue
    private let appender: Appender
    private let readers: Pool
    let recent: RecentRecords
    private let isShutDown = Atomic(false)

    /// Connections for point reads.
    private static let readerLimit = 8

    /// Opens the log in a schema of the database, making it when it is not there.
    ///
    /// - Parameter partitions: the count at creation; nil takes what the log has, or the default.
    /// - Parameter queueLimit: appends waiting before more are refused with `busy`.
    package init(
        _ conninfo: String, schema: String = "log", partitions: Int? = nil, queueLimit: Int = 10_000
    ) throws(LogError) {
        self.schema = schema
        do {
            let connection = try Connection(conninfo, applicationName: "davtari log setup")
            identity = try Self.open(connection, schema, partitions)
        } catch let error as LogError {
            throw error
        } catch {
            throw .unavailable("\(error)")
        }
        queue = AppendQueue(limit: queueLimit)
        recent = RecentRecords(partitions: identity.partitions)
        appender = Appender(conninfo, schema, queue, recent)
        // Reading is always the same; to plan it anew takes longer than to read what has come in some milliseconds.
        readers = Pool(conninfo, limit: Self.readerLimit, settings: "SET plan_cache_mode = force_generic_plan")
        appender.start()
    }

    deinit { shutdown() }

    /// Records that Postgres packs (those above 2 KB) are packed by lz4 from now on, where the server has it: its own way takes
    /// several times as long, to write a record and whenever it is read. What was packed before stays as it is.
    private static func compressQuickly(_ connection: Connection, _ schema: String) throws {
        let isToBe = try connection.query(
            """
            SELECT 1 FROM pg_attribute, pg_settings
            WHERE attrelid = \("\(schema).log_record")::regclass AND attname = 'bytes' AND attcompression <> 'l'
                AND name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)
            """)
        if isToBe.isEmpty { return }
        try connection.script("ALTER TABLE \(schema).log_record ALTER bytes SET COMPRESSION lz4")
    }

    private static func open(_ connection: Connection, _ schema: String, _ partitions: Int?) throws -> LogIdentity {
        let quoted = quoteIdentifier(schema)
        return try connection.transaction {
            // Two gateways that start at once must not both lay the log out.
            try connection.execute("SELECT pg_advisory_xact_lock(hashtext(\("davtari log " + schema)))")
            try connection.script(
                """
                CREATE SCHEMA IF NOT EXISTS \(quoted);
                CREATE TABLE IF NOT EXISTS \(quoted).log_identity (id text NOT NULL, partitions int NOT NULL);
                CREATE TABLE IF NOT EXISTS \(quoted).log_partition (
                    partition int PRIMARY KEY, next_offset int8 NOT NULL, last_recorded_at int8 NOT NULL);
                CREATE TABLE IF NOT EXISTS \(quoted).log_record (
                    partition int NOT NULL, log_offset int8 NOT NULL, recorded_at int8 NOT NULL,
                    key text NOT NULL, bytes bytea NOT NULL, PRIMARY KEY (partition, log_offset));
                """)
            try compressQuickly(connection, quoted)
            try connection.script(AppendFunctions.script(schema: quoted))
            let rows = try connection.query("SELECT id, partitions FROM \(unsafeSQL: quoted).log_identity")
            if let row = rows.first {
                let found = LogIdentity(id: try row.text(0), partitions: try row.int(1))
                if let partitions, partitions != found.partitions {
                    throw LogError.wrongLog(
                        "the log has \(found.partitions) partitions, for ever; \(partitions) were asked for")
                }
                return found
            }
            let made = LogIdentity(
                id: UUID().uuidString.lowercased(), partitions: partitions ?? LogIdentity.defaultPartitions)
            try connection.execute(
                "INSERT INTO \(unsafeSQL: quoted).log_identity VALUES (\(made.id), \(Int32(made.partitions)))")
            try connection.execute(
                """
                INSERT INTO \(unsafeSQL: quoted).log_partition
                SELECT p, 0, 0 FROM generate_series(0, \(Int32(made.partitions - 1))) p
                """)
            return made
        }
    }

    package func append(
        _ records: [NewRecord], to partition: Int, done: @escaping @Sendable (Result<[Placement], LogError>) -> Void
    ) {
        if let large = records.first(where: { $0.bytes.count > NewRecord.byteLimit }) {
            return done(.failure(.tooLarge(bytes: large.bytes.count, limit: NewRecord.byteLimit)))
        }
        if records.isEmpty { return done(.success([])) }
        if let refusal = queue.add(.init(records: records, partition: partition, done: done)) {
            done(.failure(refusal))
        }
    }

    package func read(_ partition: Int, from offset: Int64, limit: ReadLimit) throws(LogError) -> [LogRecord] {
        try check()
        do {
            return try readers.withConnection { connection in
                try readRecords(connection, schema, partition, from: offset, limit)
            }
        } catch {
            throw .unavailable("\(error)")
        }
    }

    package func end() throws(LogError) -> Position {
        try check()
        do {
            return try readers.withConnection { connection in
                try readEnd(connection, schema, identity.partitions)
            }
        } catch {
            throw .unavailable("\(error)")
        }
    }

    package func follow(from position: Position) throws(LogError) -> any LogReader {
        try check()
        return PostgresLogReader(self, position)
    }

    func check() throws(LogError) {
        if isShutDown.load(ordering: .acquiring) { throw .shutDown }
    }

    package func shutdown() {
        guard !isShutDown.exchange(true, ordering: .acquiringAndReleasing) else { return }
        queue.close()
        appender.join()
        readers.close()
    }
}

/// Records of one partition, at most `limit`, but always one where there is one.
func readRecords(
    _ connection: Connection, _ schema: String, _ partition: Int, from offset: Int64, _ limit: ReadLimit
) throws -> [LogRecord] {
    // The server adds the lengths up, which it knows without unpacking the bytes, and sends no record too many.
    let rows = try connection.prepared(
        "read_\(schema)",
        """
        SELECT log_offset, recorded_at, key, bytes FROM (
            SELECT log_offset, recorded_at, key, bytes,
                sum(octet_length(bytes)) OVER (ORDER BY log_offset ROWS UNBOUNDED PRECEDING) AS total
            FROM \(quoteIdentifier(schema)).log_record
            WHERE partition = $1 AND log_offset >= $2 ORDER BY log_offset LIMIT $3) AS counted
        WHERE total <= $4 OR total = octet_length(bytes) ORDER BY log_offset
        """, [Bind(Int32(partition)), Bind(offset), Bind(Int64(limit.records)), Bind(Int64(limit.bytes))])
    return try rows.map { row in
        LogRecord(
            partition: partition, offset: try row.int64(0), recordedAt: try row.int64(1), key: try row.text(2),
            bytes: try row.bytes(3))
    }
}

func readEnd(_ connection: Connection, _ schema: String, _ partitions: Int) throws -> Position {
    let rows = try connection.prepared(
        "end_\(schema)", "SELECT partition, next_offset FROM \(quoteIdentifier(schema)).log_partition", [])
    var position = Position(partitions: partitions)
    for row in rows { position[try row.int(0)] = try row.int64(1) }
    return position
}
