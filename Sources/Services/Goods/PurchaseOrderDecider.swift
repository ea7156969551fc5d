import Events

/// Goods ordered from a supplier for a shop: placed, changed, and then cancelled, or closed with what came.
package enum PurchaseOrderDecider: Decider {
    package enum Stage: String, Codable, Sendable { case none, placed, cancelled, closed }

    package struct State: Codable, Sendable, Equatable, ToldByShops {
        package var stage = Stage.none
        package var store = ""
        package var said: Kept<PurchaseOrderFacts>?
        package var revision: Int64 = 0
        /// Where the revision stands that counts.
        package var place: RevisionPlace?
        /// What deliveries that name the order have brought, by product.
        package var received: ByID<Int64> = [:]
        package var shops: Set<ExactText>? = []

        package var own: [String] { store.isEmpty ? [] : [store] }
    }

    package enum Order: Sendable {
        case place(PurchaseOrderFacts, at: String, Known)
        case change(PurchaseOrderFacts, Known)
        case cancel(PurchaseOrderEnded)
        case close(PurchaseOrderEnded)
    }

    /// What is known of what an order names.
    package struct Known: Sendable {
        /// The kind of each product that is listed.
        package var kinds: ByID<String>
        package var discontinued: Set<ExactText> = []
        /// nil: the supplier that the order names is not registered.
        package var supplier: SupplierFacts?

        package init(
            kinds: ByID<String>, discontinued: Set<ExactText> = [], supplier: SupplierFacts? = nil
        ) {
            (self.kinds, self.discontinued, self.supplier) = (kinds, discontinued, supplier)
        }
    }

    package static let kind = "purchaseOrder"
    package static let initial = State()

    package static func streams(of said: Said) -> [String] {
        switch said.fact {
        case .purchaseOrderPlaced(let fact), .purchaseOrderChanged(let fact): [fact.purchaseOrder]
        case .purchaseOrderCancelled(let fact), .purchaseOrderClosed(let fact): [fact.purchaseOrder]
        case .goodsReceived(let fact): fact.purchaseOrder.map { [$0] } ?? []
        case .goodsCorrected(let fact): fact.purchaseOrders
        case .goodsReversed(let fact): fact.purchaseOrder.map { [$0] } ?? []
        default: []
        }
    }

    package static func evolve(_ state: State, _ said: Said) -> State { evolve(state, said, in: "") }

    package static func evolve(_ state: State, _ said: Said, in stream: String) -> State {
        var state = state
        state.note(said)
        switch said.fact {
        case .purchaseOrderPlaced(let fact), .purchaseOrderChanged(let fact):
            if state.stage == .none { state.stage = .placed }
            state.store = said.store ?? state.store
            let place = RevisionPlace(fact.revision, said)
            guard place >= state.place ?? RevisionPlace(before: state.revision) else { return state }
            (state.said, state.revision, state.place) = (Kept(fact), fact.revision, place)
        case .purchaseOrderCancelled: state.stage = .cancelled
        case .purchaseOrderClosed: state.stage = .closed
        case .goodsReceived(let delivery):
            for line in delivery.lines { state.receive(line.product, line.quantity ?? 0) }
        case .goodsCorrected(let fact):
            if fact.purchaseOrder.map({ ExactText($0) == ExactText(stream) }) ?? false { state.giveBack(fact.replaced) }
            guard let delivery = fact.delivery, let order = delivery.purchaseOrder,
                ExactText(order) == ExactText(stream)
            else { break }
            for line in delivery.lines { state.receive(line.product, line.quantity ?? 0) }
        case .goodsReversed(let fact): state.giveBack(fact.replaced)
        default: break
        }
        return state
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        let place = Decided.Place.store(state.store)
        switch order {
        case .place(let fact, let store, let known):
            guard state.stage == .none else { throw stage(state) }
            try check(fact, known)
            return [Decided(.purchaseOrderPlaced(fact), to: .store(store))]
        case .change(var fact, let known):
            try check(state)
            try check(fact, known)
            try checkReceived(fact, state)
            if fact.isSame(as: state.said?.part) { return [] }
            fact.revision = state.revision + 1
            return [Decided(.purchaseOrderChanged(fact), to: place)]
        case .cancel(let fact):
            if state.stage == .cancelled { return [] }
            try check(state)
            let came = state.received.all.reduce(0, &+)
            guard came == 0 else {
                throw Refusal(
                    .conflict, "purchaseOrder.received", "\(came) of it have come: close it instead",
                    [("received", .int(came))])
            }
            return [Decided(.purchaseOrderCancelled(fact), to: place)]
        case .close(let fact):
            if state.stage == .closed { return [] }
            try check(state)
            return [Decided(.purchaseOrderClosed(fact), to: place)]
        }
    }

    static let unknown = Refusal(.missing, "purchaseOrder.unknown", "there is no such purchase order")

    // MARK: Checks

    private static func check(_ state: State) throws(Refusal) {
        guard state.stage != .placed else { return }
        throw state.stage == .none ? unknown : stage(state)
    }

    static func stage(_ state: State) -> Refusal {
        Refusal(
            .conflict, "purchaseOrder.stage", "this purchase order is \(state.stage.rawValue)",
            [("stage", .string(state.stage.rawValue))])
    }

    private static func check(_ fact: PurchaseOrderFacts, _ known: Known) throws(Refusal) {
        for (index, line) in fact.lines.enumerated() {
            guard let product = line.product else { continue }
            let path = "lines[\(index)].product"
            try GoodsDocumentDecider.checkStocked(product, known.kinds, path: path)
            if known.discontinued.contains(ExactText(product)) {
                throw Refusal(
                    .conflict, "product.discontinued", "“\(product)” is out of the range",
                    [("path", .string(path)), ("product", .string(product))])
            }
        }
        guard let id = fact.supplier else { return }
        guard let supplier = known.supplier else { throw Refusal.notThere("supplier", id) }
        guard supplier.status != "inactive" else {
            throw Refusal(
                .conflict, "supplier.inactive", "nothing is ordered from “\(id)” any more",
                [("path", "supplier"), ("supplier", .string(id))])
        }
        let cost = fact.lines.reduce(0 as Int64) { $0 &+ ($1.cost ?? 0) }
        if let least = supplier.minimumOrder, supplier.currency == fact.currency, cost < least {
            throw Refusal(
                .conflict, "supplier.minimumOrder", "“\(id)” takes orders from \(least), this one is of \(cost)",
                [("path", "lines"), ("least", .int(least)), ("asked", .int(cost))])
        }
    }

    /// What has come was ordered.
    private static func checkReceived(_ fact: PurchaseOrderFacts, _ state: State) throws(Refusal) {
        let (ordered, before) = (fact.ordered, state.said?.part.ordered ?? ByID())
        for (product, came) in state.received.sorted {
            // More may have come than was ever ordered.
            let least = min(came, before[product] ?? 0)
            guard ordered[product] ?? 0 >= least else {
                throw Refusal(
                    .conflict, "purchaseOrder.received", "\(least) of “\(product)” have come already",
                    [
                        ("path", "lines"), ("product", .string(product)), ("least", .int(least)),
                        ("asked", .int(ordered[product] ?? 0)),
                    ])
            }
        }
    }
}

extension PurchaseOrderFacts {
    /// How much of each product.
    fileprivate var ordered: ByID<Int64> {
        lines.reduce(into: ByID()) { sums, line in
            if let product = line.product { sums[product, default: 0] &+= line.quantity ?? 0 }
        }
    }

    fileprivate func isSame(as other: PurchaseOrderFacts?) -> Bool {
        guard var other else { return false }
        (other.circumstances, other.revision) = (circumstances, revision)
        return self == other
    }
}

extension PurchaseOrderDecider.State {
    fileprivate mutating func receive(_ product: String?, _ quantity: Int64) {
        if let product { received[product, default: 0] &+= quantity }
    }

    fileprivate mutating func giveBack(_ lines: [GoodsReplacedLine]) {
        for line in lines { receive(line.product, 0 &- (line.quantity ?? 0)) }
    }
}
