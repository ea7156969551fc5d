import Events
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

/// Which products have the barcodes that a batch of commands names, and take them while it is decided.
final class BarcodeHolders {
    private var products: [String: [String]] = [:]

    /// Locks the barcodes until the transaction ends, as each command by itself does, and looks up who has them.
    ///
    /// - Parameter isTrial: nothing is kept of what is decided, so nothing is locked.
    init(_ codes: [String], _ connection: Connection, isTrial: Bool) throws {
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
        // Asked one by one of the index on what products say; joined to a table it may not be used.
        let rows = try connection.prepared(
            "barcode_holders",
            """
            SELECT c.code, p.id FROM unnest($1::text[]) c(code), LATERAL (
                SELECT id FROM davtari.stream WHERE kind = 'product'
                    AND davtari.said(state) @> jsonb_build_object('barcodes', jsonb_build_array(c.code))
                UNION
                SELECT id FROM davtari.stream WHERE kind = 'product'
                    AND davtari.said(state) @> jsonb_build_object('units', jsonb_build_array(jsonb_build_object('barcode', c.code)))
            ) p ORDER BY 1, 2
            """, [.textArray(spellings)])
        for row in rows { products[Self.key(try row.text(0)), default: []].append(try row.text(1)) }
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
