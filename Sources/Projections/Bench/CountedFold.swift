import Log
import Postgres

/// Receipts folded as a rebuild folds them, as many as asked, and their rows written: for counting instructions.
package final class CountedFold {
    private let connection: Connection
    private let trade: Trade
    private let records: [FoldRecord]

    /// Decodes all of them, however many will be folded.
    package init(_ conninfo: String, _ events: [[UInt8]]) throws {
        connection = try Connection(conninfo, applicationName: "davtari bench")
        trade = Trade(connection, NoLog(), isRebuild: true)
        records = Decoder().decode(
            events.enumerated().map { place, bytes in
                LogRecord(
                    partition: 0, offset: Int64(place), recordedAt: 1_770_000_000_000 + Int64(place), key: "",
                    bytes: bytes)
            })
    }

    package func fold(_ count: Int) throws { try trade.fold(Array(records.prefix(count)), repeats: []) }

    package func write() throws {
        try connection.script(Trade.tables)
        try connection.transaction { try trade.write() }
    }
}

private final class NoLog: LogAccess {
    func bytes(partition: Int, offset: Int64) throws -> [UInt8] {
        throw LogError.outOfRange(partition: partition, offset: offset)
    }
}
