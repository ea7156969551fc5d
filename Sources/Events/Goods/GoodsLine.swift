/// A line that moves goods of one product, in either direction. A line without both cannot be read: it moves nothing.
package protocol GoodsLine: FactPart {
    /// Stable within its document.
    var line: Int64 { get }
    var product: String? { get }
    /// Thousandths.
    var quantity: Int64? { get }
}

extension GoodsLine {
    package var isReadable: Bool { product != nil && quantity != nil }
}

extension DeliveryLine: GoodsLine {}
