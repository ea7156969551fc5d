import Events
import Testing

@testable import Services

@Suite struct `Setting prices and rules` {
    private func price(_ amount: Int64 = 300, product: String = "p", to: String? = nil) -> PriceDecider.Order {
        var price = PriceSet()
        (price.price, price.product, price.currency, price.to) = ("x", product, "GEL", to)
        price.amount = UnitAmount(amount: amount, per: 1_000)
        return .set(price, isListed: product != "unknown")
    }

    @Test func `a price is said again only when it differs, and stays the price of its product`() {
        Given(PriceDecider.self).when(price()).then("price.set.v1")
        Given(PriceDecider.self).after(price()).when(price()).then()
        Given(PriceDecider.self).after(price()).when(price(350)).then("price.set.v1")
        Given(PriceDecider.self).after(price()).when(price(product: "q")).thenRefused("price.product")
        Given(PriceDecider.self).when(price(product: "unknown")).thenRefused("product.unknown")
        Given(PriceDecider.self).when(price(-1)).thenRefused("price.negative")
    }

    @Test func `a price ends by a last moment`() {
        let end = PriceDecider.Order.end(Circumstances(), to: "2026-04-01")
        let decided = Given(PriceDecider.self).after(price()).when(end).then("price.set.v1")
        if case .priceSet(let fact)? = decided.first?.fact {
            #expect(fact.to == "2026-04-01" && fact.amount?.amount == 300)
        }
        Given(PriceDecider.self).after(price()).after(end).when(end).then()
        Given(PriceDecider.self).when(end).thenRefused("price.unknown")
    }

    @Test func `a rule's versions follow each other, and none changes`() {
        func rule(_ version: Int64) -> DiscountRuleDecider.Order {
            var rule = DiscountRuleDefined()
            (rule.rule, rule.version, rule.stage, rule.mode) = ("r", version, "line", "bestPrice")
            return .define(rule)
        }
        let first = Given(DiscountRuleDecider.self).after(rule(0))
        first.thenState { $0.version == 1 }
        first.when(rule(1)).thenRefused("rule.version", ["next": 2, "asked": 1])
        first.when(rule(3)).thenRefused("rule.version", ["next": 2, "asked": 3])
        first.when(rule(2)).then("discountRule.defined.v1")
        let end = DiscountRuleDecider.Order.end(Circumstances(), to: "2026-04-01")
        first.after(end).thenState { $0.version == 2 && $0.said(at: .endOfTime)?.to == "2026-04-01" }
        Given(DiscountRuleDecider.self).when(end).thenRefused("rule.unknown")
    }
}
