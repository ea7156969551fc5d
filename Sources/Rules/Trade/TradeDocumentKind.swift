import Events
import JSON

/// A kind of document that the office works on until it is done: an order to a supplier, a customer's order, a payment. What it is
/// called, what it says, where it is commanded, and what can happen to it.
package struct TradeDocumentKind: Sendable {
    /// A status that it can have, as reports say it.
    package struct Status: Sendable {
        package let word: String
        package let title: Title
        /// Whether nothing happens to it any more.
        package let isOver: Bool
        /// Whether it can still be said anew, whole.
        package let isChangeable: Bool
    }

    /// As facts name it: `purchaseOrder`.
    package let name: String
    /// What its commands' addresses have behind the shop, and its pages' at the beginning: `purchase-orders`.
    package let path: String
    package let one: Title
    package let many: Title
    /// What it is read as.
    package let readAs: Scope
    /// What it says, without its id.
    package let fields: [EntityField]
    /// The fields that a form asks for; whoever has more to say says it as a program does.
    package let asked: [EntityField]
    package let statuses: [Status]
    package let steps: [TradeDocumentStep]
    /// Figures that follow from those of its lines.
    package let sums: [String]
    /// Members of which its commands take no word.
    private let made: Set<String>
    private let read: @Sendable (JSON) -> FactMembers?

    package static let all = [purchaseOrder, order, payment]

    private init<Body: FactBody>(
        _ name: String, _ path: String, one: Title, many: Title, _ readAs: Scope, _ body: Body.Type, _ subject: String,
        asked: [String], marks: EntityField.Marks = .init(), sums: [String] = [], statuses: [Status],
        steps: [TradeDocumentStep]
    ) {
        (self.name, self.path, self.one, self.many, self.readAs) = (name, path, one, many, readAs)
        (self.statuses, self.steps, self.sums) = (statuses, steps, sums)
        made = [name, "revision"]
        fields = EntityField.all(of: body, subject, without: made).map { $0.marked(marks) }
        self.asked = fields.picked(asked)
        read = { json in (FactMembers(saying: json).read() as Body?).map { FactMembers($0) } }
    }

    package static func named(_ name: String) -> TradeDocumentKind? { all.first { $0.name == name } }

    package var hasLines: Bool { fields.contains { $0.path == GoodsDocumentKind.lines } }

    package func status(_ word: String) -> Status? { statuses.first { $0.word == word } }

    /// What was said of one, as its command takes it; nil where it cannot be read.
    package func members(_ said: JSON) -> FactMembers? {
        read(said).map { members in made.reduce(members) { $0.without($1) } }
    }

    /// Of what was said of one that which no form asks for and which does not follow from its lines; said again with a change, it stays.
    package func others(of members: FactMembers) -> JSON {
        let known = Set(asked.map { String($0.path.prefix { $0 != "." }) } + sums)
        return .object((members.json.object ?? []).filter { !known.contains($0.name) })
    }
}

extension TradeDocumentKind.Status {
    fileprivate init(_ word: String, ka: String, en: String, isOver: Bool = false, isChangeable: Bool = false) {
        self.init(word: word, title: Title(ka: ka, en: en), isOver: isOver, isChangeable: isChangeable)
    }

    /// Something was said of it, and not yet what it is.
    fileprivate static let expected = Self("expected", ka: "ჯერ უცნობია", en: "Not known yet")
    fileprivate static let cancelled = Self("cancelled", ka: "გაუქმებულია", en: "Cancelled", isOver: true)
}

extension TradeDocumentKind {
    package static let purchaseOrder = TradeDocumentKind(
        "purchaseOrder", "purchase-orders", one: Title(ka: "შესყიდვის შეკვეთა", en: "Purchase order"),
        many: Title(ka: "შესყიდვის შეკვეთები", en: "Purchase orders"), .orders, PurchaseOrderFacts.self,
        "purchaseOrder.placed",
        asked: [
            "supplier", "number", "expectedOn", "currency", "lines", "lines.line", "lines.product", "lines.quantity",
            "lines.cost",
        ],
        marks: .init(costs: ["lines.cost"]),
        statuses: [
            .init("placed", ka: "შეკვეთილია", en: "Ordered", isChangeable: true),
            .init("received", ka: "მიღებულია", en: "Received", isChangeable: true),
            .init("closed", ka: "დახურულია", en: "Closed", isOver: true), .cancelled, .expected,
        ],
        steps: [
            TradeDocumentStep(
                "close", "POST", "close", Title(ka: "მეტს აღარ ელიან", en: "Nothing more is expected"),
                while: ["placed", "received"], hasReason: true),
            TradeDocumentStep("cancel", "DELETE", nil, cancelling, while: ["placed"], hasReason: true),
        ])

    private static let cancelling = Title(ka: "შეკვეთის გაუქმება", en: "Cancel the order")

    package static let order = TradeDocumentKind(
        "order", "orders", one: Title(ka: "მომხმარებლის შეკვეთა", en: "Customer’s order"),
        many: Title(ka: "მომხმარებლების შეკვეთები", en: "Customers’ orders"), .orders, OrderFacts.self, "order.placed",
        asked: [
            "customer", "number", "promisedFor", "fulfilment", "validUntil", "currency", "lines", "lines.line",
            "lines.product",
            "lines.quantity", "lines.gross", "lines.kind",
        ],
        marks: .init(personal: ["customer"]), sums: ["gross", "discount", "net", "tax"],
        statuses: [
            .init("quoted", ka: "შეთავაზება", en: "Quote", isChangeable: true),
            .init("placed", ka: "მიღებულია", en: "Placed", isChangeable: true),
            .init("ready", ka: "მზადაა", en: "Ready", isChangeable: true),
            .init("partlyHandedOver", ka: "ნაწილობრივ გაცემულია", en: "Partly handed over", isChangeable: true),
            .init("handedOver", ka: "გაცემულია", en: "Handed over"),
            .init("settled", ka: "დასრულებულია", en: "Settled", isOver: true), .cancelled, .expected,
        ],
        steps: [
            TradeDocumentStep(
                "place", "POST", "place", Title(ka: "შეკვეთად მიღება", en: "Place the order"), while: ["quoted"]),
            TradeDocumentStep(
                "reserve", "POST", "reservations", Title(ka: "საქონლის დაჯავშნა", en: "Reserve goods"),
                OrderReserved.self, "order.reserved", asked: goodsAsked + ["until"], while: open, rows: .open),
            TradeDocumentStep(
                "release", "POST", "releases", Title(ka: "ჯავშნის მოხსნა", en: "Release goods"), OrderReleased.self,
                "order.released", asked: goodsAsked, while: open, rows: .held),
            TradeDocumentStep(
                "deposit", "POST", "deposits", Title(ka: "ავანსის მიღება", en: "Take a deposit"),
                OrderDepositTaken.self, "order.depositTaken", asked: ["amount", "payment"], while: open),
            TradeDocumentStep(
                "ready", "POST", "ready", Title(ka: "მზადაა გასაცემად", en: "Ready to be handed over"),
                OrderReady.self, "order.ready", asked: ["place"], while: ["placed", "partlyHandedOver"]),
            TradeDocumentStep(
                "cancel", "DELETE", nil, cancelling, OrderCancelled.self, "order.cancelled", asked: ["charge"],
                while: open.union(["quoted"]), hasReason: true),
        ])

    /// In which a customer's order is worked on.
    private static let open: Set<String> = ["placed", "ready", "partlyHandedOver"]
    private static let goodsAsked = ["lines", "lines.line", "lines.product", "lines.quantity"]

    package static let payment = TradeDocumentKind(
        "payment", "payments", one: Title(ka: "გადახდა", en: "Payment"),
        many: Title(ka: "გადახდები", en: "Payments"), .money, PaymentInitiated.self, "payment.initiated",
        asked: ["amount", "currency", "method", "purpose", "customer", "order", "provider"],
        marks: .init(personal: ["customer"]),
        statuses: [
            .init("initiated", ka: "მოთხოვნილია", en: "Asked for"),
            .init("unknown", ka: "პასუხი უცნობია", en: "Answer unknown"),
            .init("captured", ka: "ჩაირიცხა", en: "Captured"),
            .init("partlyRefunded", ka: "ნაწილობრივ დაბრუნებულია", en: "Partly refunded"),
            .init("refunded", ka: "დაბრუნებულია", en: "Refunded", isOver: true),
            .init("declined", ka: "უარყოფილია", en: "Declined", isOver: true), .expected,
        ],
        steps: [
            TradeDocumentStep(
                "capture", "POST", "capture", Title(ka: "თანხა ჩაირიცხა", en: "The money has come"),
                PaymentCaptured.self, "payment.captured", asked: ["amount", "reference", "fee", "settlesOn"],
                while: ["initiated", "unknown"]),
            TradeDocumentStep(
                "decline", "POST", "decline", Title(ka: "უარყოფილია", en: "It was declined"), PaymentUnpaid.self,
                "payment.declined", asked: ["code", "reference"], while: ["initiated", "unknown"]),
            TradeDocumentStep(
                "unknown", "POST", "unknown", Title(ka: "პასუხი უცნობია", en: "The answer is unknown"),
                PaymentUnpaid.self, "payment.unknown", asked: ["code", "reference"], while: ["initiated"]),
            TradeDocumentStep(
                "refund", "POST", "refunds", Title(ka: "თანხის დაბრუნება", en: "Refund"), PaymentRefunded.self,
                "payment.refunded", asked: ["amount", "reference"], while: ["captured", "partlyRefunded"],
                hasReason: true),
        ])
}
