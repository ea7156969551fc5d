import Events
import JSON

/// Receiving, counting, writing off, giving back and valuing goods: each a document of a shop, which is said once and
/// afterwards corrected, whole, or taken back.
enum GoodsActions {
    static let all =
        revisable("deliveries", "delivery", \GoodsCorrected.delivery) { (.goodsReceived($0), $0.lines.map(\.product)) }
        + revisable("vendor-returns", "vendorReturn", \GoodsCorrected.vendorReturn) {
            (.goodsReturned($0), $0.lines.map(\.product))
        }
        + revisable("stocktakes", "stocktake", \GoodsCorrected.stocktake) {
            (.stockCounted($0), $0.lines.map(\.product))
        }
        + revisable("write-offs", "writeOff", \GoodsCorrected.writeOff) {
            (.stockWrittenOff($0), $0.lines.map(\.product))
        }
        + revisable("revaluations", "revaluation", \GoodsCorrected.revaluation) {
            (.stockRevalued($0), $0.lines.map(\.product))
        }
        + document("landed-costs", "charge", LandedCostAdded.self) { (.landedCostAdded($0), $0.lines.map(\.product)) }
        + costCorrections

    /// A delivery cost something else than was written; the address names the delivery's own id.
    private static let costCorrections = [
        Action(
            "POST", "stores/{store}/deliveries/{delivery}/cost-corrections", .goods,
            BodyForm(CostCorrected.self, without: ["revision"])
        ) { work, call in
            let (store, id) = (try call.id("store"), try call.id("delivery"))
            let shop = try work.shop(store)
            let stream = GoodsDocumentDecider.stream(store, "delivery", id)
            let delivery = try work.look(GoodsDocumentDecider.self, stream)
            guard let fact = delivery.fact else { throw Refusal.missing("delivery", id) }
            // The fact names what it corrects by its number in the log.
            var correction = try call.body.with("delivery", .string(fact)).read(CostCorrected.self, not: ["revision"])
            correction.circumstances = call.stamped(correction.circumstances, zone: shop.zone)
            return try work.put(
                CostCorrectionDecider.self, fact,
                .init(fact: correction, store: store, storeCurrency: shop.currency, lines: delivery.lines), call,
                ["store": .string(store), "delivery": .string(id)], isVersionNeeded: false)
        }
    ]

    private typealias Saying<Body> = @Sendable (Body) -> (fact: Fact, products: [String?])

    /// - Parameters:
    ///   - collection: its address under a store; one with an id of ours, one with the caller's.
    ///   - name: the fact's member that is its id.
    private static func document<Body: FactBody>(
        _ collection: String, _ name: String, _ body: Body.Type, _ said: @escaping Saying<Body>
    ) -> [Action] {
        let form = BodyForm(Body.self, made: [name])
        @Sendable func take(_ work: Work, _ call: Call, _ id: String) throws -> Effect {
            let store = try call.id("store")
            let part = try call.fact(Body.self, set: [(name, id)], zone: try work.shop(store).zone)
            let (fact, products) = said(part)
            let stream = GoodsDocumentDecider.stream(store, name, id)
            let known = try work.known(
                of: fact, products, at: store, effectiveAt: part.circumstances.effectiveAt, stream)
            return try work.put(
                GoodsDocumentDecider.self, stream, .say(known, fact), call, answer(store, name, id),
                isVersionNeeded: false)
        }
        return [
            Action("POST", "stores/{store}/\(collection)", .goods, form) { work, call in
                // Named in the body, or by us: a random id, since no counter may be shared across shops.
                try take(work, call, try call.idInBodyOrNew(name))
            },
            Action("PUT", "stores/{store}/\(collection)/{\(name)}", .goods, form) { work, call in
                try take(work, call, try call.id(name))
            },
        ]
    }

    /// A document, and what undoes it: at its own time, whichever day that is.
    ///
    /// - Parameter corrected: where a correction says it.
    private static func revisable<Body: FactBody>(
        _ collection: String, _ name: String, _ corrected: WritableKeyPath<GoodsCorrected, Body?> & Sendable,
        _ said: @escaping Saying<Body>
    ) -> [Action] {
        let path = "stores/{store}/\(collection)/{\(name)}"
        return document(collection, name, Body.self, said) + [
            Action(
                "POST", "\(path)/corrections", .goods,
                BodyForm(Body.self, needing: ["reason"], without: ["effectiveAt", "zone"])
            ) { work, call in
                let (store, id) = (try call.id("store"), try call.id(name))
                var part = try call.fact(Body.self, set: [(name, id)], not: ["effectiveAt", "zone"])
                var correction = GoodsCorrected()
                correction.circumstances = part.circumstances
                try correction.circumstances.needReason("the document is not as it was entered")
                part.circumstances = Circumstances()
                correction[keyPath: corrected] = part
                let (fact, products) = said(part)
                let stream = GoodsDocumentDecider.stream(store, name, id)
                let standing = try work.look(GoodsDocumentDecider.self, stream).standing
                let closed = try work.closedBooks(over: standing, at: store)
                let effectiveAt = closed?.firstOpen.description ?? standing?.effectiveAt
                var known = try work.known(of: fact, products, at: store, effectiveAt: effectiveAt, stream)
                known.closed = closed
                let effect = try work.revise(
                    name, stream, .correct(known, correction), call, answer(store, name, id), replacing: standing,
                    in: closed)
                if case .goodsReceived(let delivery) = fact {
                    try work.recost(delivery, stream, correction.circumstances, known)
                }
                return effect
            }.looking(Revising.lookUp(name)),
            Action("POST", "\(path)/reversal", .goods, Revising.reversalForm) { work, call in
                let (store, id) = (try call.id("store"), try call.id(name))
                _ = try work.shop(store)
                let reversal = try call.reversal(name, id)
                let stream = GoodsDocumentDecider.stream(store, name, id)
                let standing = try work.look(GoodsDocumentDecider.self, stream).standing
                let closed = try work.closedBooks(over: standing, at: store)
                return try work.revise(
                    name, stream, .reverse(reversal, store: store, closed), call, answer(store, name, id),
                    replacing: standing, in: closed)
            }.looking(Revising.lookUp(name)),
        ]
    }

    private static func answer(_ store: String, _ name: String, _ id: String) -> JSON {
        .object([.init("store", .string(store)), .init(name, .string(id))])
    }
}
