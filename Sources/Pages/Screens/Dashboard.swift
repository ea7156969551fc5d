import Events
import JSON
import Postgres
import Queries

/// The chain at a glance: today and the last thirty days by shop, what runs out, what is missing.
struct Dashboard {
    private static let days = 30
    private static let runningOutLimit = 20

    let request: PageRequest
    let models: ScreenModels
    let say: Words
    private let stores: [DashboardDays.Store]
    private let sales: ChainSales
    /// Of the books, by shop.
    private let sentences: ByID<HTML>
    private let runningOut: HTML
    private let attention: Attention
    private let today: CalendarDay

    init(_ request: PageRequest, _ models: ScreenModels) throws {
        (self.request, self.models) = (request, models)
        let say = Words(language: request.language)
        self.say = say
        // Postgres works on one after the other, the longest last, while what is there already is made into a page.
        let awaitedStores = try DashboardDays.openedAhead(models)
        let awaited = (
            writers: try DashboardBooks.writers(models), counts: try Attention.Counts.ahead(models, at: request.now)
        )
        var stores = try awaitedStores()
        let todays = ByID(stores.map { ($0.id, $0.zone.day(of: request.now)) })
        let home = Zone.home.day(of: request.now)
        let today = todays.all.max() ?? home
        self.today = today
        let awaitedRunningOut = try RunningOut.ahead(say, models, today: today, limit: Self.runningOutLimit)
        let awaitedSums = try DashboardDays.sums(models, todays: todays, home: home, count: Self.days)
        let writers = ByID(grouping: try awaited.writers()) { $0.store ?? "" }
        let zones = ByID(stores.map { ($0.id, $0.zone) })
        let books = ByID(
            writers.sorted.map { store, writers in
                let zone = zones[store] ?? Zone.home
                return (store, Books(say, now: request.now, zone: zone, writers: writers))
            })
        sentences = books.mapValues(\.sentence)
        runningOut = try awaitedRunningOut().html
        let counts = try awaited.counts()
        let sums = try awaitedSums()
        // A shop that nobody opened is here as long as it sells; where none was opened, for ever.
        let unopened = Set(sums.shops.map { ExactText($0.store) }).filter { todays[$0.text] == nil }
        stores += unopened.sorted().map { DashboardDays.unopened($0.text) }
        if stores.isEmpty { stores = try DashboardDays.stores(models) }
        self.stores = stores
        attention = Attention(
            say, now: request.now, troubles: request.troubles, counts: counts, waiting: request.waiting,
            decided: request.decided, books: books,
            names: ByID(stores.map { ($0.id, say.name($0.name)) }))
        sales = ChainSales(shops: sums.shops, days: sums.days, last: today, count: Self.days)
    }

    /// - Parameter start: what a chain that is empty, or not done with its start, is led to.
    func page(_ start: () throws -> StartScreen) throws -> PageAnswer {
        guard !stores.isEmpty else { return try start().page() }
        let notice = request.may(Form.openShop) ? try start().notice : .empty
        let parts = try parts()
        let frame = Frame(request, states: models.states, live: parts, hasCharts: true)
        let moving = ByID(parts.map { ($0.id, HTML(raw: $0.html)) })
        let live: HTML = """
            <span class="live" data-live-state="waiting"><span class="live-dot" aria-hidden="true"></span>\
            <span class="live-on">\(say(.liveOn))</span><span class="live-off">\(say(.liveOff))</span></span>
            """
        return frame.page(
            say(.menuOverview),
            """
            \(Parts.heading(say(.overviewTitle), "\(say.dates.day(today)) \(live)"))
            \(notice)
            \(Parts.section("attention", say(.attention), moving["attention"] ?? .empty))
            <div id="totals">\(moving["totals"])</div>
            \(Parts.section("chart-part", say(.lastDays, String(Self.days)), chart(moving["chart-data"])))
            \(Parts.section("shops", say(.byShop), note: currencyNote, moving["shops"] ?? .empty))
            <div class="two">
            \(Parts.section("running-out", say(.runningOut), moving["running-out"] ?? .empty))
            \(Parts.section("models", say(.readModels), moving["models"] ?? .empty))
            </div>
            """)
    }

    /// What moves. Nothing of it is read aloud as it does: it moves every second while the shops are open.
    func parts() throws -> [LivePart] {
        guard !stores.isEmpty else { return [] }
        return [
            LivePart("attention", attention.html), LivePart("totals", totals), LivePart("chart-data", chartData),
            LivePart("shops", shops), LivePart("running-out", runningOut),
            LivePart("models", ModelStates(say, models.states, end: request.logEnd).html),
        ]
    }

    private var currencyNote: HTML {
        "<p class=\"part-note\">\(say(.amountsIn, say.numbers.symbol(sales.currency)))</p>"
    }

    // MARK: Totals

    private var totals: HTML {
        let (now, month) = (sales.today.total, sales.month.total)
        let currency = sales.currency
        func money(_ minor: Int64) -> String { say.numbers.money(minor, currency) }
        let others = sales.otherCurrencies.map { currency, figures in
            Parts.nothing(
                say(
                    .alsoIn, say.numbers.money(figures.net, currency),
                    marginText(figures) { say.numbers.money($0, currency) },
                    String(Self.days)))
        }
        func tile(_ name: Text, _ today: String, _ month: String, _ more: String? = nil, isFirst: Bool = false) -> HTML
        {
            let relation = say(.inDays, String(Self.days), month)
            return Parts.tile(
                say(name), today, more.map { ["\($0)", "\(relation)"] } ?? ["\(relation)"], isFirst: isFirst)
        }
        return """
            \(Parts.tiles([
                tile(.revenueToday, money(now.net), money(month.net), say(.withTax, money(now.gross)), isFirst: true),
                tile(.receipts, say.numbers.count(now.receipts), say.numbers.count(month.receipts)),
                tile(
                    .margin, marginText(now, money), marginText(month, money),
                    now.margin.flatMap { share($0, of: now.ownNet) }),
                tile(
                    .discount, money(now.discount), money(month.discount),
                    share(now.discount, of: now.list).map { say(.ofList, $0) }),
            ]))\(others)
            """
    }

    private func share(_ part: Int64, of whole: Int64) -> String? {
        whole == 0 ? nil : say.numbers.percent(part, of: whole)
    }

    // MARK: Chart

    private func chart(_ data: HTML?) -> HTML {
        """
        <div class="chart"><canvas id="days-chart" data-chart="chart-data" role="img" aria-label=\(say(.chartLabel))></canvas></div>
        <div id="chart-data">\(data)</div>
        """
    }

    /// The chart's numbers as a table, which is what the script draws from, too.
    private var chartData: HTML {
        let currency = sales.currency
        let rows = sales.byDay.map { day, figures -> [HTML] in
            [
                "<span data-tick=\(say.dates.tick(day, today: today))>\(say.dates.shortDay(day))</span>",
                "<span data-value=\(String(figures.net))>\(say.numbers.amount(figures.net, currency))</span>",
                "<span data-value=\(String(figures.margin ?? 0))>\(marginText(figures) { say.numbers.amount($0, currency) })</span>",
                "\(say.numbers.count(figures.receipts))",
            ]
        }
        let table = Table(
            caption: say(.chartLabel),
            columns: [.text(say(.day)), .number(say(.revenue)), .number(say(.margin)), .number(say(.receipts))],
            rows: rows)
        let exponent = Currency.decimals(of: currency)
        return """
            <details class="as-table" data-exponent=\(String(exponent)) data-unit=\(say.numbers.symbol(currency))>\
            <summary>\(say(.asTable))</summary>\(table.html)</details>
            """
    }

    // MARK: By shop

    private var shops: HTML {
        let figures: [Table.Column] = [
            .number(say(.revenue)), .number(say(.receipts)), .number(say(.margin)), .number(say(.discount)),
        ]
        let byRevenue = stores.indices.map { (net: sales.month[stores[$0].id].net, place: $0) }
            .sorted { ($0.net, $1.place) > ($1.net, $0.place) }
        let rows = byRevenue.map { _, place -> [HTML] in
            let store = stores[place]
            let sentence = sentences[store.id] ?? .empty
            let lead: HTML = "<a href=\(Path(.store(store.id)))>\(say.name(store.name))</a>\(sentence)"
            return [lead] + cells(sales.today[store.id], store.id) + cells(sales.month[store.id], store.id)
        }
        let total: [HTML] = ["\(say(.chain))"] + cells(sales.today.total, nil) + cells(sales.month.total, nil)
        return Table(
            caption: say(.byShop), groups: [(say(.today), 4), (say(.lastDays, String(Self.days)), 4)],
            columns: [.text(say(.shop))] + figures + figures, rows: rows, total: stores.count > 1 ? total : nil,
            kind: "paired"
        ).html
    }

    private func cells(_ figures: ScreenFigures, _ store: String?) -> [HTML] {
        let currency = store.flatMap { sales.currencies[$0] } ?? sales.currency
        func amount(_ minor: Int64) -> String {
            currency == sales.currency ? say.numbers.amount(minor, currency) : say.numbers.money(minor, currency)
        }
        return [
            "\(amount(figures.net))\(Parts.sub("\(say(.grossShort)) \(amount(figures.gross))"))",
            "\(say.numbers.count(figures.receipts))",
            "\(marginText(figures, amount))\(Parts.sub("\(marginShare(figures, say.numbers))"))",
            "\(amount(figures.discount))",
        ]
    }
}
