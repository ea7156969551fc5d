/// Goods go back to their supplier (a vendor return). They leave at their delivery's cost; what the supplier credits
/// beside that is purchase variance.
package struct GoodsReturned: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var vendorReturn = ""
    package var document: String?
    package var supplier: String?
    package var waybill: Waybill?
    package var currency = ""
    package var lines: [GoodsReturnedLine] = []

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("vendorReturn", &vendorReturn)
        visitor.text("document", &document)
        visitor.id("supplier", &supplier)
        visitor.part("waybill", &waybill)
        visitor.text("currency", &currency, .currency)
        visitor.parts("lines", &lines, required: true)
    }
}

package struct GoodsReturnedLine: GoodsLine, Equatable {
    package var line: Int64 = 0
    package var product: String?
    /// Above 0.
    package var quantity: Int64?
    /// What the supplier gives back for the line, without tax.
    package var credit: Int64?
    /// The `goods.received` that brought it, as `writer:writerseq`, and its line.
    package var delivery: String?
    package var deliveryLine: Int64?
    package var lot: String?
    package var serial: String?
    package var reason: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.int("line", &line, .ordinal, default: nil)
        visitor.id("product", &product)
        visitor.int("quantity", &quantity, .quantity)
        visitor.int("credit", &credit, .money)
        visitor.id("delivery", &delivery)
        visitor.int("deliveryLine", &deliveryLine, .ordinal)
        visitor.text("lot", &lot)
        visitor.text("serial", &serial)
        visitor.text("reason", &reason)
    }
}
