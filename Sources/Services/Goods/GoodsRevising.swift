import Events
import JSON
import Postgres
import Rules

/// What commands that say or revise a document of goods have in common.
extension Work {
    /// What is known of the shop, and of what a document names.
    ///
    /// - Parameter effectiveAt: where the document says it.
    func known(
        of fact: Fact, _ products: [String?], at store: String, effectiveAt: String?, _ stream: String
    ) throws -> GoodsDocumentDecider.Known {
        let shop = try shop(store)
        var known = GoodsDocumentDecider.Known(
            store: store, storeCurrency: shop.currency, kinds: try kinds(of: products.compactMap(\.self)))
        guard case .goodsReceived(let delivery) = fact else { return known }
        let today = (shop.zone.flatMap { Zone($0) } ?? .utc).day(of: now)
        let paper = GoodsDocumentDecider.paper(delivery, effectiveAt ?? today.description)
        known.holder = try paper.flatMap { try holder(ofPaper: $0, besides: stream, at: store) }
        return known
    }

    /// The delivery that was entered from a supplier's paper already, in whichever shop: `S01/delivery/d7`, and in this shop
    /// its id alone.
    private func holder(ofPaper paper: String, besides stream: String, at store: String) throws -> String? {
        // Two who enter the same one go one after the other.
        _ = try connection.query(
            "SELECT pg_advisory_xact_lock(hashtextextended('davtari paper ' || \(paper), 0))")
        let holder = try connection.prepared(
            "paper_holder",
            """
            SELECT id FROM davtari.stream WHERE kind = 'goodsDocument' AND state->'standing'->>'paper' = $1 AND id <> $2
            ORDER BY id LIMIT 1
            """, [Bind(paper), Bind(stream)]
        ).first?.text(0)
        let here = GoodsDocumentDecider.stream(store, "delivery", "")
        return holder.map { $0.hasPrefix(here) ? String($0.dropFirst(here.count)) : $0 }
    }

    /// Corrects a document or takes it back, and says what that leaves below zero.
    ///
    /// - Parameters:
    ///   - kind: of the document, as `GoodsReversed.kinds`.
    ///   - closed: the books that it stands in, where they are closed.
    func revise(
        _ kind: String, _ stream: String, _ order: GoodsDocumentDecider.Order, _ call: Call, _ body: JSON,
        replacing before: DocumentStanding?, in closed: ClosedBooks?
    ) throws -> Effect {
        var effect = try put(GoodsDocumentDecider.self, stream, order, call, body, isVersionNeeded: false)
        let after = try state(GoodsDocumentDecider.self, stream).standing
        effect.isNew = false
        effect.body["revision"] = .int(after?.revision ?? 0)
        effect.body["effectiveAt"] = .text(closed?.firstOpen.description ?? before?.effectiveAt)
        effect.body["belowZero"] = Revising.belowZero(
            call.onHand, moved: kind == "delivery" ? 1 : -1, before?.lines ?? [], after?.lines ?? [])
        return effect
    }
}

extension Work {
    /// What a delivery's lines were corrected to cost before it was corrected whole holds no more: the document says it all.
    func recost(
        _ delivery: Delivery, _ stream: String, _ circumstances: Circumstances, _ known: GoodsDocumentDecider.Known
    ) throws {
        let state = try state(GoodsDocumentDecider.self, stream)
        guard let fact = state.fact, try look(CostCorrectionDecider.self, fact).revision > 0 else { return }
        var correction = CostCorrected()
        (correction.circumstances, correction.delivery) = (circumstances, fact)
        (correction.currency, correction.document) = (delivery.currency, delivery.document)
        correction.lines = delivery.lines.compactMap { line in
            guard let cost = line.cost else { return nil }
            var said = CostCorrectedLine()
            (said.line, said.product, said.cost) = (line.line, line.product, cost)
            return said
        }
        try decide(
            CostCorrectionDecider.self, fact,
            .init(fact: correction, store: known.store, storeCurrency: known.storeCurrency, lines: state.lines))
    }
}

enum Revising {
    /// A document's own time is kept, so nobody says another.
    static let reversalForm = BodyForm(
        Why.self, needing: ["reason"], without: ["effectiveAt", "zone"])

    /// Looks up what is on hand of what the document of the address moves.
    ///
    /// - Parameter name: of its id in the address.
    static func lookUp(_ name: String) -> @Sendable (inout Call, Office, Lookups) throws -> Void {
        { call, office, lookups in
            guard ["delivery", "vendorReturn", "writeOff"].contains(name), let store = call.ids["store"],
                let id = call.ids[name]
            else { return }
            let stream = GoodsDocumentDecider.stream(store, name, id)
            let state = try office.read { try StreamTable.peek($0, GoodsDocumentDecider.self, stream)?.state }
            let said = call.body["lines"]?.array?.compactMap { $0["product"]?.string } ?? []
            let known = state?.standing?.lines.map(\.product) ?? []
            for product in Set((said + known).map { ExactText($0) }).sorted().map(\.text) where EntityID.isOne(product)
            {
                call.onHand[product] = try lookups.onHand(store, product)
            }
        }
    }

    /// Goods of which there is less than nothing once a document says something else: `[{product, onHand}]`, thousandths.
    ///
    /// - Parameters:
    ///   - onHand: by product, with the document as it was.
    ///   - moved: 1 where the document brings goods in, −1 where it takes them out.
    static func belowZero(
        _ onHand: ByID<Int64>, moved: Int64, _ before: [DocumentStanding.Line], _ after: [DocumentStanding.Line]
    ) -> JSON {
        func sum(_ lines: [DocumentStanding.Line], _ product: String) -> Int64 {
            lines.reduce(0) { ExactText($1.product) == ExactText(product) ? $0 &+ ($1.quantity ?? 0) : $0 }
        }
        return .array(
            onHand.ids.sorted().map(\.text).compactMap { product in
                let quantity = onHand[product] ?? 0
                let left = quantity &+ moved &* (sum(after, product) &- sum(before, product))
                return left < 0 ? ["product": .string(product), "onHand": .int(left)] : nil
            })
    }
}

extension Call {
    /// A document is taken back: why, and who allows it.
    func reversal(_ kind: String, _ document: String) throws -> GoodsReversed {
        var reversal = GoodsReversed()
        reversal.circumstances = try fact(Why.self, not: ["effectiveAt", "zone"]).circumstances
        try reversal.circumstances.needReason("the document counts no more")
        try reversal.circumstances.needApprover(principal)
        (reversal.kind, reversal.document) = (kind, document)
        return reversal
    }
}

extension Circumstances {
    /// - Parameter what: which the reason is for.
    func needReason(_ what: String) throws(Refusal) {
        guard let reason, !reason.isEmpty else {
            throw Refusal.invalid("reason", "required", "reason says why \(what)")
        }
    }

    /// A person allows by asking: who may not go so far alone has it allowed by somebody else (`Call.checkLimits`).
    mutating func needApprover(_ principal: Principal?) throws(Refusal) {
        if approver?.isEmpty ?? true, let principal, principal.kind == .person { approver = principal.id }
        guard let approver, !approver.isEmpty else {
            throw Refusal.invalid("approver", "required", "approver says who allows it")
        }
    }
}
