/// What a product costs the customer from one moment to another, in store time.
///
/// The most specific wins: for the customer, for the customer's category, for these stores, for the chain. Then the
/// highest minimum quantity that is met, then the latest start, then the id. The same `price` said again replaces it, so a
/// price is ended by giving it a `to`.
package struct PriceSet: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var price = ""
    package var product = ""
    package var currency = ""
    package var amount: UnitAmount?
    /// The first moment, or a date: its first millisecond in each store's zone. Absent: the fact's `effectiveAt`.
    package var from: String?
    /// The first moment when it no longer holds; absent: until something else wins.
    package var to: String?
    package var customer: String?
    package var customerCategory: String?
    /// Empty: the whole chain.
    package var stores: [String] = []
    /// Thousandths, summed over the receipt.
    package var minimumQuantity: Int64 = 0

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("price", &price)
        visitor.id("product", &product)
        visitor.text("currency", &currency, .currency)
        visitor.part("amount", &amount, required: true)
        visitor.text("from", &from, .dayOrInstant)
        visitor.text("to", &to, .dayOrInstant)
        visitor.id("customer", &customer)
        visitor.id("customerCategory", &customerCategory)
        visitor.texts("stores", &stores)
        visitor.int("minimumQuantity", &minimumQuantity, .quantity, default: 0)
    }
}
