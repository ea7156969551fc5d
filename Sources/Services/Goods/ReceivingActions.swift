import Crypto
import Events
import JSON
import Postgres
import Rules

/// Receiving goods line by line: opened, scanned into, and recorded as a delivery, or as the arrival of a transfer.
enum ReceivingActions {
    private static let path = "stores/{store}/receivings/{receiving}"
    /// Who sells in a shop helps to receive there, and changes nothing by that.
    private static let helpers = Action.Admission.rightOr(.selling)

    static let all = [
        Action("POST", "stores/{store}/receivings", .goods, BodyForm(Opening.self)) { work, call in
            try open(work, call)
        },
        Action("POST", "\(path)/entries", .goods, BodyForm(Taken.self)) { work, call in
            let receiving = try underWay(work, call)
            let said = try call.body.read(Taken.self)
            guard said.quantity > 0 else {
                throw Refusal.invalid("quantity", "quantity.positive", "what came is above 0")
            }
            let meant = try work.scanned(said.code, expected: receiving.expected(work.connection).map(\.product))
            let quantity = try meant.map { try $0.base(said.quantity) } ?? said.quantity
            let number = try work.connection.query(
                """
                INSERT INTO davtari.receiving_entry (store, receiving, code, product, quantity, received_by, received_at)
                VALUES (\(receiving.store), \(receiving.id), \(said.code), \(meant?.product), \(quantity), \(call.caller),
                    \(call.now.milliseconds))
                RETURNING number
                """
            ).first?.int64(0)
            return Effect(
                isNew: true, version: 1,
                body: ["entry": .int(number ?? 0), "product": .text(meant?.product), "quantity": .int(quantity)])
        }.admitting(helpers),
        Action("DELETE", "\(path)/entries/{entry}", .goods, BodyForm(NoMembers.self)) { work, call in
            let receiving = try underWay(work, call)
            let number = Int64(call.ids["entry"] ?? "") ?? 0
            let gone = try work.connection.query(
                """
                DELETE FROM davtari.receiving_entry WHERE store = \(receiving.store) AND receiving = \(receiving.id)
                    AND number = \(number) AND received_by = \(call.caller) RETURNING number
                """)
            guard !gone.isEmpty else { throw Refusal(.missing, "entry.unknown", "there is no such entry of yours") }
            return Effect(isNew: false, version: 1, body: ["entry": .int(number)])
        }.admitting(helpers),
        Action("DELETE", path, .goods, BodyForm(NoMembers.self)) { work, call in
            let receiving = try underWay(work, call)
            try work.end(receiving, .dropped)
            return Effect(isNew: false, version: 1, body: ["receiving": .string(receiving.id)])
        },
        Action("POST", "\(path)/record", .goods, BodyForm(Closing.self)) { work, call in try record(work, call) }
            .looking { call, office, lookups in
                guard let store = call.ids["store"], let id = call.ids["receiving"],
                    case .transfer(let transfer)? = try office.read({ try Receiving.named(store, id, $0) })?.source
                else { return }
                call.costs = try TransferActions.costs(of: transfer, office, lookups)
            },
    ]

    private static func open(_ work: Work, _ call: Call) throws -> Effect {
        let store = try call.id("store")
        _ = try work.openShop(store)
        let said = try call.body.read(Opening.self)
        var supplier = said.supplier
        let source: Receiving.Source
        switch (said.purchaseOrder, said.transfer) {
        case (_?, _?):
            throw Refusal.invalid("transfer", "receiving.one", "goods come for a purchase order or for a transfer")
        case (let order?, nil):
            let state = try work.look(PurchaseOrderDecider.self, order)
            guard state.stage != .none, ExactText.same(state.store, store) else { throw PurchaseOrderDecider.unknown }
            guard state.stage == .placed else { throw PurchaseOrderDecider.stage(state) }
            (source, supplier) = (.purchaseOrder(order), state.said?.part.supplier)
        case (nil, let transfer?):
            let state = try work.look(TransferDecider.self, transfer)
            guard ExactText.same(state.to, store) else { throw Refusal.missing("transfer", transfer) }
            guard !state.isClosed else { throw Refusal(.conflict, "transfer.closed", "this transfer is closed") }
            source = .transfer(transfer)
        case (nil, nil): source = .nothing
        }
        if let under = try Receiving.underWay(source, at: store, work.connection) {
            return Effect(isNew: false, version: 1, body: body(under))
        }
        let receiving = Receiving(
            store: store, id: Hex.encode(Random.bytes(4)), source: source, supplier: supplier, openedBy: call.caller,
            openedAt: call.now, end: nil)
        try Receiving.open(receiving, work.connection)
        return Effect(isNew: true, version: 1, body: body(receiving))
    }

    private static func body(_ receiving: Receiving) -> JSON {
        ["store": .string(receiving.store), "receiving": .string(receiving.id)]
    }

    /// Writes down what came. What nobody knows has to be told first: a product is listed with the code, or the entry is taken back.
    private static func record(_ work: Work, _ call: Call) throws -> Effect {
        let receiving = try underWay(work, call)
        let said = try call.body.read(Closing.self)
        let entries = try receiving.entries(work.connection)
        guard said.entries == entries.last?.number ?? 0 else {
            throw Refusal(
                .conflict, "receiving.changed", "somebody has scanned more since; look at what came again")
        }
        let expected = try receiving.expected(work.connection)
        // A product may have been listed with the code since it was scanned.
        let known = try entries.map { try work.known($0, expected) }
        let lines = Receiving.lines(expected, known).filter { $0.received > 0 }
        guard !lines.isEmpty else { throw Refusal(.conflict, "receiving.empty", "nothing has come yet") }
        let unknown = lines.filter(\.isUnknown)
        guard unknown.isEmpty else {
            throw Refusal(
                .conflict, "receiving.code", "nobody knows what \(unknown.map(\.code).joined(separator: ", ")) is",
                [("codes", .array(unknown.prefix(100).map { .string($0.code) }))])
        }
        let circumstances = call.stamped(said.circumstances, zone: try work.shop(receiving.store).zone)
        if case .transfer(let id) = receiving.source {
            try arrive(lines, of: id, at: receiving.store, said, circumstances, work, call)
        } else {
            try deliver(lines, receiving, said, circumstances, work)
        }
        try work.end(receiving, .recorded)
        return Effect(isNew: true, version: 1, body: body(receiving))
    }

    /// What it cost is told by whoever sees costs, later.
    private static func deliver(
        _ lines: [Receiving.Line], _ receiving: Receiving, _ said: Closing, _ circumstances: Circumstances, _ work: Work
    ) throws {
        var fact = Delivery()
        (fact.circumstances, fact.delivery, fact.supplier) = (circumstances, receiving.id, receiving.supplier)
        (fact.document, fact.waybill) = (said.document, said.waybill)
        if case .purchaseOrder(let order) = receiving.source { fact.purchaseOrder = order }
        fact.currency = try work.shop(receiving.store).currency
        fact.lines = lines.enumerated().map { place, line in
            var one = DeliveryLine()
            (one.line, one.product, one.quantity) = (Int64(place) + 1, line.product, line.received)
            return one
        }
        let stream = GoodsDocumentDecider.stream(receiving.store, "delivery", receiving.id)
        let known = try work.known(
            of: .goodsReceived(fact), fact.lines.map(\.product), at: receiving.store,
            effectiveAt: circumstances.effectiveAt, stream)
        try work.decide(GoodsDocumentDecider.self, stream, .say(known, .goodsReceived(fact)))
    }

    /// What came of a product is shared out over the dispatch's lines of it, in their order.
    private static func arrive(
        _ lines: [Receiving.Line], of transfer: String, at store: String, _ said: Closing,
        _ circumstances: Circumstances, _ work: Work, _ call: Call
    ) throws {
        let state = try work.look(TransferDecider.self, transfer)
        var fact = TransferReceived()
        (fact.circumstances, fact.transfer, fact.document) = (circumstances, transfer, said.document)
        for line in lines {
            var left = line.received
            for (number, sent) in state.lines.sorted(by: { $0.key < $1.key })
            where ExactText.same(sent.product, line.product) && sent.open > 0 && left > 0 {
                var one = TransferReceivedLine()
                one.line = Int64(fact.lines.count) + 1
                (one.product, one.dispatchLine, one.quantity) = (line.product, number, min(left, sent.open))
                left &-= min(left, sent.open)
                fact.lines.append(one)
            }
            guard left <= 0 else {
                throw Refusal(
                    .conflict, "receiving.surplus",
                    "\(left) of “\(line.code)” came and were not sent: the sender corrects the transfer, or the entry is taken back",
                    [("product", .string(line.code)), ("surplus", .int(left))])
            }
        }
        let (costs, currency) = try TransferActions.stamps(state, at: store, work, call)
        try work.decide(
            TransferDecider.self, transfer, .receive(fact, at: store, costs: costs, currency: currency))
    }

    /// One under way, which ends only after this.
    private static func underWay(_ work: Work, _ call: Call) throws -> Receiving {
        let (store, id) = (try call.id("store"), try call.id("receiving"))
        _ = try work.connection.query(
            "SELECT FROM davtari.receiving WHERE store = \(store) AND id = \(id) FOR UPDATE")
        guard let receiving = try Receiving.named(store, id, work.connection) else {
            throw Refusal.missing("receiving", id)
        }
        guard receiving.end == nil else {
            throw Refusal(
                .conflict, "receiving.over", "this is recorded or dropped; nothing is received into it any more")
        }
        return receiving
    }

    private struct Opening: FactPart {
        var purchaseOrder: String?
        var transfer: String?
        var supplier: String?
        mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
            visitor.id("purchaseOrder", &purchaseOrder)
            visitor.id("transfer", &transfer)
            visitor.id("supplier", &supplier)
        }
    }

    private struct Taken: FactPart {
        /// A barcode of the product or of a pack of it, or the product's id.
        var code = ""
        /// Thousandths: of packs where the code is a pack's, else of the product's unit.
        var quantity: Int64 = 0
        mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
            visitor.id("code", &code)
            visitor.int("quantity", &quantity, .quantity, default: nil)
        }
    }

    private struct Closing: FactBody {
        var circumstances = Circumstances()
        /// The last entry that whoever ends it has seen; 0: none.
        var entries: Int64 = 0
        /// The supplier's own number for it.
        var document: String?
        var waybill: Waybill?
        mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
            circumstances.visit(&visitor)
            visitor.int("entries", &entries, .number, default: nil)
            visitor.text("document", &document)
            visitor.part("waybill", &waybill)
        }
    }
}

/// What a code stands for.
private struct Scanned {
    let product: String
    /// Of a pack: how many base units are in it.
    var pack: Ratio?

    /// Thousandths of the base unit.
    func base(_ quantity: Int64) throws(Refusal) -> Int64 {
        guard let pack, pack.denominator > 0 else { return quantity }
        let whole = Int128(quantity) * Int128(pack.numerator) / Int128(pack.denominator)
        guard let base = Int64(exactly: whole), base.magnitude < 1 << 53 else {
            throw Refusal.invalid("quantity", "quantity.limit", "there are not as many")
        }
        return base
    }
}

extension Work {
    /// A listed product by its id, or by a barcode of it or of a pack; nil where nobody knows the code. Of several that have it the one
    /// that is expected.
    fileprivate func scanned(_ code: String, expected: [String]) throws -> Scanned? {
        let own = try look(ProductDecider.self, code)
        let found: [Scanned]
        if own.isListed {
            found = [Scanned(product: code)]
        } else {
            let spellings = Barcode.spellings(code)
            let rows = try connection.prepared(
                "receiving_scanned",
                """
                SELECT id FROM davtari.stream WHERE kind = 'product' AND davtari.barcodes(state) && $1::text[] ORDER BY id
                """, [.textArray(spellings)])
            found = try rows.map { row in
                let product = try row.text(0)
                let units = try look(ProductDecider.self, product).said(at: now)?.units ?? []
                let unit = units.first { unit in
                    unit.barcode.map { Barcode.spellings($0).contains { spellings.contains($0) } } ?? false
                }
                return Scanned(product: product, pack: unit?.conversion)
            }
        }
        let wanted = found.first { one in expected.contains { ExactText.same($0, one.product) } }
        guard let meant = wanted ?? found.first else { return nil }
        guard try kinds(of: [meant.product])[meant.product] ?? "goods" == "goods" else {
            throw Refusal.invalid("code", "product.stock", "“\(meant.product)” has no stock")
        }
        return meant
    }

    /// An entry whose code was unknown when it was scanned, and may be known by now.
    fileprivate func known(
        _ entry: Receiving.Entry, _ expected: [(product: String, quantity: Int64)]
    ) throws -> Receiving.Entry {
        guard entry.product == nil, let meant = try scanned(entry.code, expected: expected.map(\.product)) else {
            return entry
        }
        return Receiving.Entry(
            number: entry.number, code: entry.code, product: meant.product, quantity: try meant.base(entry.quantity),
            receivedBy: entry.receivedBy, receivedAt: entry.receivedAt)
    }

    fileprivate func end(_ receiving: Receiving, _ end: Receiving.End) throws {
        try connection.execute(
            """
            UPDATE davtari.receiving SET ended = \(end.rawValue)
            WHERE store = \(receiving.store) AND id = \(receiving.id)
            """)
    }
}
