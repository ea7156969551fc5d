import Events
import Postgres

/// A rebuild's receipts on their way into the table while the fold goes on.
///
/// A receipt is written after the batch that brought it and then need not stay in hand. When a later fact changes it (a
/// return, a late delivery), it is fetched and written anew.
final class ReceiptStream: @unchecked Sendable {
    // @unchecked: used by the folding thread until it ends, and by one other after that.
    private let owner: Connection
    private var stream: RowStream?

    /// - Parameter owner: whose search path names the schema.
    init(_ owner: Connection) { self.owner = owner }

    deinit { stream?.close() }

    func receipts(_ ids: [FactID]) throws -> [(FactID, ReceiptEntry)] {
        try opened().perform { try TradeStore($0).receipts(ids) }
    }

    func write(_ receipts: Shelf<FactID, ReceiptEntry>) throws {
        let stream = try opened()
        let changes = receipts.changes
        let stale = changes.filter { $0.row.isInDatabase }.map(\.key)
        if !stale.isEmpty { try stream.perform { try TradeStore($0).deleteReceipts(stale) } }
        var rows = CopyWriter()
        for change in changes {
            try rows.row(ReceiptRow.columns.count)
            try ReceiptRow.write(change.row, &rows)
            change.row.isInDatabase = true
        }
        try stream.copy("receipt", ReceiptRow.columns, try rows.takeRows())
        receipts.settled()
        receipts.forget(above: Trade.receiptsInHand)
    }

    /// Builds the keys and commits.
    func finish() throws {
        try opened().finish { connection in
            try connection.script("SET LOCAL maintenance_work_mem TO '128MB'")
            try connection.script(TradeTables.receiptKeys)
        }
    }

    private func opened() throws -> RowStream {
        if let stream { return stream }
        let made = try RowStream(try owner.beside(applicationName: "davtari rebuild receipts"))
        stream = made
        return made
    }
}
