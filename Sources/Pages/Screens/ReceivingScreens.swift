import Events
import Postgres
import Queries
import Rules
import Services

/// Receiving goods: what is under way and what is expected, and a page to scan on.
struct ReceivingScreens {
    private let request: PageRequest
    private let models: ScreenModels
    private let connection: Connection
    private let say: Words
    private let sight: Sight

    private static let most: Int64 = 100
    /// Of what was taken in on this page, the latest.
    private static let latest = 10

    init(_ call: Screen.Call) {
        (request, models, connection) = (call.request, call.models, call.connection)
        say = Words(language: call.request.language)
        sight = call.request.sight(of: .stock)
    }

    func list() throws -> PageAnswer {
        let all = try Receiving.all(of: sight.stores, connection, limit: Self.most)
        let names = try ThingNames(say, models, suppliers: all.compactMap(\.supplier), stores: all.map(\.store))
        let people = try AuthorNames(say, models, all.map(\.openedBy))
        var request = try self.request.offering([EntityShape.supplier.name], models)
        let shops = try sight.shops(models, request)
        request.offered[EntityShape.store.name] = shops
        let usual = sight.usualShop(shops)
        let form = ReceivingForms.open.html(
            request, initial: usual.map { [ReceivingForms.store: $0] } ?? [:],
            below: "<p class=\"below\">\(say(.receivingMore))</p>", isQuiet: !all.isEmpty)
        let table: HTML =
            all.isEmpty
            ? Parts.nothing(say(.receivingsNone))
            : Table(
                caption: say(.receive),
                columns: [
                    .text(say(.shop)), .text(say(.receivingSource)), .text(say(EntityShape.supplier.one)),
                    .name(say(.countingOpenedBy)), .moment(say(.since)), .text(say(.signInState)),
                ],
                rows: all.map { one in
                    [
                        Parts.link(Path(.receiving(one.store, one.id)), names.store(one.store)),
                        source(one), one.supplier.map(names.supplierLink) ?? "–", "\(people.html(one.openedBy))",
                        "\(moment(one.openedAt))", state(one),
                    ]
                }
            ).html
        return Frame(request, isQuick: true).page(
            say(.receive),
            """
            \(Parts.crumbs(say(.whereYouAre), [(Path(.goodsDocuments), say(.goodsDocuments))]))
            \(Parts.heading(say(.receive)))
            \(ReceivingForms.openOrder.problemsHTML(request))\(ReceivingForms.openTransfer.problemsHTML(request))
            \(table)
            \(form.isEmpty ? .empty : "<div class=\"part\">\(form)</div>" as HTML)
            """)
    }

    // MARK: One

    /// nil where there is none, or the reader does not see its shop.
    func receive(_ store: String, _ id: String) throws -> PageAnswer? {
        guard sight.sees(store: store), let receiving = try Receiving.named(store, id, connection) else { return nil }
        let entries = try receiving.entries(connection)
        let carried = [ReceivingForms.store: store, ReceivingForms.receiving: id]
        let isOver = receiving.end != nil
        let forms: HTML =
            isOver
            ? try over(receiving)
            : "<div class=\"part\">\(ReceivingForms.take.html(request, initial: carried))</div>"
        let ended = carried.merging([ReceivingForms.entries: String(entries.last?.number ?? 0)]) { $1 }
        let closing: HTML =
            isOver
            ? .empty
            : """
            \(part(ReceivingForms.record.html(
                request, initial: ended, below: "<p class=\"below\">\(say(.receivingRecordMore))</p>", isQuiet: true)))
            \(part(ReceivingForms.drop.html(request, initial: carried, isQuiet: true)))
            """
        let shop = try ThingNames(say, models, stores: [store]).store(store)
        return Frame(request, isQuick: true).page(
            say(.receive),
            """
            \(Parts.crumbs(
                say(.whereYouAre),
                [(Path(.goodsDocuments), say(.goodsDocuments)), (Path(.receivings), say(.receive))]))
            \(Parts.heading("\(shop) · \(id)", "\(source(receiving)) \(state(receiving))"))
            \(ReceivingForms.takeBack.problemsHTML(request))
            \(forms)
            <div id="queue-fresh">
            \(Parts.section("came", say(.receivingTake), try came(receiving, entries)))
            \(Parts.section("own", say(.receivingOwn), try own(entries, carried, isOver: isOver)))
            </div>
            \(closing)
            """)
    }

    private func part(_ html: HTML) -> HTML { html.isEmpty ? .empty : "<div class=\"part\">\(html)</div>" }

    private func over(_ receiving: Receiving) throws -> HTML {
        let document = try receiving.document(connection).map { fact -> HTML in
            "<p class=\"pager\">\(Parts.link(Path(.goodsDocument(fact)), say(.goodsDocuments)))</p>"
        }
        return "\(Frame.notice(say(.receivingIsOver)))\(document)"
    }

    /// What was expected beside what came. Once it is recorded nothing is expected of it any more.
    private func came(_ receiving: Receiving, _ entries: [Receiving.Entry]) throws -> HTML {
        let expected = receiving.end == nil ? try receiving.expected(connection) : []
        let lines = Receiving.lines(expected, entries)
        guard !lines.isEmpty else { return Parts.nothing(say(.receivingNotHere)) }
        let names = try names(of: lines.compactMap(\.product))
        let isCompared = receiving.source != .nothing && receiving.end == nil
        let rows = lines.map { line -> [HTML] in
            let name: HTML =
                line.product.map { product in
                    Parts.link(Path(.movements(receiving.store, product)), names[product].map(say.name) ?? product)
                } ?? "\(line.code)"
            return [name] + (isCompared ? ["\(say.numbers.quantity(line.expected))"] : [])
                + ["\(say.numbers.quantity(line.received))", difference(line, isCompared)]
        }
        return Table(
            caption: say(.receivingTake),
            columns: [.text(say(.product))] + (isCompared ? [.number(say(.receivingExpected))] : [])
                + [.number(say(.receivingReceived)), .text(say(.countingDifference))],
            rows: rows, kind: "dense"
        ).html
    }

    private func difference(_ line: Receiving.Line, _ isCompared: Bool) -> HTML {
        if line.isUnknown { return Parts.badge(say(.receivingUnknown), .bad) }
        guard isCompared else { return .empty }
        let figure = say.numbers.quantity(line.received.minus(line.expected))
        if line.expected == 0 { return Parts.badge(say(.receivingUnexpected), .warn) }
        if line.isOver { return Parts.badge("\(say(.receivingOver)): \(figure)", .warn) }
        if line.isShort { return Parts.badge("\(say(.receivingShort)): \(figure)", .warn) }
        return Parts.badge(say(.receivingComplete), .good)
    }

    private func own(_ entries: [Receiving.Entry], _ carried: [String: String], isOver: Bool) throws -> HTML {
        let own = entries.filter { $0.receivedBy == request.principal?.id }.suffix(Self.latest).reversed()
        guard !own.isEmpty else { return Parts.nothing(say(.nothingYet)) }
        let names = try names(of: own.compactMap(\.product))
        return Table(
            caption: say(.receivingOwn),
            columns: [.text(say(.product)), .number(say(.quantity)), .moment(say(.historyWhen)), .text("")],
            rows: own.map { entry in
                let name = entry.product.map { names[$0].map(say.name) ?? $0 } ?? entry.code
                let again: HTML =
                    isOver
                    ? .empty
                    : ReceivingForms.takeBack.buttonHTML(
                        request, carrying: carried.merging([ReceivingForms.entry: String(entry.number)]) { $1 })
                return [
                    "\(name)", "\(say.numbers.quantity(entry.quantity))", "\(moment(entry.receivedAt))", again,
                ]
            }
        ).html
    }

    private func names(of products: [String]) throws -> ByID<ScreenName> {
        try ScreenEntities.names(models, of: EntityShape.product.name, products, at: request.now)
    }

    /// What is expected, as a link to it.
    private func source(_ one: Receiving) -> HTML {
        switch one.source {
        case .nothing: "\(say(.receivingWhatever))"
        case .purchaseOrder(let id):
            Parts.link(
                Path(.tradeDocument(TradeDocumentKind.purchaseOrder.path, id)),
                "\(say(TradeDocumentKind.purchaseOrder.one)) \(id)")
        case .transfer(let id): "\(say(GoodsDocumentKind.transfer.one)) \(id)"
        }
    }

    private func state(_ one: Receiving) -> HTML {
        switch one.end {
        case .recorded: Parts.badge(say(.countingRecorded), .good)
        case .dropped: Parts.badge(say(.countingDropped), .bad)
        case nil: Parts.badge(say(.receivingUnderWay), .warn)
        }
    }

    private func moment(_ instant: Instant) -> String { say.dates.moment(instant, Zone.home, now: request.now) }
}
