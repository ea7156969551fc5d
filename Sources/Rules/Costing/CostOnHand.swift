/// What lies of a product in a store: thousandths, and minor units of the store's currency.
package struct CostOnHand: Sendable {
    package let quantity: Int64
    package let value: Int64
    package init(quantity: Int64, value: Int64) { (self.quantity, self.value) = (quantity, value) }
}
