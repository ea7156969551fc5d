/// Goods received from a supplier, each line with what it cost.
package struct Delivery: FactPart, Equatable {
    package var circumstances = Circumstances()
    package var delivery: String?
    package var document: String?
    package var supplier: String?
    package var purchaseOrder: String?
    package var waybill: Waybill?
    package var currency = ""
    package var lines: [DeliveryLine] = []

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("delivery", &delivery)
        visitor.text("document", &document)
        visitor.id("supplier", &supplier)
        visitor.id("purchaseOrder", &purchaseOrder)
        visitor.part("waybill", &waybill)
        visitor.text("currency", &currency, .currency)
        visitor.parts("lines", &lines, required: true)
    }
}

package struct DeliveryLine: FactPart, Equatable {
    package var line: Int64 = 0
    package var product: String?
    package var quantity: Int64?
    /// The line's total without tax; without it the goods come in at the present average until `cost.corrected` tells it.
    package var cost: Int64?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.int("line", &line, .ordinal, default: nil)
        visitor.id("product", &product)
        visitor.int("quantity", &quantity, .quantity)
        visitor.int("cost", &cost, .money)
    }
}
