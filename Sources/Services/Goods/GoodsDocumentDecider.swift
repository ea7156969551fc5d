import Events
import Rules

/// A document of a shop that moves or values goods: a delivery, a stocktake, a write-off, a return to a supplier. It is said
/// once; afterwards it is corrected, whole, or taken back.
package enum GoodsDocumentDecider: Decider {
    package struct State: Codable, Sendable, Equatable {
        package var isSaid = false
        /// The document's fact, by which what is said of it later names it.
        package var fact: String?
        /// What a delivery's lines are of.
        package var lines: [Int64: String] = [:]
        /// nil of what was said before documents could be corrected, and of landed costs.
        package var standing: DocumentStanding?
    }

    package enum Order: Sendable {
        case say(Known, Fact)
        /// - Parameter fact: with nothing of what Davtari knows of the document itself.
        case correct(Known, GoodsCorrected)
        case reverse(GoodsReversed, store: String, ClosedBooks?)
    }

    /// What is known of the shop and the products.
    package struct Known: Sendable {
        package var store: String
        package var storeCurrency: String
        /// The kind of each product that is listed.
        package var kinds: ByID<String>
        /// The delivery that was entered already from the paper that this one is entered from.
        package var holder: String?
        /// The closed books that the document stands in, where it is one that is corrected.
        package var closed: ClosedBooks?

        package init(store: String, storeCurrency: String, kinds: ByID<String>) {
            (self.store, self.storeCurrency, self.kinds) = (store, storeCurrency, kinds)
        }
    }

    package static let kind = "goodsDocument"
    package static let initial = State()

    /// A document's id is its store's own, and its kind's.
    static func stream(_ store: String, _ kind: String, _ id: String) -> String { "\(store)/\(kind)/\(id)" }

    package static func streams(of said: Said) -> [String] {
        guard let store = said.store, let (kind, id) = name(said.fact) else { return [] }
        return [stream(store, kind, id)]
    }

    private static func name(_ fact: Fact) -> (kind: String, id: String)? {
        switch fact {
        case .goodsReceived(let fact): fact.delivery.map { ("delivery", $0) }
        case .goodsReturned(let fact): ("vendorReturn", fact.vendorReturn)
        case .stockCounted(let fact): ("stocktake", fact.stocktake)
        case .stockWrittenOff(let fact): ("writeOff", fact.writeOff)
        case .stockRevalued(let fact): ("revaluation", fact.revaluation)
        case .landedCostAdded(let fact): ("charge", fact.charge)
        case .goodsCorrected(let fact): fact.document.flatMap { name($0) }
        case .goodsReversed(let fact): fact.kind == "transfer" ? nil : (fact.kind, fact.document)
        default: nil
        }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        switch said.fact {
        case .goodsCorrected(let fact):
            var state = state
            guard let document = fact.document, fact.revision >= state.standing?.revision ?? 0 else { return state }
            state.standing?.revise(fact.revision, lines(document))
            note(document, &state)
            return state
        case .goodsReversed(let fact):
            var state = state
            guard fact.revision >= state.standing?.revision ?? 0 else { return state }
            state.standing?.revise(fact.revision, nil)
            state.standing?.paper = nil
            state.lines = [:]
            return state
        default:
            var state = State(isSaid: true, fact: said.id?.description)
            if case .landedCostAdded = said.fact { return state }
            state.standing = said.fact.circumstances.map { DocumentStanding($0, at: said.at) }
            state.standing?.lines = lines(said.fact)
            note(said.fact, &state)
            return state
        }
    }

    /// What only a delivery has.
    private static func note(_ document: Fact, _ state: inout State) {
        guard case .goodsReceived(let delivery) = document else { return }
        state.lines = [:]
        for line in delivery.lines { state.lines[line.line] = line.product }
        state.standing?.purchaseOrder = delivery.purchaseOrder
        let effectiveAt = state.standing?.effectiveAt
        state.standing?.paper = effectiveAt.flatMap { paper(delivery, $0) }
    }

    /// A supplier's number for a delivery is its own once a year.
    static func paper(_ delivery: Delivery, _ effectiveAt: String) -> String? {
        let number = delivery.document?.uppercased().filter { !$0.isWhitespace && $0 != "\0" } ?? ""
        guard let supplier = delivery.supplier, !number.isEmpty else { return nil }
        return "\(effectiveAt.prefix(4))/\(supplier)/\(number)"
    }

    // MARK: Deciding

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        switch order {
        case .say(let known, let fact):
            guard let (kind, id) = name(fact) else { return [] }
            guard !state.isSaid else {
                throw Refusal(
                    .conflict, "\(kind).repeated",
                    "\(kind) “\(id)” was taken before; what was wrong in it is corrected", [(kind, .string(id))])
            }
            try check(fact, known)
            return [Decided(fact, to: .store(known.store))]
        case .correct(let known, let said):
            guard let document = said.document, let (kind, id) = name(document) else { return [] }
            let standing = try standing(state, kind, id)
            if standing.isReversed { throw Refusal.reversed(kind, id) }
            try check(document, known)
            if let closed = known.closed {
                return try correct(
                    document, said.circumstances, standing.reversal(kind, id, of: state.fact ?? "", closed), known)
            }
            let fact = standing.next(said, of: state.fact ?? "")
            return [Decided(.goodsCorrected(fact), to: .store(known.store))]
        case .reverse(let said, let store, let closed):
            let standing = try standing(state, said.kind, said.document)
            if standing.isReversed { return [] }
            let fact = standing.next(said, of: state.fact ?? "", closed)
            return [Decided(.goodsReversed(fact), to: .store(store))]
        }
    }

    /// In closed books a document stays; on the first open day its opposite stands, and what it should have said.
    private static func correct(
        _ document: Fact, _ circumstances: Circumstances, _ reversal: GoodsReversed, _ known: Known
    ) throws(Refusal) -> [Decided] {
        var reversal = reversal
        var said = circumstances
        known.closed?.move(&said)
        reversal.circumstances = said
        let fact: Fact
        switch document {
        case .goodsReceived(var delivery):
            delivery.circumstances = said
            fact = .goodsReceived(delivery)
        case .goodsReturned(var sent):
            sent.circumstances = said
            fact = .goodsReturned(sent)
        case .stockWrittenOff(var gone):
            gone.circumstances = said
            fact = .stockWrittenOff(gone)
        case .stockRevalued(var revaluation):
            revaluation.circumstances = said
            fact = .stockRevalued(revaluation)
        default:
            // What was counted on a closed day says nothing of how much there is on an open one.
            throw Refusal(
                .conflict, "stocktake.closed",
                "the books are closed over this stocktake: take it back and count anew",
                [("through", .text(reversal.closedThrough?.description))])
        }
        return [Decided(.goodsReversed(reversal), to: .store(known.store)), Decided(fact, to: .store(known.store))]
    }

    private static func standing(_ state: State, _ kind: String, _ id: String) throws(Refusal) -> DocumentStanding {
        guard state.isSaid else { throw Refusal.missing(kind, id) }
        guard let standing = state.standing, state.fact != nil else { throw Refusal.saidBefore(kind, id) }
        return standing
    }

    private static func check(_ fact: Fact, _ known: Known) throws(Refusal) {
        guard let (kind, _) = name(fact) else { return }
        if let currency = currency(fact), currency != known.storeCurrency {
            throw Refusal.stockCurrency(kind, known.storeCurrency)
        }
        if case .goodsReceived(let delivery) = fact { try check(delivery) }
        for (index, product) in products(fact).enumerated() {
            guard let product else { continue }
            try checkStocked(product, known.kinds, path: "lines[\(index)].product")
        }
        guard let holder = known.holder, case .goodsReceived(let delivery) = fact else { return }
        throw Refusal(
            .conflict, "delivery.paper",
            "the document \(delivery.document ?? "") of “\(delivery.supplier ?? "")” was entered before, as delivery “\(holder)”",
            [("path", "document"), ("document", .text(delivery.document)), ("delivery", .string(holder))])
    }

    private static func check(_ delivery: Delivery) throws(Refusal) {
        guard !delivery.lines.isEmpty else { throw Refusal.invalid("lines", "lines.none", "a delivery has lines") }
        if let fault = DeliveryRules.faults(of: delivery).first {
            throw Refusal.invalid(fault.path, fault.rule, fault.message)
        }
        for (index, line) in delivery.lines.enumerated() where line.cost ?? 0 < 0 {
            throw Refusal.invalid("lines[\(index)].cost", "cost.negative", "a line's cost is not below 0")
        }
    }

    private static func currency(_ fact: Fact) -> String? {
        switch fact {
        case .goodsReceived(let fact): fact.currency
        case .stockRevalued(let fact): fact.currency
        case .landedCostAdded(let fact): fact.currency
        default: nil
        }
    }

    private static func lines(_ fact: Fact) -> [DocumentStanding.Line] {
        switch fact {
        case .goodsReceived(let fact): DocumentStanding.lines(fact.lines)
        case .goodsReturned(let fact): DocumentStanding.lines(fact.lines)
        case .stockCounted(let fact): DocumentStanding.lines(fact.lines)
        case .stockWrittenOff(let fact): DocumentStanding.lines(fact.lines)
        case .stockRevalued(let fact):
            fact.lines.map { DocumentStanding.Line(line: $0.line, product: $0.product, quantity: nil) }
        default: []
        }
    }

    private static func products(_ fact: Fact) -> [String?] {
        switch fact {
        case .landedCostAdded(let fact): fact.lines.map(\.product)
        case .goodsReceived(let fact): fact.lines.map(\.product)
        case .goodsReturned(let fact): fact.lines.map(\.product)
        case .stockCounted(let fact): fact.lines.map(\.product)
        case .stockWrittenOff(let fact): fact.lines.map(\.product)
        case .stockRevalued(let fact): fact.lines.map(\.product)
        default: []
        }
    }

    /// Only goods that the chain knows can lie on a shelf.
    static func checkStocked(_ product: String, _ kinds: ByID<String>, path: String) throws(Refusal) {
        guard let kind = kinds[product] else { throw Refusal.notThere("product", product, at: path) }
        guard kind == "goods" else {
            throw Refusal(
                .invalid, "product.stock", "“\(product)” is a \(kind), which has no stock",
                [("path", .string(path)), ("kind", .string(kind))])
        }
    }
}

extension GoodsCorrected {
    /// What it says now, as the fact that would say so for the first time; a dispatch is a transfer's.
    var document: Fact? {
        if let delivery { return .goodsReceived(delivery) }
        if let vendorReturn { return .goodsReturned(vendorReturn) }
        if let writeOff { return .stockWrittenOff(writeOff) }
        if let stocktake { return .stockCounted(stocktake) }
        return revaluation.map { .stockRevalued($0) }
    }
}
