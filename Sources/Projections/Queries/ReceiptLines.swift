import Postgres

/// The one place that knows how a receipt's row keeps its lines, grants and tenders: as sets that queries join laterally.
enum ReceiptLines {
    /// Columns line, kind, product, quantity, gross, discount, net, tax, cost, booked of the receipt's lines.
    static func lines(of receipt: String, as alias: String) -> SQL {
        let arrays = [
            "number", "kind", "product", "quantity", "gross", "discount", "net", "tax", "cost", "booked",
        ].map { "\(receipt).line_\($0)" }
        return SQL(
            unsafeSQL: "unnest(\(arrays.joined(separator: ", "))) AS "
                + "\(alias)(line, kind, product, quantity, gross, discount, net, tax, cost, booked)")
    }

    /// The lines that are turnover: not a gift card sold, a deposit taken, or a line voided.
    static let turnoverKinds: SQL = "('sale', 'return', 'charge')"
    static let goodsKinds: SQL = "('sale', 'return')"

    /// Columns line, rule, version, kind, reason, approver, amount, place (from 1) of the receipt's grants.
    static func grants(of receipt: String, as alias: String) -> SQL {
        let arrays = ["line", "rule", "version", "kind", "reason", "approver", "amount"].map {
            "\(receipt).grant_\($0)"
        }
        return SQL(
            unsafeSQL: "unnest(\(arrays.joined(separator: ", "))) WITH ORDINALITY AS "
                + "\(alias)(line, rule, version, kind, reason, approver, amount, place)")
    }

    /// Columns kind, amount of the receipt's tenders.
    static func tenders(of receipt: String, as alias: String) -> SQL {
        SQL(unsafeSQL: "unnest(\(receipt).tender_kind, \(receipt).tender_amount) AS \(alias)(kind, amount)")
    }
}
