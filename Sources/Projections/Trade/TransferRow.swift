import Events
import Postgres

/// A dispatched line as a row: what became of it.
struct TransferRow {
    static let columns = [
        "transfer", "writer", "writerseq", "part", "line", "store", "to_store", "product", "sent_at", "sent",
        "received",
        "missing", "damaged", "surplus", "in_transit", "in_transit_value", "cost", "booked", "is_closed",
        "last_received_at", "recorded_at", "log_partition", "log_offset",
    ]

    private let transfer: String
    private let dispatch: TransferEntry.Dispatch
    private let line: TransferEntry.Line
    private let figures: TransferEntry.Figures
    private let inTransit: (quantity: Int64, value: Int64)
    private let isClosed: Bool

    static func rows(of entry: TransferEntry) -> [TransferRow] {
        let figures = entry.figures()
        return entry.dispatches.enumerated().flatMap { index, dispatch in
            dispatch.lines.enumerated().map { number, line in
                let place = TransferEntry.Place(dispatch: index, line: number)
                let became = figures[place] ?? TransferEntry.Figures()
                return TransferRow(
                    transfer: entry.id, dispatch: dispatch, line: line, figures: became,
                    inTransit: entry.inTransit(place, became), isClosed: entry.isClosed(index))
            }
        }
    }

    func write(_ writer: inout CopyWriter) {
        writer.text(transfer)
        writer.text(dispatch.key.writer)
        writer.int64(dispatch.key.sequence)
        writer.int64(line.part)
        writer.int64(line.line)
        writer.text(dispatch.store)
        writer.text(dispatch.to)
        writer.text(line.product)
        writer.int64(dispatch.key.milliseconds)
        writer.int64(line.quantity)
        for sum in [figures.received, figures.missing, figures.damaged, figures.surplus] {
            writer.int64(Int64(clamping: sum))
        }
        writer.int64(inTransit.quantity)
        writer.int64(inTransit.value)
        writer.int64(line.cost)
        writer.int64(line.booked)
        writer.bool(isClosed)
        if let at = figures.lastReceivedMs { writer.int64(at) } else { writer.null() }
        writer.int64(dispatch.source.recordedAt)
        writer.int32(Int32(dispatch.source.partition))
        writer.int64(dispatch.source.offset)
    }
}
