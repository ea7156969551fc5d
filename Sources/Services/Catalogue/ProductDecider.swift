import Events
import Rules

/// A product: listed once with its kind and unit, which stay; changed as often as need be.
package enum ProductDecider: HistoryDecider {
    package typealias S = ProductSubject

    package enum Order: Sendable {
        /// All of it: what is left out is cleared.
        case put(ProductFacts, at: Instant = .endOfTime)
        /// Some of it: what is left out stays, and `cleared` is cleared.
        case change(ProductFacts, at: Instant = .endOfTime)
        /// Out of the range: what is there may still be sold.
        case delist(Circumstances, at: Instant = .endOfTime)
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        switch order {
        case .put(let facts, let now):
            return try put(facts, state.said(at: facts.circumstances.effective(occurredAt: now)))
        case .change(let facts, let now):
            return try change(facts, state.said(at: facts.circumstances.effective(occurredAt: now)))
        case .delist(let circumstances, let now):
            guard let before = state.said(at: circumstances.effective(occurredAt: now)) else { throw unknown }
            var facts = before
            let others = facts.circumstances
            (facts.status, facts.circumstances) = ("discontinued", circumstances)
            (facts.circumstances.externalIds, facts.circumstances.fields) = (others.externalIds, others.fields)
            return say(facts, before)
        }
    }

    /// What is said becomes a listing, or a change of what differs: what is left out is cleared. Kind, unit and default
    /// cost stay.
    private static func put(_ facts: ProductFacts, _ before: ProductFacts?) throws(Refusal) -> [Decided] {
        try check(facts)
        try checkNamed(facts)
        guard let before else { return [Decided(.productListed(facts), to: .chain)] }
        try checkStays(facts, before)
        var after = facts
        let others = facts.circumstances.members(over: before.circumstances)
        (after.circumstances.externalIds, after.circumstances.fields) = (others.externalIds, others.fields)
        after.kind = before.kind
        after.unit = facts.unit ?? before.unit
        after.defaultCost = facts.defaultCost ?? before.defaultCost
        // What is put is in the range again, unless it says otherwise.
        if before.status != nil { after.status = facts.status ?? "active" }
        return say(after, before)
    }

    private static func change(_ facts: ProductFacts, _ before: ProductFacts?) throws(Refusal) -> [Decided] {
        guard let before else { throw unknown }
        try check(facts)
        try checkStays(facts, before)
        var after = facts.laid(over: before)
        after.kind = before.kind
        try checkNamed(after)
        let own = after.circumstances
        after.circumstances = facts.circumstances
        (after.circumstances.externalIds, after.circumstances.fields) = (own.externalIds, own.fields)
        return say(after, before)
    }

    private static func say(_ after: ProductFacts, _ before: ProductFacts) -> [Decided] {
        let change = ProductFacts.change(from: before, to: after)
        return change.saysNothing ? [] : [Decided(.productChanged(change), to: .chain)]
    }

    static let unknown = Refusal(.missing, "product.unknown", "there is no such product")

    // MARK: Checks

    private static func check(_ facts: ProductFacts) throws(Refusal) {
        for (path, price) in [("listPrice", facts.listPrice), ("defaultCost", facts.defaultCost)] {
            guard let price else { continue }
            if price.amount < 0 { throw Refusal.invalid("\(path).amount", "price.negative", "\(path) is not below 0") }
        }
        if let rate = facts.taxRate, !(0...1_000_000).contains(rate) {
            throw Refusal.invalid("taxRate", "rate.range", "a tax rate lies between 0 and 1000000 millionths")
        }
    }

    private static func checkNamed(_ facts: ProductFacts) throws(Refusal) {
        guard facts.name?.ka != nil || facts.name?.en != nil else {
            throw Refusal.invalid("name", "required", "a product is listed with a name")
        }
    }

    private static func checkStays(_ facts: ProductFacts, _ before: ProductFacts) throws(Refusal) {
        if let kind = facts.kind, kind != before.kind ?? "goods" {
            throw Refusal(
                .conflict, "product.kind", "a product keeps its kind, here \(before.kind ?? "goods")",
                [("kind", .string(before.kind ?? "goods"))])
        }
        if let unit = facts.unit, let was = before.unit, unit != was {
            throw Refusal(
                .conflict, "product.unit", "a product keeps its base unit, here \(was)", [("unit", .string(was))])
        }
    }
}
