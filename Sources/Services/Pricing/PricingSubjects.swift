import Events
import Rules

/// A price as facts say it, each all of it.
package enum PriceSubject: Subject {
    package static var shape: EntityShape { .price }
    package static func told(_ fact: Fact) -> Told<PriceSet>? { fact.toldOfPrice }
    package static func fact(_ body: PriceSet, isNew: Bool) -> Fact { .priceSet(body) }
}

/// A discount rule as facts say it: each version all of it.
package enum DiscountRuleSubject: Subject {
    package static var shape: EntityShape { .discountRule }
    package static func told(_ fact: Fact) -> Told<DiscountRuleDefined>? { fact.toldOfDiscountRule }
    package static func fact(_ body: DiscountRuleDefined, isNew: Bool) -> Fact { .discountRuleDefined(body) }
}

extension SubjectState {
    /// When the first that was said of it took effect.
    var beginning: Instant? { history.sayings.first.map { Instant(milliseconds: $0.at) } }
}
