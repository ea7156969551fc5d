import Events

/// A product: listed once with its kind and unit, which stay; changed as often as need be.
package enum ProductDecider: Decider {
    package struct State: Codable, Sendable, Equatable {
        /// All that was said, the latest of each member; nil: not listed.
        package var said: Kept<ProductFacts>?

        package var isListed: Bool { said != nil }
        package var kind: String { said?.part.kind ?? "goods" }
    }

    package static let kind = "product"
    package static let initial = State()

    package static func streams(of said: Said) -> [String] {
        switch said.fact {
        case .productListed(let facts), .productChanged(let facts): [facts.product]
        default: []
        }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        switch said.fact {
        case .productListed(let facts), .productChanged(let facts):
            State(said: Kept(state.said.map { facts.laid(over: $0.part) } ?? facts))
        default: state
        }
    }

    /// What is said becomes a listing, or a change of what differs; nothing when nothing does.
    package static func decide(_ order: ProductFacts, _ state: State) throws(Refusal) -> [Decided] {
        for (path, price) in [("listPrice", order.listPrice), ("defaultCost", order.defaultCost)] {
            guard let price else { continue }
            if price.amount < 0 { throw Refusal.invalid("\(path).amount", "price.negative", "\(path) is not below 0") }
        }
        if let rate = order.taxRate, !(0...1_000_000).contains(rate) {
            throw Refusal.invalid("taxRate", "rate.range", "a tax rate lies between 0 and 1000000 millionths")
        }
        guard let before = state.said?.part else {
            guard order.name?.ka != nil || order.name?.en != nil else {
                throw Refusal.invalid("name", "required", "a product is listed with a name")
            }
            return [Decided(.productListed(order), to: .chain)]
        }
        if let kind = order.kind, kind != before.kind ?? "goods" {
            throw Refusal(
                .conflict, "product.kind", "a product keeps its kind, here \(before.kind ?? "goods")",
                [("kind", .string(before.kind ?? "goods"))])
        }
        if let unit = order.unit, let was = before.unit, unit != was {
            throw Refusal(
                .conflict, "product.unit", "a product keeps its base unit, here \(was)", [("unit", .string(was))])
        }
        let change = order.difference(from: before)
        return change.saysNothing ? [] : [Decided(.productChanged(change), to: .chain)]
    }
}

extension ProductFacts {
    /// These members where they say something, the others where they do not.
    fileprivate func laid(over before: ProductFacts) -> ProductFacts {
        var all = before
        all.circumstances = Circumstances()
        all.name = LocalName(ka: name?.ka ?? before.name?.ka, en: name?.en ?? before.name?.en)
        all.kind = kind ?? before.kind
        all.unit = unit ?? before.unit
        if !hierarchy.isEmpty { all.hierarchy = hierarchy }
        if !barcodes.isEmpty { all.barcodes = barcodes }
        all.brand = brand ?? before.brand
        all.taxRate = taxRate ?? before.taxRate
        all.listPrice = listPrice ?? before.listPrice
        all.defaultCost = defaultCost ?? before.defaultCost
        return all
    }

    /// Only what differs from what was said before.
    fileprivate func difference(from before: ProductFacts) -> ProductFacts {
        var change = self
        change.kind = nil
        if unit == before.unit { change.unit = nil }
        if let name, (name.ka ?? before.name?.ka) == before.name?.ka, (name.en ?? before.name?.en) == before.name?.en {
            change.name = nil
        }
        if hierarchy == before.hierarchy { change.hierarchy = [] }
        if barcodes == before.barcodes { change.barcodes = [] }
        if brand == before.brand { change.brand = nil }
        if taxRate == before.taxRate { change.taxRate = nil }
        if listPrice == before.listPrice { change.listPrice = nil }
        if defaultCost == before.defaultCost { change.defaultCost = nil }
        return change
    }

    fileprivate var saysNothing: Bool {
        name == nil && unit == nil && hierarchy.isEmpty && barcodes.isEmpty && brand == nil && taxRate == nil
            && listPrice == nil && defaultCost == nil
    }
}
