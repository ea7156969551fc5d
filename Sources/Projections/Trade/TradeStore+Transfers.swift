import Events
import Postgres

/// Transfers whole, and a row a dispatched line.
extension TradeStore {
    func transfers(_ ids: [ExactText]) throws -> [(ExactText, TransferEntry)] {
        try connection.prepared(
            "trade_transfers", "SELECT transfer, packed FROM transfer WHERE transfer = ANY($1)",
            [.textArray(ids.map(\.text))]
        ).map { row in
            let entry = TransferEntry(try row.text(0))
            var pack = PackReader(try row.bytes(1))
            try pack.transfer(into: entry)
            entry.isInDatabase = true
            return (ExactText(entry.id), entry)
        }
    }

    func transfer(_ dispatch: DispatchKey) throws -> ExactText? {
        try connection.prepared(
            "trade_transfer_of",
            """
            SELECT transfer FROM transfer_line
            WHERE writer = $1 AND writerseq = $2 AND (part >= \(GoodsDocument.firstRevisedPart)) = $3 LIMIT 1
            """, [Bind(dispatch.fact.writer), Bind(dispatch.fact.sequence), Bind(dispatch.isRevised)]
        ).first.map { ExactText(try $0.text(0)) }
    }

    func writeTransfers(_ transfers: Shelf<ExactText, TransferEntry>) throws {
        let changes = transfers.changes(by: <)
        let stale = changes.filter { $0.row.isInDatabase }.map(\.key.text)
        for table in ["transfer", "transfer_line"] {
            try delete(
                table, "transfer = k.a", "unnest($1::text[]) AS k(a)", [.textArray(stale)], unless: stale.isEmpty)
        }
        try connection.copy("transfer", ["transfer", "packed"], changes) { writer, change in
            var pack = PackWriter()
            pack.transfer(change.row)
            writer.text(change.key.text)
            writer.bytes(pack.bytes)
            change.row.isInDatabase = true
        }
        let lines = changes.flatMap { TransferRow.rows(of: $0.row) }
        try connection.copy("transfer_line", TransferRow.columns, lines) { writer, line in line.write(&writer) }
        transfers.settled()
    }
}
