import Events
import JSON
import Queries
import Rules

/// A document's card: what it says, how far its lines are, what has come of it, and what can happen next.
extension TradeDocumentScreens {
    private static let shown: [String: [String]] = [
        TradeDocumentKind.purchaseOrder.name: [
            "status", "store", "supplier", "expected_on", "placed_at", "cost", "operator",
        ],
        TradeDocumentKind.order.name: [
            "status", "store", "customer", "promised_for", "valid_until", "fulfilment", "channel", "first_at", "gross",
            "discount", "deposited", "deposit_left", "charge", "receipts", "operator",
        ],
        TradeDocumentKind.payment.name: [
            "status", "store", "customer", "order", "receipt", "purpose", "method", "provider", "first_at", "last_at",
            "asked", "captured", "refunded", "fee", "settles_on", "authorization", "reference", "code",
        ],
    ]

    /// nil where there is none.
    func card(_ id: String) throws -> PageAnswer? {
        guard let document = try document(id) else { return nil }
        let lines = try ScreenTradeDocuments.lines(models, kind, id, for: sight)
        let shelves = try shelves(document, lines)
        let cells = try TradeDocumentCells(self, document.row.object?.map(\.name) ?? [], [document.row])
        let title = title(document)
        let table = kind.hasLines ? Parts.section("lines", say(.lines), linesTable(document, lines, shelves)) : .empty
        return Frame(request, states: models.states, isQuick: true).page(
            title,
            """
            \(crumbs())
            \(Parts.heading(title, "\(say(.code)): \(id)"))
            \(try doing(document, lines))\(copying(id))
            \(Parts.facts(cells.facts(Self.shown[kind.name] ?? [])))
            \(table)
            \(try deliveries(document))
            \(try payments(document))
            \(try steps(document, lines, shelves))
            """)
    }

    // MARK: Lines

    /// What lies there of its goods, for who sees stock.
    private func shelves(_ document: Document, _ lines: [JSON]) throws -> ByID<ScreenShelf>? {
        guard let stock = request.principal?.sight(to: .read(.stock)), stock.sees(store: document.store) else {
            return nil
        }
        return try ScreenShelf.of(lines.compactMap { $0["product"]?.string }, in: document.store, models)
    }

    private func linesTable(_ document: Document, _ lines: [JSON], _ shelves: ByID<ScreenShelf>?) -> HTML {
        guard !lines.isEmpty else { return Parts.nothing(say(.nothingYet)) }
        let measures = Self.measures.filter { measure in lines.contains { $0[measure.column] != nil } }
        func name(_ line: JSON) -> HTML {
            guard let product = line["product"]?.string else {
                return "\(say.word(line["kind"]?.string ?? "", of: "lines.kind"))"
            }
            let name = ScreenName(id: product, ka: line["name_ka"]?.string, en: line["name_en"]?.string)
            return Parts.link(EntityShape.product.page(product), say.name(name))
        }
        let rows = lines.map { line -> [HTML] in
            let shelf = line["product"]?.string.flatMap { shelves?[$0] }
            let stock: [HTML] =
                shelves == nil
                ? []
                : [shelf?.onHand, shelf?.reserved, shelf?.available].map { quantity in
                    "\(quantity.map { say.numbers.quantity($0) } ?? "–")"
                }
            return [name(line)] + measures.map { measure($0, line, document.currency) } + stock
        }
        let stock: [Text] = shelves == nil ? [] : [.onHand, .reservedInShop, .available]
        return Table(
            caption: say(.lines),
            columns: [.text(say(.product))] + measures.map { .number(say($0.title)) } + stock.map { .number(say($0)) },
            rows: rows, kind: "dense"
        ).html
    }

    private static let measures: [(column: String, title: Text, isMoney: Bool)] = [
        ("ordered", .ordered, false), ("reserved", .reserved, false), ("handed_over", .handedOver, false),
        ("received", .arrived, false), ("open", .stillOpen, false), ("gross", .toPay, true), ("cost", .cost, true),
    ]

    private func measure(
        _ measure: (column: String, title: Text, isMoney: Bool), _ line: JSON, _ currency: String
    ) -> HTML {
        guard let figure = line[measure.column]?.int else { return "–" }
        return "\(measure.isMoney ? say.numbers.money(figure, currency) : say.numbers.quantity(figure))"
    }

    // MARK: What has come of it

    /// The deliveries that name a purchase order.
    private func deliveries(_ document: Document) throws -> HTML {
        guard kind.name == TradeDocumentKind.purchaseOrder.name,
            let sight = request.principal?.sight(to: .read(.stock))
        else { return .empty }
        let rows = try ScreenTradeDocuments.rows(models, Reports.goodsDocuments, of: kind, document.id, for: sight)
        guard !rows.isEmpty else { return .empty }
        let table = Table(
            caption: say(GoodsDocumentKind.delivery.many),
            columns: [.text(say(GoodsDocumentKind.delivery.one)), .moment(say(.historyWhen)), .number(say(.lines))],
            rows: rows.map { row in
                let number = row["number"]?.string ?? say(GoodsDocumentKind.delivery.one)
                let when = row["effective_at"]?.string.flatMap { Instant($0) }
                return [
                    Parts.link((row["fact"]?.string).map { Path(.goodsDocument($0)) }, number),
                    "\(when.map { say.dates.moment($0, Zone.home, now: request.now) } ?? "–")",
                    "\(say.numbers.count(row["lines"]?.int ?? 0))",
                ]
            }, kind: "dense"
        ).html
        return Parts.section("deliveries", say(GoodsDocumentKind.delivery.many), table)
    }

    /// Payments of a customer's order.
    private func payments(_ document: Document) throws -> HTML {
        guard kind.name == TradeDocumentKind.order.name else { return .empty }
        let payments = TradeDocumentScreens(self, of: .payment)
        let rows = try paid(document)
        guard let first = rows.first else { return .empty }
        let cells = try TradeDocumentCells(payments, first.object?.map(\.name) ?? [], rows)
        return Parts.section(
            "payments", say(TradeDocumentKind.payment.many),
            cells.table(["last_at", "purpose", "method", "asked", "captured", "refunded", "status"]))
    }

    /// The payments of an order that the reader sees.
    private func paid(_ document: Document) throws -> [JSON] {
        guard let sight = request.principal?.sight(to: .read(.money)) else { return [] }
        return try ScreenTradeDocuments.rows(models, Reports.payments, of: kind, document.id, for: sight)
    }

    // MARK: What can happen next

    /// Leads to saying it anew, and to what follows from it.
    private func doing(_ document: Document, _ lines: [JSON]) throws -> HTML {
        var links: [(Path, String)] = []
        let delivery = GoodsDocumentForms(.delivery).enter
        let isExpected =
            kind.name == TradeDocumentKind.purchaseOrder.name && lines.contains { $0["open"]?.int ?? 0 > 0 }
        if isExpected,
            Screens.isShown(Link.newGoodsDocument(GoodsDocumentKind.delivery.name).segments, to: request.principal),
            request.may(delivery, [GoodsDocumentForms.store: document.store])
        {
            links.append(
                (
                    Path(
                        .newGoodsDocument(GoodsDocumentKind.delivery.name), query: [("purchaseOrder", document.id)]),
                    say(.receiveOrder)
                ))
        }
        let payment = TradeDocumentForms(.payment).enter
        let isPaid = kind.name == TradeDocumentKind.order.name && kind.status(document.status)?.isOver == false
        let payments = Link.tradeDocuments(TradeDocumentKind.payment.path).segments
        if isPaid, Screens.isShown(payments, to: request.principal),
            request.may(payment, [TradeDocumentForms.store: document.store])
        {
            let query =
                [
                    ("store", document.store), ("order", document.id), ("currency", document.currency),
                    ("purpose", "deposit"),
                ]
                + (document.row["customer"]?.string.map { [("customer", $0)] } ?? [])
            links.append((Path(.newTradeDocument(TradeDocumentKind.payment.path), query: query), say(.askForPayment)))
        }
        var hint: HTML = .empty
        if mayChange, let decided = try decided(document) {
            if isChangeable(document, decided.members) {
                links.append((Path(.changeTradeDocument(kind.path, document.id)), say(.change)))
            } else if !forms.holds(decided.members) {
                hint = "<p class=\"hint\">\(say(.tradeDocumentNotInForm))</p>"
            }
        }
        let html = links.map { "<a class=\"btn btn-outline-secondary\" href=\($0.0)>\($0.1)</a> " as HTML }
        let scanning = isExpected ? self.scanning(document) : .empty
        return "\(html.isEmpty ? .empty : "<p class=\"pager\">\(html)</p>" as HTML)\(scanning)\(hint)"
    }

    /// Receiving what was ordered line by line, on a telephone.
    private func scanning(_ document: Document) -> HTML {
        let button = ReceivingForms.openOrder.buttonHTML(
            request, carrying: [ReceivingForms.store: document.store, ReceivingForms.purchaseOrder: document.id])
        return button.isEmpty ? .empty : "<div class=\"pager\">\(button) <span>\(say(.receivingHere))</span></div>"
    }

    private func steps(_ document: Document, _ lines: [JSON], _ shelves: ByID<ScreenShelf>?) throws -> HTML {
        let open = kind.steps.filter { step in
            step.isOpen(in: document.status) && Self.makesSense(step, document, lines)
        }
        var request = request
        if open.contains(where: { step in step.fields.contains { $0.path == TradeDocumentForms.payment } }) {
            request.offered[TradeDocumentForms.payment] = try paid(document).compactMap(Self.payment)
        }
        let all = open.map { step -> HTML in
            let form = forms.step(step)
            let initial = initial(step, document, lines, shelves)
            guard !form.fields.isEmpty else {
                let button = form.buttonHTML(request, carrying: initial)
                return button.isEmpty ? .empty : "\(form.problemsHTML(request))<div class=\"pager\">\(button)</div>"
            }
            let html = form.html(request, initial: initial, isQuiet: true)
            return html.isEmpty
                ? .empty : Parts.folded(say(step.title), isOpen: request.form?.id == form.id, html)
        }
        return "\(all)"
    }

    /// What has come of an order is not cancelled; nothing is released where nothing is held.
    private static func makesSense(_ step: TradeDocumentStep, _ document: Document, _ lines: [JSON]) -> Bool {
        switch (step.rows, step.name) {
        case (.held, _): lines.contains { $0["reserved"]?.int ?? 0 > 0 }
        case (.open, _): lines.contains { wanted($0) > 0 }
        case (.none, "cancel"): !lines.contains { $0["received"]?.int ?? 0 > 0 }
        case (.none, _): true
        }
    }

    /// What is still to be handed over of a line and not held.
    private static func wanted(_ line: JSON) -> Int64 {
        (line["open"]?.int ?? 0).minus(line["reserved"]?.int ?? 0)
    }

    /// A payment by its amount, as a form offers it.
    private static func payment(_ row: JSON) -> ScreenName? {
        guard let id = row["payment"]?.string else { return nil }
        let captured = row["captured"]?.int ?? 0
        let amount = captured == 0 ? row["asked"]?.int ?? 0 : captured
        let currency = row["currency"]?.string ?? Currency.home
        func figure(_ language: Language) -> String {
            "\(Numbers(language: language).money(amount, currency)) · \(row["method"]?.string ?? "")"
        }
        return ScreenName(id: id, ka: figure(.ka), en: figure(.en))
    }

    /// What stands in a step's form at first: what can still happen, since most of it does.
    private func initial(
        _ step: TradeDocumentStep, _ document: Document, _ lines: [JSON], _ shelves: ByID<ScreenShelf>?
    ) -> [String: String] {
        var initial = TradeDocumentForms.carrying(document.id, document.store, document.currency)
        if let amount = amount(step, document) {
            initial["amount"] = TypedText.figure(
                amount, decimals: Currency.decimals(of: document.currency), isExact: true, request.language)
        }
        var row = 0
        for line in lines {
            guard let product = line["product"]?.string, let number = line["line"]?.int else { continue }
            let quantity: Int64 =
                switch step.rows {
                case .none: 0
                case .held: line["reserved"]?.int ?? 0
                case .open: min(Self.wanted(line), max(shelves?[product]?.available ?? .max, 0))
                }
            guard quantity > 0 else { continue }
            initial["lines-\(row)-line"] = String(number)
            initial["lines-\(row)-product"] = product
            initial["lines-\(row)-quantity"] = TypedText.figure(
                quantity, decimals: TypedText.quantityDecimals, isExact: false, request.language)
            row += 1
        }
        return initial
    }

    private func amount(_ step: TradeDocumentStep, _ document: Document) -> Int64? {
        func figure(_ column: String) -> Int64 { document.row[column]?.int ?? 0 }
        return switch (kind.name, step.name) {
        case ("payment", "capture"): figure("asked")
        case ("payment", "refund"): figure("captured").minus(figure("refunded"))
        default: nil
        }
    }
}
