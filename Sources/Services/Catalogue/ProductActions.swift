import Events
import JSON

/// Listing products, changing them and taking them out of the range.
enum ProductActions {
    static let all = [
        Action(
            "PUT", "products/{product}", .catalogue,
            BodyForm(ProductFacts.self, needing: ["name"], without: ["cleared"])
        ) { work, call in
            let facts = try read(call)
            try work.checkBarcodes(facts)
            return try put(work, call, .put(facts, at: call.now))
        },
        Action("PATCH", "products/{product}", .catalogue, BodyForm(ProductFacts.self, without: ["cleared"])) {
            work, call in
            var facts = try read(call)
            facts.cleared = try cleared(call.body)
            try work.checkBarcodes(facts)
            return try put(work, call, .change(facts, at: call.now))
        },
        Action("DELETE", "products/{product}", .catalogue, BodyForm(Why.self)) { work, call in
            try put(work, call, .delist(try call.why(), at: call.now), isVersionNeeded: false)
        },
    ]

    private static func read(_ call: Call) throws -> ProductFacts {
        // What is to be cleared is said as null.
        try call.fact(ProductFacts.self, set: [("product", try call.id("product"))], not: ["cleared"])
    }

    /// What is said as null: nothing stands there any more.
    private static func cleared(_ body: CommandBody) throws -> [String] {
        let nulls = body.nulls
        if nulls.contains("defaultCost") {
            throw Refusal.invalid(
                "defaultCost", "product.defaultCost",
                "a default cost is replaced, not cleared: earlier sales rest on it")
        }
        let whole = nulls.contains("name") ? ["name.ka", "name.en"] : []
        return ProductFacts.clearable.filter { nulls.contains($0) || whole.contains($0) }
    }

    private static func put(
        _ work: Work, _ call: Call, _ order: ProductDecider.Order, isVersionNeeded: Bool = true
    ) throws -> Effect {
        let id = try call.id("product")
        return try work.put(
            ProductDecider.self, id, order, call, ["product": .string(id)], isVersionNeeded: isVersionNeeded)
    }
}
