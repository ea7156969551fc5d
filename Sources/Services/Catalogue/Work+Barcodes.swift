import Events
import JSON
import Postgres
import Rules

/// A barcode is one product's, by command, unless the chain lets products share them. Facts of others may say otherwise:
/// they are kept, and all holders are listed.
extension Work {
    /// Refuses a barcode of a product that another product has, however it is written.
    func checkBarcodes(_ product: ProductFacts) throws {
        if try look(StoreBooksDecider.self, StoreBooksDecider.chain).sharesBarcodes(at: now) { return }
        let own = product.barcodes.enumerated().map { (path: "barcodes[\($0.offset)]", code: $0.element) }
        let units = product.units.enumerated().compactMap { index, unit in
            unit.barcode.map { (path: "units[\(index)].barcode", code: $0) }
        }
        for (path, code) in (own + units).sorted(by: { ExactText($0.code) < ExactText($1.code) }) {
            let spellings = Barcode.spellings(code)
            if let holders = many?.barcodes {
                if let holder = holders.holder(of: code, besides: product.product) {
                    throw Self.taken(code, path, holder)
                }
                continue
            }
            // Two who take the same one go one after the other.
            _ = try connection.query(
                "SELECT pg_advisory_xact_lock(hashtextextended('davtari barcode ' || \(spellings[spellings.count - 1]), 0))"
            )
            let holder = try connection.prepared(
                "barcode_holder",
                """
                SELECT id FROM davtari.stream WHERE kind = 'product' AND id <> $1 AND davtari.barcodes(state) && $2::text[]
                ORDER BY id LIMIT 1
                """, [Bind(product.product), .textArray(spellings)]
            ).first?.text(0)
            if let holder { throw Self.taken(code, path, holder) }
        }
        many?.barcodes?.take(product.product, (own + units).map(\.code))
    }

    private static func taken(_ code: String, _ path: String, _ holder: String) -> Refusal {
        Refusal(
            .conflict, "barcode.taken", "the barcode \(code) is that of product “\(holder)”",
            [("path", .string(path)), ("barcode", .string(code)), ("product", .string(holder))])
    }
}
