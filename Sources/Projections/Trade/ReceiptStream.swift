import Events
import Postgres

/// A rebuild's receipts on their way into the table while the fold goes on.
///
/// Receipts are handed over some thousands at a time, and are packed and written by the stream's thread. When a later fact
/// changes one (a return, a late delivery), it is fetched and written anew.
final class ReceiptStream: @unchecked Sendable {
    // @unchecked: used by the folding thread until it ends, and by one other after that. Receipts that were handed over are the
    // stream's alone.
    private let owner: Connection
    private var stream: RowStream?

    /// - Parameter owner: whose search path names the schema.
    init(_ owner: Connection) { self.owner = owner }

    deinit { stream?.close() }

    func receipts(_ ids: [FactID]) throws -> [(FactID, ReceiptEntry)] {
        try opened().perform { try TradeStore($0).receipts(ids) }
    }

    /// Hands over the receipts in hand, once they are so many that the fold would do better without them. None is in hand
    /// after that.
    func write(_ receipts: Shelf<FactID, ReceiptEntry>, above limit: Int = Trade.receiptsAtATime) throws {
        guard receipts.count > limit else { return }
        let changes = receipts.changes.map(\.row)
        receipts.forget()
        guard !changes.isEmpty else { return }
        try opened().send { connection in
            let stale = changes.filter(\.isInDatabase).map(\.id)
            if !stale.isEmpty { try TradeStore(connection).deleteReceipts(stale) }
            try connection.copy("receipt", ReceiptRow.columns, changes) { try ReceiptRow.write($1, &$0) }
        }
    }

    /// Opens its connection, which is done on the owner's, before others use that.
    func open() throws { _ = try opened() }

    /// Builds the keys and commits.
    func finish() throws {
        try opened().finish { connection in
            try connection.prepareForKeys()
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
