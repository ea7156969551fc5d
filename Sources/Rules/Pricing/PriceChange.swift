import Events

/// A price for everybody that holds at a moment, in some shops or all.
package struct PriceInForce: Sendable, Equatable {
    package let product: String
    /// nil: it is the product's list price.
    package let price: String?
    /// Empty: the whole chain.
    package let stores: [String]
    package let currency: String
    package let amount: UnitAmount
    /// From when it holds; of two for one shop the later wins.
    package let from: Int64

    package init(
        product: String, price: String?, stores: [String], currency: String, amount: UnitAmount, from: Int64
    ) {
        (self.product, self.price, self.stores, self.currency) = (product, price, stores, currency)
        (self.amount, self.from) = (amount, from)
    }
}

/// Of which products prices are changed at once; each of what is said narrows it.
package struct PriceChangeScope: Sendable, Equatable {
    /// A level of the products' hierarchy, as they name it.
    package var category: String?
    package var brand: String?
    /// Empty: all of them.
    package var products: [String]

    package init(category: String? = nil, brand: String? = nil, products: [String] = []) {
        (self.category, self.brand, self.products) = (category, brand, products)
    }
}

/// Many prices made higher or lower by one percentage (docs/RULES.md, Prices changed at once).
package struct PriceChange: Sendable, Equatable {
    /// Millionths; below 0: cheaper.
    package var percent: Int64
    package var rounding: PriceRounding
    /// Where; empty: in the whole chain, and in each shop that has a price of its own.
    package var stores: [String]

    package init(percent: Int64, rounding: PriceRounding, stores: [String]) {
        (self.percent, self.rounding, self.stores) = (percent, rounding, stores)
    }

    /// What becomes of one price.
    package struct Row: Sendable, Equatable {
        package let product: String
        /// The price that is said anew; nil: one is made for these shops.
        package let price: String?
        package let stores: [String]
        package let currency: String
        /// What the price that is said anew says; nil: one is made.
        package let said: UnitAmount?
        /// What is paid there before; that of another price where these shops had none of their own.
        package let old: UnitAmount
        /// For a piece, a kilogram: 1.000.
        package let new: UnitAmount
    }

    /// A piece, a kilogram.
    private static let one: Int64 = 1_000
    private static let whole: Int64 = 1_000_000
    /// From nine tenths cheaper to ten times dearer; what is beyond was mistyped.
    package static let percents: ClosedRange<Int64> = -900_000...9_000_000
    /// No price is above 2^53 - 1 (docs/RULES.md, Figures).
    private static let most = Int128(1) << 53 - 1

    /// The rows that change, by product: those that come to the price that they have are left out.
    ///
    /// - Parameter prices: those in force, each product's together.
    package func rows(_ prices: [PriceInForce]) -> [Row] {
        PriceInForce.byProduct(prices).flatMap { stores.isEmpty ? everywhere($0) : somewhere($0) }
    }

    /// The chain's price, and each that shops have of their own.
    private func everywhere(_ prices: [PriceInForce]) -> [Row] {
        let own = prices.filter { $0.price != nil }
        let chain = own.filter(\.stores.isEmpty).max { $0.isBelow($1) } ?? prices.first { $0.price == nil }
        return ([chain].compactMap { $0 } + own.filter { !$0.stores.isEmpty })
            .compactMap { row($0, $0.price == nil ? nil : $0, stores: $0.stores) }
    }

    /// What each of the shops has: shops with one price get one together.
    private func somewhere(_ prices: [PriceInForce]) -> [Row] {
        var found: [(price: PriceInForce, stores: [String])] = []
        for store in stores {
            guard let price = PriceInForce.price(at: store, of: prices) else { continue }
            if let place = found.firstIndex(where: { $0.price.amount == price.amount }) {
                found[place].stores.append(store)
            } else {
                found.append((price, [store]))
            }
        }
        return found.compactMap { price, stores in
            let places = Set(stores.map(ExactText.init))
            let same = prices.filter { $0.price != nil && Set($0.stores.map(ExactText.init)) == places }
            return row(price, same.max { $0.isBelow($1) }, stores: stores)
        }
    }

    /// - Parameter said: the price that is said anew.
    private func row(_ old: PriceInForce, _ said: PriceInForce?, stores: [String]) -> Row? {
        guard old.amount.amount > 0, old.amount.per > 0 else { return nil }
        guard Self.percents.contains(percent) else { return nil }
        let computed = Int128(old.amount.amount) * Int128(Self.one) * Int128(Self.whole + percent)
        let new = rounding.nearest(computed, over: Int128(old.amount.per) * Int128(Self.whole))
        guard new <= Self.most else { return nil }
        // What costs the same as before is no change, for whatever quantity it was said.
        guard new * Int128(old.amount.per) != Int128(old.amount.amount) * Int128(Self.one) else { return nil }
        return Row(
            product: old.product, price: said?.price, stores: stores, currency: old.currency, said: said?.amount,
            old: old.amount, new: UnitAmount(amount: Int64(clamping: new), per: Self.one))
    }
}

extension PriceInForce {
    /// What everybody pays in a shop: its own price, else the chain's, else the list price.
    ///
    /// - Parameter prices: one product's, in one currency.
    package static func price(at store: String, of prices: [PriceInForce]) -> PriceInForce? {
        let own = prices.filter { price in price.stores.contains { ExactText.same($0, store) } }
        let chain = prices.filter { $0.price != nil && $0.stores.isEmpty }
        return own.max { $0.isBelow($1) } ?? chain.max { $0.isBelow($1) } ?? prices.first { $0.price == nil }
    }

    /// Prices in their order, those of one product in one currency together.
    package static func byProduct(_ prices: [PriceInForce]) -> [[PriceInForce]] {
        var groups: [[PriceInForce]] = []
        for price in prices {
            if let last = groups.last?.first, ExactText.same(last.product, price.product),
                last.currency == price.currency
            {
                groups[groups.count - 1].append(price)
            } else {
                groups.append([price])
            }
        }
        return groups
    }

    /// Whether another wins over it.
    fileprivate func isBelow(_ other: PriceInForce) -> Bool {
        from != other.from ? from < other.from : (price ?? "").utf8.lexicographicallyPrecedes((other.price ?? "").utf8)
    }
}
