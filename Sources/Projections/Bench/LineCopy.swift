import Events
import Foundation
import JSON
import Log
import Postgres

/// The reference that replay is measured against: the log's receipt and delivery lines, already in memory, brought into
/// one keyed table by raw binary COPY.
package final class LineCopy {
    struct Line {
        var id: FactID
        var number: Int64
        var store: String
        var product: String
        var milliseconds: Int64
        var quantity: Int64
        var money: Int64
        var discount: Int64
    }

    private var lines: [Line] = []
    package var count: Int { lines.count }

    /// Reads every line of the log.
    package init(_ log: any EventLog) throws {
        let end = try log.end()
        var position = Position(partitions: end.offsets.count)
        let reader = try log.follow(from: position)
        defer { reader.close() }
        let decoder = Decoder()
        while !position.hasReached(end) {
            for record in decoder.decode(
                try reader.next(limit: ReadLimit(records: 20_000, bytes: 32 << 20), waitMilliseconds: 1_000))
            {
                position[record.source.partition] = record.source.offset + 1
                if let event = record.event { take(event) }
            }
        }
    }

    private func take(_ event: Event) {
        let store = event.envelope.store ?? ""
        let milliseconds = event.envelope.occurredAt.milliseconds
        switch event.fact {
        case .receiptCompleted(let receipt):
            for line in receipt.lines {
                lines.append(
                    Line(
                        id: event.id, number: line.line, store: store, product: line.product ?? "",
                        milliseconds: milliseconds,
                        quantity: line.quantity ?? 0, money: line.gross, discount: line.discount))
            }
        case .goodsReceived(let delivery):
            for line in delivery.lines {
                lines.append(
                    Line(
                        id: event.id, number: line.line, store: store, product: line.product ?? "",
                        milliseconds: milliseconds,
                        quantity: line.quantity ?? 0, money: line.cost ?? 0, discount: 0))
            }
        default: break
        }
    }

    /// Copies the lines into a fresh table with its key in place, in one transaction; returns the seconds it took.
    package func run(_ conninfo: String) throws -> Double {
        let connection = try Connection(conninfo, applicationName: "davtari bench")
        try connection.script(
            """
            CREATE SCHEMA IF NOT EXISTS bench; SET search_path TO bench; DROP TABLE IF EXISTS line;
            CREATE TABLE line (
                writer text NOT NULL, writerseq int8 NOT NULL, line int8 NOT NULL, store text NOT NULL, product text NOT NULL,
                effective_at int8 NOT NULL, quantity int8 NOT NULL, money int8 NOT NULL, discount int8 NOT NULL,
                PRIMARY KEY (writer, writerseq, line));
            """)
        let started = Date()
        try connection.transaction {
            let columns = [
                "writer", "writerseq", "line", "store", "product", "effective_at", "quantity", "money", "discount",
            ]
            _ = try connection.copyIn("line", columns: columns) { writer in
                for line in lines {
                    try writer.row(columns.count)
                    writer.text(line.id.writer)
                    writer.int64(line.id.sequence)
                    writer.int64(line.number)
                    writer.text(line.store)
                    writer.text(line.product)
                    for number in [line.milliseconds, line.quantity, line.money, line.discount] { writer.int64(number) }
                }
            }
        }
        let seconds = Date().timeIntervalSince(started)
        try connection.script("DROP SCHEMA bench CASCADE")
        return seconds
    }
}
