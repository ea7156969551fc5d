import Postgres
import Projections

/// The one place that knows how a receipt's row keeps its lines, grants and tenders: as sets that queries join laterally.
enum ReceiptLines {
    /// Columns kind, product and some figures of the receipt's lines: line, quantity, gross, discount, net, tax, cost,
    /// booked. To ask only for what is needed is worth it: each figure is cut out of an array.
    static func lines(of receipt: String, as alias: String, figures: [String] = ReceiptRow.lineFigures) -> SQL {
        let count = "cardinality(\(receipt).line_kind)"
        // cannot trap: figures are named by the reports' own text
        let places = figures.map { figure in ReceiptRow.lineFigures.firstIndex(of: figure)! }
        let arrays =
            ["\(receipt).line_kind", "\(receipt).line_product"]
            + places.map { slice("\(receipt).line_figures", $0, count) }
        let names = ["kind", "product"] + figures
        return SQL(
            unsafeSQL: "unnest(\(arrays.joined(separator: ", "))) AS \(alias)(\(names.joined(separator: ", ")))")
    }

    /// The part of an array that holds one figure of each line or grant, or some that stand side by side.
    private static func slice(_ array: String, _ first: Int, through last: Int? = nil, _ count: String) -> String {
        "\(array)[\(first) * \(count) + 1:\((last ?? first) + 1) * \(count)]"
    }

    /// One array of some figures that stand side by side: of every line the first, then of every line the next.
    static func figures(from first: String, through last: String, of receipt: String) -> SQL {
        // cannot trap: figures are named by the reports' own text
        let places = [first, last].map { figure in ReceiptRow.lineFigures.firstIndex(of: figure)! }
        return SQL(
            // cannot trap: one place for each of the two
            unsafeSQL: slice(
                "\(receipt).line_figures", places[0], through: places[1], "cardinality(\(receipt).line_kind)"))
    }

    /// The product of the receipt's line of a number; null where it has none.
    static func product(of receipt: String, line: String) -> SQL {
        let numbers = slice("\(receipt).line_figures", 0, "cardinality(\(receipt).line_kind)")
        return SQL(unsafeSQL: "nullif(\(receipt).line_product[array_position(\(numbers), \(line))], '')")
    }

    /// The lines that are turnover: not a gift card sold, a deposit taken, or a line voided.
    static let turnover: Set<String> = ["sale", "return", "charge"]
    static let turnoverKinds = SQL(
        unsafeSQL: "(\(turnover.sorted().map { "'\($0)'" }.joined(separator: ", ")))")
    static let goodsKinds: SQL = "('sale', 'return')"

    /// Columns line, rule, version, kind, reason, approver, amount, place (from 1) of the receipt's grants.
    static func grants(of receipt: String, as alias: String) -> SQL {
        let (words, figures) = ("\(receipt).grant_words", "\(receipt).grant_figures")
        let count = "(cardinality(\(figures)) / \(ReceiptRow.grantFigures.count))"
        let arrays = [
            slice(figures, 0, count), slice(words, 0, count), slice(figures, 1, count), slice(words, 1, count),
            slice(words, 2, count), slice(words, 3, count), slice(figures, 2, count),
        ]
        return SQL(
            unsafeSQL: "unnest(\(arrays.joined(separator: ", "))) WITH ORDINALITY AS "
                + "\(alias)(line, rule, version, kind, reason, approver, amount, place)")
    }

    /// Columns kind, amount, place (from 1) of the receipt's tenders.
    static func tenders(of receipt: String, as alias: String) -> SQL {
        SQL(
            unsafeSQL: "unnest(\(receipt).tender_kind, \(receipt).tender_amount) WITH ORDINALITY AS "
                + "\(alias)(kind, amount, place)")
    }
}
