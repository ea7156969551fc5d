/// What the chain says of a supplier: everything when registered, afterwards only what changed. A company, not a
/// person: whoever answers its telephone has no place here.
package struct SupplierFacts: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var supplier = ""
    package var name: LocalName?
    package var taxNumber: String?
    package var address: String?
    package var currency: String?
    package var paymentDays: Int64?
    package var deliveryDays: Int64?
    package var minimumOrder: Int64?
    package var status: String?
    /// Members that hold nothing any more, as `address` or `name.ka`: what is left out of a change stays as it was.
    package var cleared: [String] = []

    package static let statuses = ["active", "inactive"]

    package static let clearable = [
        "name.ka", "name.en", "taxNumber", "address", "currency", "paymentDays", "deliveryDays", "minimumOrder",
        "status",
    ]
    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("supplier", &supplier)
        visitor.part("name", &name)
        visitor.text("taxNumber", &taxNumber)
        visitor.text("address", &address)
        visitor.text("currency", &currency, .currency)
        visitor.int("paymentDays", &paymentDays, .number)
        visitor.int("deliveryDays", &deliveryDays, .number)
        visitor.int("minimumOrder", &minimumOrder, .money)
        visitor.text("status", &status, .choice(Self.statuses))
        visitor.texts("cleared", &cleared)
    }
}

/// Nothing is bought from a supplier any more, from `effectiveAt` on; what is said of it later brings it back.
package struct SupplierEnded: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var supplier = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("supplier", &supplier)
    }
}

/// Goods ordered from a supplier for a shop: whole when placed, whole again when changed.
package struct PurchaseOrderFacts: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var purchaseOrder = ""
    package var revision: Int64 = 1
    package var number: String?
    package var supplier: String?
    package var currency = ""
    package var expectedOn: CalendarDay?
    package var lines: [PurchaseOrderLine] = []

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("purchaseOrder", &purchaseOrder)
        visitor.int("revision", &revision, .ordinal, default: 1)
        visitor.text("number", &number)
        visitor.id("supplier", &supplier)
        visitor.text("currency", &currency, .currency)
        visitor.day("expectedOn", &expectedOn, required: false)
        visitor.parts("lines", &lines, required: true)
    }
}

package struct PurchaseOrderLine: GoodsLine, Equatable {
    package var line: Int64 = 0
    package var product: String?
    /// Above 0, in the product's base unit; `unit` and `conversion` say how the supplier counts it.
    package var quantity: Int64?
    package var unit: String?
    package var conversion: Ratio?
    /// The line's total without tax, as agreed.
    package var cost: Int64?
    /// The customer's order that asked for it.
    package var order: String?
    package var orderLine: Int64?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.int("line", &line, .ordinal, default: nil)
        visitor.id("product", &product)
        visitor.int("quantity", &quantity, .quantity)
        visitor.text("unit", &unit)
        visitor.part("conversion", &conversion)
        visitor.int("cost", &cost, .money)
        visitor.id("order", &order)
        visitor.int("orderLine", &orderLine, .ordinal)
    }
}

/// Nothing more is expected of a purchase order: it was cancelled, or what came is all that comes.
package struct PurchaseOrderEnded: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var purchaseOrder = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("purchaseOrder", &purchaseOrder)
    }
}
