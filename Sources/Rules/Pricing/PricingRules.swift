import Events

/// The rules of prices, discount rules and what is granted (docs/RULES.md, Prices and discounts).
enum PricingRules {
    static func faults(of price: PriceSet) -> [Fault] {
        var checks = Checks()
        checks.interval(price.from, price.to, price.circumstances)
        checks.notNegative(price.amount?.amount, "amount.amount", "price.negative")
        checks.notNegative(price.minimumQuantity, "minimumQuantity", "quantity.negative")
        checks.must(
            price.customer == nil || price.customerCategory == nil, "customerCategory", "scope.ambiguous",
            "a price is for a customer or for a category of them, not for both")
        return checks.faults
    }

    static func faults(of rule: DiscountRuleDefined) -> [Fault] {
        var checks = Checks()
        checks.interval(rule.from, rule.to, rule.circumstances)
        checks.some(rule.effects.count, "effects")
        let groups = Set(rule.conditions?.groups.map { ExactText($0.group) } ?? [])
        for (index, effect) in rule.effects.enumerated() { check(&checks, effect, at: "effects[\(index)]", groups) }
        if let conditions = rule.conditions { check(&checks, conditions, of: rule) }
        checks.positive(rule.limits?.amountPerReceipt, "limits.amountPerReceipt")
        checks.must(
            rule.currency != nil || !rule.speaksOfMoney, "currency", "required", "an amount needs its currency")
        return checks.faults
    }

    /// An effect says what its kind needs.
    private static func check(
        _ checks: inout Checks, _ effect: DiscountEffect, at path: String, _ groups: Set<ExactText>
    ) {
        let needed: (name: String, isThere: Bool)? =
            switch effect.kind {
            case "percent": ("percent", effect.percent != nil)
            case "amount", "bundlePrice": ("amount", effect.amount != nil)
            case "setPrice": ("price", effect.price != nil)
            case "points": ("points", effect.points != nil)
            default: nil
            }
        if let needed {
            checks.must(
                needed.isThere, "\(path).\(needed.name)", "effect.incomplete", "\(effect.kind) needs \(needed.name)")
        }
        checks.percent(effect.percent, "\(path).percent")
        checks.notNegative(effect.amount, "\(path).amount")
        checks.notNegative(effect.price?.amount, "\(path).price", "price.negative")
        checks.positive(effect.quantity, "\(path).quantity", "quantity.positive")
        if let group = effect.group {
            checks.must(
                groups.contains(ExactText(group)), "\(path).group", "group.unknown", "the rule has no group \(group)")
        }
    }

    private static func check(_ checks: inout Checks, _ conditions: DiscountConditions, of rule: DiscountRuleDefined) {
        checks.notNegative(conditions.minimumQuantity, "conditions.minimumQuantity", "quantity.negative")
        checks.notNegative(conditions.minimumAmount, "conditions.minimumAmount")
        for (index, hours) in conditions.hours.enumerated() {
            checks.must(
                hours.fromMinute >= 0 && hours.fromMinute < hours.toMinute && hours.toMinute <= 1440,
                "conditions.hours[\(index)]", "interval",
                "minutes of a day run from 0 to 1440, not from \(hours.fromMinute) to \(hours.toMinute)")
        }
        if let turnover = conditions.turnover {
            checks.must(
                (turnover.window == "rollingDays") == (turnover.days != nil), "conditions.turnover.days", "window",
                "days belong to a window of rolling days, and it needs them")
            if let below = turnover.below {
                checks.must(
                    below > turnover.minimum, "conditions.turnover.below", "interval",
                    "below is \(below), which is not above \(turnover.minimum)")
            }
        }
        checks.once(conditions.groups.map(\.group), "group.repeated") { "conditions.groups[\($0)].group" }
        for (index, group) in conditions.groups.enumerated() {
            checks.positive(group.quantity, "conditions.groups[\(index)].quantity", "quantity.positive")
        }
        checks.must(
            conditions.groups.isEmpty || rule.stage == "mixAndMatch", "conditions.groups", "stage",
            "groups are for a mix and match")
    }

    static func faults(of grant: DiscountGranted) -> [Fault] {
        var checks = Checks()
        checks.interval(grant.from, grant.to, grant.circumstances)
        checks.percent(grant.percent, "percent")
        checks.notNegative(grant.amount, "amount")
        checks.must(
            grant.rule != nil || grant.circumstances.reason != nil, "reason", "required",
            "what no rule gives needs a reason")
        checks.must(
            grant.currency != nil || (grant.amount == nil && grant.base == nil), "currency", "required",
            "an amount needs its currency")
        return checks.faults
    }
}

extension DiscountRuleDefined {
    fileprivate var speaksOfMoney: Bool {
        effects.contains { $0.amount != nil || $0.price != nil } || conditions?.minimumAmount != nil
            || conditions?.turnover != nil || limits?.amountPerReceipt != nil
    }
}
