/// What may be read: kinds of figures, and kinds of column that stand in several of them; subjects of `Right.read`.
package enum Scope: String, Sendable, CaseIterable {
    /// Receipts, margins, discounts.
    case sales
    case stock
    case customers
    /// Stores, products, prices.
    case catalogue
    case orders
    /// Payments and balances.
    case money
    /// Completeness, quarantine, how far everything is.
    case books
    /// What goods cost, and so margins and stock values, wherever they stand.
    case cost
    /// Which customer, wherever it stands.
    case personal
}
