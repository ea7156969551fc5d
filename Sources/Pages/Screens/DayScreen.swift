import Events
import Queries
import Rules

/// A shop's day, receipt by receipt.
struct DayScreen {
    private static let pageLength = 200

    let request: PageRequest
    let models: ScreenModels
    let say: Words
    let store: DashboardDays.Store
    let day: CalendarDay
    private let sums: [DashboardDays.Day]
    /// What was sold at guessed costs, by currency.
    private let guessed: ByID<Int64>
    private let receipts: [ScreenReceipts.Head]
    private let after: ScreenReceipts.Cursor?
    private let sight: Sight

    init?(_ request: PageRequest, _ models: ScreenModels, _ id: String, _ day: CalendarDay) throws {
        sight = request.sight(of: .sales)
        guard sight.sees(store: id), let store = try DashboardDays.store(models, id) else { return nil }
        (self.request, self.models, self.store, self.day) = (request, models, store, day)
        say = Words(language: request.language)
        sums = try DashboardDays.days(models, of: store.id, on: day)
        guessed = sight.scopes.contains(.cost) ? try GuessedLines.net(models, store: store.id, day: day) : [:]
        after = Self.cursor(request.value("after"))
        receipts = try ScreenReceipts.ofDay(models, store: store.id, day: day, after: after, limit: Self.pageLength + 1)
    }

    func page() throws -> PageAnswer {
        let title = say.dates.day(day)
        let crumbs = [(Path(), say(.menuOverview)), (Path(.store(store.id)), say.name(store.name))]
        return Frame(request, states: models.states).page(
            "\(say.name(store.name)), \(title)",
            """
            \(Parts.crumbs(say(.whereYouAre), crumbs))
            \(Parts.heading(title, "\(say.name(store.name)) \(try books)"))
            \(sums.map(tiles))
            \(Parts.section("receipts", say(.receipts), try list()))
            \(more)
            \(receipts.isEmpty ? .empty : download)
            """)
    }

    /// How far the books of its tills are known, to who may see that.
    private var books: HTML {
        get throws {
            guard request.sight(of: .books).sees(store: store.id) else { return .empty }
            let writers = try DashboardBooks.writers(models, store: store.id)()
            return Books(say, now: request.now, zone: store.zone, writers: writers).sentence
        }
    }

    private func tiles(_ day: DashboardDays.Day) -> HTML {
        let (figures, numbers) = (day.figures, say.numbers)
        func money(_ minor: Int64) -> String { numbers.money(minor, day.currency) }
        let returns: [HTML] = figures.returns > 0 ? ["\(say(.withReturns, numbers.count(figures.returns)))"] : []
        let margin =
            Parts.tile(
                say(.margin), marginText(figures, money),
                figures.bookedMargin.map { booked in
                    ["\(marginShare(figures, numbers))", "\(say(.booked)) \(money(booked))"]
                        + (guessed[day.currency].map { ["\(say(.guessedShare, money($0)))"] } ?? [])
                } ?? ["\(say(.foreignMargin))"])
        return Parts.tiles(
            [
                Parts.tile(
                    say(.revenue), money(figures.net), ["\(say(.withTax, money(figures.gross)))"], isFirst: true),
                Parts.tile(say(.receipts), numbers.count(figures.receipts), returns),
            ] + (sight.scopes.contains(.cost) ? [margin] : [])
                + [Parts.tile(say(.discount), money(figures.discount), [])])
    }

    private func list() throws -> HTML {
        guard !receipts.isEmpty else { return Parts.nothing(say(.noReceipts)) }
        return try ReceiptTable(say, models, zone: store.zone, now: request.now, for: sight).html(
            Array(receipts.prefix(Self.pageLength)))
    }

    // MARK: Pages

    private var download: HTML {
        Pager.download(request, "receipts", query: [("store", store.id), ("day", day.description)])
    }

    private var more: HTML {
        guard receipts.count > Self.pageLength else { return .empty }
        let last = receipts[Self.pageLength - 1]
        let place = "\(last.effectiveAt.milliseconds),\(last.id)"
        return Pager.more(
            Path(.day(store.id, day.description), query: [("after", place)]), say(.laterReceipts))
    }

    private static func cursor(_ text: String?) -> ScreenReceipts.Cursor? {
        guard let text, let comma = text.firstIndex(of: ","), let moment = Int64(text[..<comma]),
            let id = FactID(String(text[text.index(after: comma)...]))
        else { return nil }
        return ScreenReceipts.Cursor(effectiveMs: moment, id: id)
    }
}

/// A list of receipts.
struct ReceiptTable {
    let say: Words
    /// The clock for all of them; without it each is shown by its business date.
    let zone: Zone?
    private let today: CalendarDay
    /// Whether the rules that each breaks are told.
    let hasRules: Bool
    private let models: ScreenModels
    private let sight: Sight

    init(_ say: Words, _ models: ScreenModels, zone: Zone?, now: Instant, hasRules: Bool = false, for sight: Sight) {
        (self.say, self.models, self.zone, self.hasRules) = (say, models, zone, hasRules)
        self.sight = sight
        today = (zone ?? Zone.home).day(of: now)
    }

    func html(_ receipts: [ScreenReceipts.Head], caption: Text = .receipts) throws -> HTML {
        let names = try ThingNames(
            say, models, customers: sight.scopes.contains(.personal) ? receipts.compactMap(\.customer) : [],
            employees: receipts.compactMap(\.operator))
        return Table(
            caption: say(caption),
            columns: [
                .text(say(.number)), .moment(say(zone == nil ? .day : .time)), .text(say(zone == nil ? .shop : .till)),
                .text(say(.cashier)), .text(say(.customer)).shown(if: sight.scopes.contains(.personal)),
                .number(say(.gross)), .number(say(.discount)),
                .number(say(.margin)).shown(if: sight.scopes.contains(.cost)),
            ] + (hasRules ? [.text(say(.rulesBroken))] : []),
            rows: receipts.map { row($0, names) }, kind: "dense"
        ).html
    }

    private func row(_ receipt: ScreenReceipts.Head, _ names: ThingNames) -> [HTML] {
        let figures = receipt.figures
        let customer = receipt.customer.map(names.customerLink) ?? "–"
        let when = zone.map { say.dates.time(receipt.effectiveAt, $0) } ?? say.dates.tick(receipt.day, today: today)
        return [
            """
            <a href=\(Path(.receipt(receipt.id.description)))>\(say(.receiptNo, receipt.number ?? receipt.id.description))</a> \
            \(Self.badges(receipt, say))
            """,
            "\(when)", "\(zone == nil ? say.name(receipt.store) : say.till(receipt.till))",
            "\(receipt.operator.map(names.employee) ?? "–")",
            customer,
            "\(say.numbers.money(receipt.gross, receipt.currency))",
            figures.discount == 0 ? "–" : "\(say.numbers.money(figures.discount, receipt.currency))",
            """
            \(marginText(figures) { say.numbers.money($0, receipt.currency) })\
            \(Parts.sub("\(marginShare(figures, say.numbers))"))
            """,
        ] + (hasRules ? [rules(receipt.faults)] : [])
    }

    /// Each rule once, however many lines break it.
    private func rules(_ faults: [Fault]) -> HTML {
        var said: [String] = []
        for fault in faults where !said.contains(fault.rule) { said.append(fault.rule) }
        return "\(said.map { "<div>\(say.rule($0))</div>" as HTML })"
    }

    static func badges(_ receipt: ScreenReceipts.Head, _ say: Words) -> HTML {
        var badges: [HTML] = []
        if receipt.status == "suspect" { badges.append(Parts.badge(say(.statusSuspect), .warn)) }
        if receipt.status == "training" { badges.append(Parts.badge(say(.statusTraining), .calm)) }
        if receipt.figures.returns > 0 { badges.append(Parts.badge(say.word("return", of: "lines.kind"), .calm)) }
        if receipt.status == "voided" { return Parts.badge(say(.statusVoided), .calm) }
        if receipt.revision > 0 { badges.append(Parts.badge(say(.statusCorrected), .calm)) }
        return "\(badges)"
    }
}
