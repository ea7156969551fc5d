import Events
import JSON

/// Prices and discount rules: set, and ended by a last moment.
enum PricingActions {
    static let all = [
        Action("PUT", "prices/{price}", .catalogue, BodyForm(PriceSet.self)) { work, call in
            try set(work, call)
        },
        Action(
            "PATCH", "prices/{price}", .catalogue,
            BodyForm(PriceSet.self, made: ["product", "currency", "amount"])
        ) { work, call in
            // What a change leaves out is as it was.
            try set(work, SubjectActions.whole(PriceDecider.self, work, call))
        },
        Action("DELETE", "prices/{price}", .catalogue, BodyForm(Ending.self)) { work, call in
            let id = try call.id("price")
            let (circumstances, to) = try ending(call)
            return try work.put(
                PriceDecider.self, id, .end(circumstances, to: to, at: call.now), call,
                ["price": .string(id), "to": .string(to)],
                isVersionNeeded: false)
        },
        Action("PUT", "discount-rules/{rule}", .catalogue, BodyForm(DiscountRuleDefined.self, made: ["version"])) {
            work, call in
            try define(work, call)
        },
        Action(
            "PATCH", "discount-rules/{rule}", .catalogue,
            BodyForm(DiscountRuleDefined.self, made: ["version", "stage", "mode", "effects"])
        ) { work, call in
            var call = try SubjectActions.whole(DiscountRuleDecider.self, work, call)
            // A version never changes: this is the next one.
            call.body = call.body.with("version", .int(try work.nextVersion(try call.id("rule"))))
            return try define(work, call, isChange: true)
        },
        Action("DELETE", "discount-rules/{rule}", .catalogue, BodyForm(Ending.self)) { work, call in
            let id = try call.id("rule")
            let (circumstances, to) = try ending(call)
            return try work.put(
                DiscountRuleDecider.self, id, .end(circumstances, to: to, at: call.now), call,
                ["rule": .string(id), "to": .string(to)], isVersionNeeded: false)
        },
    ]

    private static func set(_ work: Work, _ call: Call) throws -> Effect {
        let id = try call.id("price")
        let price = try call.fact(PriceSet.self, set: [("price", id)])
        let isListed = try work.look(ProductDecider.self, price.product).isListed
        return try work.put(
            PriceDecider.self, id, .set(price, isListed: isListed, at: call.now), call, ["price": .string(id)])
    }

    private static func define(_ work: Work, _ call: Call, isChange: Bool = false) throws -> Effect {
        let id = try call.id("rule")
        // Without a version it is the next one, so the fact's own member is not asked for.
        var body = call.body
        if body["version"] == nil { body = body.with("version", .int(try work.nextVersion(id))) }
        var rule = try body.read(DiscountRuleDefined.self, set: [("rule", id)])
        rule.circumstances = call.stamped(rule.circumstances)
        return try work.put(
            DiscountRuleDecider.self, id, .define(rule, at: isChange ? call.now : nil), call,
            ["rule": .string(id), "ruleVersion": .int(rule.version)])
    }

    /// When it ends: `to`, or now.
    private static func ending(_ call: Call) throws -> (Circumstances, to: String) {
        let said = try call.body.read(Ending.self)
        return (call.stamped(said.circumstances), said.to ?? call.now.description)
    }

    private struct Ending: FactPart {
        var circumstances = Circumstances()
        var to: String?
        mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
            circumstances.visit(&visitor)
            visitor.text("to", &to, .dayOrInstant)
        }
    }
}

extension Work {
    fileprivate func nextVersion(_ rule: String) throws -> Int64 {
        try state(DiscountRuleDecider.self, rule).version + 1
    }
}
