import Events
import JSON
import Postgres
import Rules

/// What many commands that are decided in one transaction look at, read once for all of them.
final class ManyCommands {
    /// States of streams that they look at and do not change.
    var seen: [StreamKey: any Sendable] = [:]
    /// The users' own fields that a thing must have, by its kind.
    var neededFields: [String: [String]] = [:]
    /// Whose the barcodes are that they name; nil where they name none.
    var barcodes: BarcodeHolders?
}

/// Which products have the barcodes that a command names, or a batch of them, and take them while it is decided.
final class BarcodeHolders {
    private var products: [String: [String]] = [:]

    /// For more barcodes Postgres would read all products rather than the index, and take their barcodes out of each.
    private static let few = 20

    /// Locks the barcodes until the transaction ends, and looks up who has them.
    ///
    /// - Parameter isTrial: nothing is kept of what is decided, so nothing is locked.
    init(_ codes: [String], _ connection: Connection, isTrial: Bool = false) throws {
        let keys = Set(codes.map { Self.key($0) }).sorted()
        guard !keys.isEmpty else { return }
        if !isTrial {
            _ = try connection.prepared(
                "barcodes_lock",
                """
                SELECT pg_advisory_xact_lock(hashtextextended('davtari barcode ' || k.key, 0))
                FROM (SELECT unnest($1::text[]) AS key ORDER BY 1) k
                """, [.textArray(keys)])
        }
        let spellings = Set(codes.flatMap { Barcode.spellings($0) }).sorted()
        let areMany = keys.count > Self.few
        if areMany { try connection.script("SET LOCAL enable_seqscan = off") }
        let rows = try connection.prepared(
            "barcode_holders",
            """
            SELECT id, (davtari.said(state)->'barcodes')::text, (davtari.said(state)->'units')::text FROM davtari.stream
            WHERE kind = 'product' AND davtari.barcodes(state) && $1::text[] ORDER BY id
            """, [.textArray(spellings)])
        if areMany { try connection.script("SET LOCAL enable_seqscan = on") }
        for row in rows {
            func json(_ column: Int) throws -> [JSON] {
                try row.optionalText(column).map { try JSON(parsing: Array($0.utf8)).array ?? [] } ?? []
            }
            let codes = try json(1).compactMap(\.string) + json(2).compactMap { $0["barcode"]?.string }
            for code in codes { products[Self.key(code), default: []].append(try row.text(0)) }
        }
    }

    /// The same for every way to write a number.
    private static func key(_ code: String) -> String {
        let spellings = Barcode.spellings(code)
        return spellings[spellings.count - 1]
    }

    func holder(of code: String, besides product: String) -> String? {
        products[Self.key(code)]?.first { !ExactText.same($0, product) }
    }

    /// A product says which barcodes are its own.
    func take(_ product: String, _ codes: [String]) {
        for code in codes where holder(of: code, besides: "") == nil { products[Self.key(code)] = [product] }
    }
}
