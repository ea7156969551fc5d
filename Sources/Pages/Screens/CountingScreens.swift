import Events
import Postgres
import Queries
import Rules
import Services

/// Counting the stock by several people: what is under way, a page to count on, what it comes to beside the books, and a sheet.
struct CountingScreens {
    private let request: PageRequest
    private let models: ScreenModels
    private let connection: Connection
    private let say: Words
    private let sight: Sight

    private static let most: Int64 = 100
    /// Of what was counted on this page, the latest.
    private static let latest = 30

    init(_ call: Screen.Call) {
        (request, models, connection) = (call.request, call.models, call.connection)
        say = Words(language: call.request.language)
        sight = call.request.sight(of: .stock)
    }

    func list() throws -> PageAnswer {
        let all = try Counting.all(of: sight.stores, connection, limit: Self.most)
        let names = try ThingNames(say, models, stores: all.map(\.store))
        let people = try AuthorNames(say, models, all.map(\.openedBy))
        var request = self.request
        let shops = try sight.shops(models, request)
        request.offered[EntityShape.store.name] = shops
        let usual = sight.usualShop(shops)
        let form = CountingForms.open.html(
            request, initial: usual.map { [CountingForms.store: $0] } ?? [:],
            below: "<p class=\"below\">\(say(.countTogetherMore))</p>", isQuiet: !all.isEmpty)
        let table: HTML =
            all.isEmpty
            ? Parts.nothing(say(.countingsNone))
            : Table(
                caption: say(.countTogether),
                columns: [
                    .text(say(.shop)), .text(say(.countingCategory)), .name(say(.countingOpenedBy)),
                    .moment(say(.since)), .text(say(.signInState)),
                ],
                rows: all.map { one in
                    [
                        Parts.link(Path(.counting(one.store, one.id)), "\(names.store(one.store)) · \(one.id)"),
                        "\(one.category ?? say(.everything))", "\(people.html(one.openedBy))",
                        "\(moment(one.openedAt))", state(one),
                    ]
                }
            ).html
        return Frame(request, isQuick: true).page(
            say(.countTogether),
            """
            \(Parts.crumbs(say(.whereYouAre), [(Path(.goodsDocuments), say(.goodsDocuments))]))
            \(Parts.heading(say(.countTogether)))
            \(table)
            \(form.isEmpty ? .empty : "<div class=\"part\">\(form)</div>" as HTML)
            """)
    }

    // MARK: Counting

    /// What the books have stands nowhere here: who counts is not told what to find.
    func count(_ store: String, _ id: String) throws -> PageAnswer? {
        guard let counting = try seen(store, id) else { return nil }
        let entries = try counting.entries(connection)
        let own = Array(entries.filter { $0.countedBy == self.request.principal?.id }.suffix(Self.latest).reversed())
        let products = try names(of: own.map(\.product))
        let carried = [CountingForms.store: store, CountingForms.counting: id]
        // Nothing is offered: a scanner types, and Enter sends it.
        let request = self.request
        let place = request.value("place") ?? ""
        let forms: HTML =
            counting.end != nil
            ? Frame.notice(say(.countingIsOver))
            : """
            <div class="part">\(CountingForms.count.html(request, initial: carried.merging(["place": place]) { $1 }))</div>
            """
        let again: HTML =
            counting.end != nil
            ? .empty
            : Parts.folded(
                say(.countingAgain),
                isOpen: request.form?.id == CountingForms.countAgain.id || request.value("again") != nil,
                CountingForms.countAgain.html(
                    request,
                    initial: carried.merging([CountingForms.product: request.value("again") ?? ""]) { $1 },
                    below: "<p class=\"below\">\(say(.countingAgainMore))</p>", isQuiet: true))
        let compare: HTML =
            request.may(CountingForms.record, carried)
            ? "<a class=\"btn btn-outline-secondary\" href=\(Path(.countingCompared(store, id)))>\(say(.countingCompare))</a>"
            : .empty
        return Frame(request, isQuick: true).page(
            say(.countingCount),
            """
            \(crumbs)
            \(Parts.heading(try title(counting), state(counting)))
            \(CountingForms.takeBack.problemsHTML(request))
            \(forms)\(again)
            <div id="queue-fresh">
            \(Parts.section("own", say(.countingOwn), note: "<p class=\"part-note\">\(say(.countingSoFar, say.numbers.count(entries.count)))</p>",
                own.isEmpty ? Parts.nothing(say(.nothingYet)) : Table(
                    caption: say(.countingOwn),
                    columns: [.text(say(.product)), .number(say(.quantity)), .text(say(.countingPlace)), .moment(say(.historyWhen)), .text("")],
                    rows: own.map { entry in
                        [
                            "\(products[entry.product].map(say.name) ?? entry.product)\(entry.isAgain ? Parts.sub("\(say(.countingAgain))") : .empty)",
                            "\(say.numbers.quantity(entry.quantity))", "\(entry.place ?? "–")", "\(moment(entry.countedAt))",
                            counting.end != nil ? .empty : CountingForms.takeBack.buttonHTML(
                                request, carrying: carried.merging([CountingForms.entry: String(entry.number)]) { $1 }),
                        ]
                    }).html))
            </div>
            <p class="pager">\(compare)
            <a class="btn btn-outline-secondary" href=\(Path(.countingSheet(store, id)))>\(say(.countingSheet))</a></p>
            """)
    }

    // MARK: Comparing

    /// What was counted beside the books, for who may record it.
    func compare(_ store: String, _ id: String) throws -> PageAnswer? {
        let carried = [CountingForms.store: store, CountingForms.counting: id]
        guard let counting = try seen(store, id), request.may(CountingForms.record, carried) else { return nil }
        let entries = try counting.entries(connection)
        let sums = Counting.sums(entries)
        let stock = try stock(counting)
        let counted = Set(sums.map { ExactText($0.product) })
        let missing = stock.sorted.filter { $0.value.quantity != 0 && !counted.contains(ExactText($0.id)) }
        let products = try names(of: sums.map(\.product) + missing.map(\.id))
        let people = try AuthorNames(say, models, sums.flatMap(\.people))
        let seesCost = sight.scopes.contains(.cost)
        let currency = try DashboardDays.store(models, store)?.currency ?? Currency.home
        func name(_ product: String) -> HTML {
            Parts.link(Path(.movements(store, product)), products[product].map(say.name) ?? product)
        }
        func worth(_ sum: Counting.Sum) -> HTML {
            guard let cost = stock[sum.product], cost.quantity > 0 else { return "–" }
            let value = Int128(cost.value) * Int128(sum.difference) / Int128(cost.quantity)
            return "\(say.numbers.money(Int64(clamping: value), currency))"
        }
        let rows = sums.sorted { $0.difference.magnitude > $1.difference.magnitude }.map { sum -> [HTML] in
            let again: HTML =
                sum.isToBeCountedAgain(stock, above: counting.recountAbove)
                ? Parts.link(
                    Path(.counting(store, id), query: [("again", sum.product)]), say(.countingToCountAgain))
                : sum.isAgain ? "\(say(.countingCountedAgain))" : .empty
            return [
                name(sum.product), "\(say.numbers.quantity(sum.quantity))", "\(say.numbers.quantity(sum.expected))",
                "\(say.numbers.quantity(sum.difference))",
            ] + (seesCost ? [worth(sum)] : []) + [
                "\(sum.people.map(people.text).joined(separator: ", "))", again,
            ]
        }
        let table: HTML =
            rows.isEmpty
            ? Parts.nothing(say(.nothingYet))
            : Table(
                caption: say(.countingCompare),
                columns: [
                    .text(say(.product)), .number(say(.countingCounted)), .number(say(.countingExpected)),
                    .number(say(.countingDifference)),
                ] + (seesCost ? [.number(say(.amount))] : []) + [.name(say(.countingPeople)), .text("")],
                rows: rows, kind: "dense"
            ).html
        let uncounted: HTML =
            missing.isEmpty
            ? .empty
            : Parts.section(
                "uncounted", say(.countingUncounted),
                Table(
                    caption: say(.countingUncounted), columns: [.text(say(.product)), .number(say(.countingExpected))],
                    rows: missing.prefix(Self.listed).map {
                        [name($0.id), "\(say.numbers.quantity($0.value.quantity))"]
                    },
                    kind: "dense"
                ).html)
        let ended: [String: String] = carried.merging(
            [CountingForms.entries: String(entries.last?.number ?? 0)]) { $1 }
        let forms: HTML =
            counting.end != nil
            ? .empty
            : """
            <div class="part">\(CountingForms.record.html(
                request, initial: ended, below: "<p class=\"below\">\(say(.countingRecordMore))</p>"))</div>
            <div class="part">\(CountingForms.drop.html(request, initial: carried, isQuiet: true))</div>
            """
        return Frame(request).page(
            say(.countingCompare),
            """
            \(crumbs)
            \(Parts.heading(try title(counting), state(counting)))
            \(Parts.section("compared", say(.countingCompare), table))
            \(uncounted)
            \(forms)
            <p class="pager"><a href=\(Path(.counting(store, id)))>\(say(.countingCount))</a></p>
            """)
    }

    private static let listed = 500

    // MARK: A sheet

    /// To be printed and written on: no quantity stands there.
    func sheet(_ store: String, _ id: String) throws -> PageAnswer? {
        guard let counting = try seen(store, id) else { return nil }
        let stock = try stock(counting)
        let products = try names(of: stock.sorted.map(\.id))
        let codes = try OnHand.barcodes(connection, products: stock.sorted.map(\.id))
        let named = stock.sorted.map { ($0.id, products[$0.id].map(say.name) ?? $0.id) }.sorted { $0.1 < $1.1 }
        return Frame(request).page(
            say(.countingSheet),
            """
            \(crumbs)
            \(Parts.heading(try title(counting), "\(say(.countingSheetMore))"))
            \(Table(
                caption: say(.countingSheet),
                columns: [.text(say(.product)), .text(say(.countingBarcode)), .text(say(.countingPlace)), .number(say(.quantity))],
                rows: named.map { id, name in
                    ["\(name)", "\(codes[id] ?? id)", "", "<span class=\"to-write\"></span>"]
                }, kind: "dense"
            ).html)
            """)
    }

    // MARK: What is said of one

    private func seen(_ store: String, _ id: String) throws -> Counting? {
        guard sight.sees(store: store) else { return nil }
        return try Counting.named(store, id, connection)
    }

    private func stock(_ counting: Counting) throws -> ByID<CostOnHand> {
        try OnHand.costs(connection, store: counting.store, category: counting.category)
    }

    private func names(of products: [String]) throws -> ByID<ScreenName> {
        try ScreenEntities.names(models, of: EntityShape.product.name, products, at: request.now)
    }

    private var crumbs: HTML {
        Parts.crumbs(
            say(.whereYouAre),
            [(Path(.goodsDocuments), say(.goodsDocuments)), (Path(.countings), say(.countTogether))])
    }

    private func title(_ one: Counting) throws -> String {
        let shop = try ThingNames(say, models, stores: [one.store]).store(one.store)
        return "\(shop) · \(one.category ?? one.id)"
    }

    private func state(_ one: Counting) -> HTML {
        switch one.end {
        case .recorded: Parts.badge(say(.countingRecorded), .good)
        case .dropped: Parts.badge(say(.countingDropped), .bad)
        case nil: Parts.badge(say(.countingUnderWay), .warn)
        }
    }

    private func moment(_ instant: Instant) -> String { say.dates.moment(instant, Zone.home, now: request.now) }
}
