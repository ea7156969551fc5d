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
        let all = (own + units).sorted { ExactText($0.code) < ExactText($1.code) }
        // Two who take the same one go one after the other.
        let holders = try many?.barcodes ?? BarcodeHolders(all.map(\.code), connection)
        for (path, code) in all {
            if let holder = holders.holder(of: code, besides: product.product) { throw Self.taken(code, path, holder) }
        }
        holders.take(product.product, all.map(\.code))
    }

    private static func taken(_ code: String, _ path: String, _ holder: String) -> Refusal {
        Refusal(
            .conflict, "barcode.taken", "the barcode \(code) is that of product “\(holder)”",
            [("path", .string(path)), ("barcode", .string(code)), ("product", .string(holder))])
    }
}
