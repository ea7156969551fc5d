/// What a customer wants and what it comes to: whole when quoted, placed or changed. Stands in the partition of the shop
/// that hands over, since what is reserved there is that shop's.
package struct OrderFacts: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var order = ""
    package var revision: Int64 = 1
    /// The number that the customer is told.
    package var number: String?
    package var customer: String?
    package var customerCategory: String?
    package var contract: String?
    package var channel: String?
    package var currency = ""
    package var taxPolicy: TaxPolicy?
    package var roundingPolicy: String?
    package var pipelineVersion: String?
    package var gross: Int64 = 0
    package var discount: Int64 = 0
    /// Defaults to gross − tax.
    package var net: Int64?
    package var tax: Int64 = 0
    /// Until when a quote binds.
    package var validUntil: String?
    package var promisedFor: String?
    package var fulfilment: String?
    package var salespeople: [SalesShare] = []
    /// Where it is delivered to and what else says who it is for, sealed with the customer's key.
    package var sealed: String?
    package var lines: [OrderLine] = []

    package static let fulfilments = ["pickup", "delivery", "shipping"]

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("order", &order)
        visitor.int("revision", &revision, .ordinal, default: 1)
        visitor.text("number", &number)
        visitor.id("customer", &customer)
        visitor.id("customerCategory", &customerCategory)
        visitor.id("contract", &contract)
        visitor.id("channel", &channel)
        visitor.text("currency", &currency, .currency)
        visitor.part("taxPolicy", &taxPolicy)
        visitor.id("roundingPolicy", &roundingPolicy)
        visitor.id("pipelineVersion", &pipelineVersion)
        visitor.money("gross", &gross)
        visitor.money("discount", &discount, default: 0)
        visitor.int("net", &net, .money)
        visitor.money("tax", &tax, default: 0)
        visitor.text("validUntil", &validUntil, .dayOrInstant)
        visitor.text("promisedFor", &promisedFor, .dayOrInstant)
        visitor.text("fulfilment", &fulfilment, .choice(Self.fulfilments))
        visitor.parts("salespeople", &salespeople)
        visitor.text("sealed", &sealed, .base64)
        visitor.parts("lines", &lines, required: true)
    }

    package var netOrDefault: Int64 { net ?? (gross &- tax) }
}

/// A line of an order; its number is stable, since reservations and hand-overs name it.
package struct OrderLine: FactPart, Equatable {
    package var line: Int64 = 0
    package var kind: String?
    package var product: String?
    /// Thousandths, above 0.
    package var quantity: Int64?
    package var unit: String?
    package var conversion: Ratio?
    package var listPrice: UnitAmount?
    package var priceFact: String?
    /// Minor units, after discount, with tax.
    package var gross: Int64 = 0
    package var discount: Int64 = 0
    /// Defaults to gross − Σ taxes.
    package var net: Int64?
    package var taxes: [LineTax] = []
    package var grants: [Grant] = []
    package var components: [Component] = []

    /// A sale (of goods or a service) unless it says otherwise; a charge is for delivery and the like.
    package static let kinds = ["sale", "charge"]

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.int("line", &line, .ordinal, default: nil)
        visitor.text("kind", &kind, .choice(Self.kinds))
        visitor.id("product", &product)
        visitor.int("quantity", &quantity, .quantity)
        visitor.text("unit", &unit)
        visitor.part("conversion", &conversion)
        visitor.part("listPrice", &listPrice)
        visitor.id("priceFact", &priceFact)
        visitor.money("gross", &gross)
        visitor.money("discount", &discount, default: 0)
        visitor.int("net", &net, .money)
        visitor.parts("taxes", &taxes)
        visitor.parts("grants", &grants)
        visitor.parts("components", &components)
    }

    package var isCharge: Bool { kind == "charge" }
    package var tax: Int64 { taxes.reduce(0) { $0 &+ $1.amount } }
    package var netOrDefault: Int64 { net ?? (gross &- tax) }
}
