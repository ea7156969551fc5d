import Events
import JSON
import Queries
import Rules

/// What was sold in a period, beside another: in all, by day, and ranked by whatever is asked for.
struct SalesScreen {
    private let request: PageRequest
    private let models: ScreenModels
    private let say: Words
    private let sight: Sight
    private let asked: SalesQuestion

    init(_ call: Screen.Call) throws {
        (request, models) = (call.request, call.models)
        say = Words(language: call.request.language)
        sight = call.request.sight(of: .sales)
        asked = SalesQuestion(call.request, sight)
    }

    func page() throws -> PageAnswer {
        let now = try figures(by: [], asked.filters())
        let before = try asked.comparedFilters().map { try figures(by: [], $0) } ?? []
        // Money is of one currency: that of most receipts, the others named beside it.
        let main = now.max { ($0.receipts, $1.currency) < ($1.receipts, $0.currency) }?.currency ?? Currency.home
        let then = before.first { $0.currency == main }
        let others = now.filter { $0.currency != main }
        let current = now.first { $0.currency == main }
        let body: HTML =
            current == nil && then == nil
            ? Parts.nothing(say(.noSales))
            : """
            \(tiles(current ?? SalesFigures(currency: main), then, asked.comparison != .none))
            \(others.map { Parts.nothing(say(.salesAlsoIn, say.numbers.money($0.revenue, $0.currency))) })
            \(try chart(main))
            \(Parts.section("ranking", say(asked.dimension.title), note: currencyNote(main), try ranking(main, current)))
            \(try clock(main))
            \(try tenders(main))
            """
        return Frame(request, states: models.states, hasCharts: true).page(
            say(.sales),
            """
            \(Parts.heading(say(.sales), "\(days(asked.period.from, asked.period.through))\(comparedWith)"))
            \(try form())
            \(body)
            """)
    }

    private func currencyNote(_ currency: String) -> HTML {
        "<p class=\"part-note\">\(say(.amountsIn, say.numbers.symbol(currency)))</p>"
    }

    private func days(_ from: CalendarDay, _ through: CalendarDay) -> String {
        from == through ? say.dates.day(from) : "\(say.dates.day(from)) – \(say.dates.day(through))"
    }

    private var comparedWith: HTML {
        guard let other = asked.compared else { return .empty }
        let text = days(other.from, other.through)
        return " · \(asked.isToday ? say(.comparedUntilNow, text) : say(.comparedWith, text))"
    }

    // MARK: Asking

    private func form() throws -> HTML {
        func select(_ name: String, _ label: Text, _ chosen: String, _ choices: [(value: String, title: String)])
            -> HTML
        {
            let options = choices.map { choice -> HTML in
                "<option value=\(choice.value)\(flag: "selected", choice.value == chosen)>\(choice.title)</option>"
            }
            return """
                <div><label for=\("sales-\(name)")>\(say(label))</label>
                <select class="form-select" id=\("sales-\(name)") name=\(name)>\(options)</select></div>
                """
        }
        func day(_ name: String, _ label: Text, _ value: CalendarDay) -> HTML {
            """
            <div><label for=\("sales-\(name)")>\(say(label))</label>
            <input class="form-control" type="date" id=\("sales-\(name)") name=\(name) value=\(value.description)></div>
            """
        }
        let shops = try sight.shops(models, request).map { ($0.id, say.name($0)) }
        let groups = try ScreenEntities.offered(models, EntityShape.storeGroup.name, at: request.now, limit: 100) ?? []
        let places =
            [("", say(.allShops))] + (sight.stores == nil ? groups.map { ("group:\($0.id)", say.name($0)) } : [])
            + shops
        return """
            <form class="filter" method="get" action=\(Path(.sales))>
            \(select("period", .salesPeriod, asked.period.choice.rawValue, SalesPeriod.Choice.allCases.map { ($0.rawValue, say($0.title)) }))
            \(day("from", .auditFrom, asked.period.from))\(day("through", .auditThrough, asked.period.through))
            \(select("compare", .salesCompare, asked.comparison.rawValue, SalesPeriod.Comparison.allCases.map { ($0.rawValue, say($0.title)) }))
            \(select("by", .salesBy, asked.dimension.rawValue, asked.dimensions.map { ($0.rawValue, say($0.title)) }))
            \(select("sort", .salesSort, asked.measure.rawValue, asked.measures.map { ($0.rawValue, say($0.title)) }))
            \(select("place", .shop, asked.place, places))
            <button class="btn btn-primary" type="submit">\(say(.show))</button></form>
            """
    }

    // MARK: Figures

    private func figures(
        by group: [String], _ filters: [QueryRequest.Filter], sort: [(String, Bool)] = [], limit: Int = 1_000
    ) throws -> [SalesFigures] {
        var question = QueryRequest()
        question.filters = filters
        question.group = group + ["currency"]
        question.sort = sort.map { (column: $0.0, isDescending: $0.1) }
        question.limit = limit
        return try ScreenLists.page(models, Reports.margins, question, for: sight).answer.records.map(SalesFigures.init)
    }

    private func tiles(_ now: SalesFigures, _ then: SalesFigures?, _ isCompared: Bool) -> HTML {
        func money(_ minor: Int64) -> String { say.numbers.money(minor, now.currency) }
        func tile(
            _ name: Text, _ value: (SalesFigures) -> Int64?, _ text: (Int64) -> String, isFirst: Bool = false
        ) -> HTML {
            let (one, other) = (value(now), then.flatMap(value))
            let more: [HTML] = isCompared ? ["\(change(one, other)) \(other.map { say(.salesWas, text($0)) })"] : []
            return Parts.tile(say(name), one.map(text) ?? "–", more, isFirst: isFirst)
        }
        let ofCost = sight.scopes.contains(.cost) ? [tile(.margin, \.margin, money)] : []
        return Parts.tiles(
            [
                tile(.revenue, \.revenue, money, isFirst: true),
                tile(.receipts, \.receipts) { say.numbers.count($0) }, tile(.average, \.average, money),
            ] + ofCost + [tile(.discount, \.discount, money)])
    }

    /// By how much more or less, in percent; nothing where there was nothing.
    private func change(_ now: Int64?, _ then: Int64?) -> HTML {
        guard let now, let then, then != 0 else { return "" }
        let difference = now.minus(then)
        let text = say.numbers.percent(difference, of: Int64(clamping: then.magnitude))
        let sign = difference > 0 ? "+" : ""
        return Parts.badge("\(sign)\(text)", difference < 0 ? .warn : .good)
    }

    /// Day by day, as the script draws it; of one day there is nothing to draw.
    private func chart(_ currency: String) throws -> HTML {
        guard asked.period.days > 1 else { return .empty }
        let found = try figures(by: ["day"], asked.filters() + [.init("currency", .eq, [currency])])
        let byDay = Dictionary(found.map { ($0.key("day"), $0) }) { first, _ in first }
        let shown = (0..<min(asked.period.days, Self.mostDays)).map { asked.period.through.advanced(by: -$0) }
            .reversed()
        let seesCost = sight.scopes.contains(.cost)
        let rows = shown.map { day -> [HTML] in
            let figures = byDay[day.description] ?? SalesFigures(currency: currency)
            // Where no margin is seen, the discount stands beside the revenue.
            let second = seesCost ? figures.margin ?? 0 : figures.discount
            return [
                "<span data-tick=\(say.dates.shortDay(day))>\(Parts.link(asked.path(on: day), say.dates.shortDay(day)))</span>",
                "<span data-value=\(String(figures.revenue))>\(say.numbers.amount(figures.revenue, currency))</span>",
                "<span data-value=\(String(second))>\(say.numbers.amount(second, currency))</span>",
                "\(say.numbers.count(figures.receipts))",
            ]
        }
        let table = Table(
            caption: say(.salesByDay),
            columns: [
                .text(say(.day)), .number(say(.revenue)), .number(say(seesCost ? .margin : .discount)),
                .number(say(.receipts)),
            ], rows: rows)
        return Parts.section(
            "by-day", say(.salesByDay),
            """
            <div class="chart"><canvas id="days-chart" data-chart="chart-data" role="img" aria-label=\(say(.salesByDay))></canvas></div>
            <div id="chart-data"><details class="as-table" data-exponent=\(String(Currency.decimals(of: currency))) \
            data-unit=\(say.numbers.symbol(currency))><summary>\(say(.asTable))</summary>\(table.html)</details></div>
            """)
    }

    private static let mostDays = 400

    // MARK: Rankings

    private func ranking(_ currency: String, _ total: SalesFigures?) throws -> HTML {
        let (dimension, limit) = (asked.dimension, Self.ranked)
        let own = QueryRequest.Filter("currency", .eq, [currency])
        let rows = try figures(
            by: [dimension.rawValue], asked.filters() + [own], sort: [(asked.measure.rawValue, true)], limit: limit)
        guard !rows.isEmpty else { return Parts.nothing(say(.noSales)) }
        let keys = rows.map { $0.key(dimension.rawValue) }.filter { !$0.isEmpty }
        let before = try asked.comparedFilters().map { filters -> [SalesFigures] in
            // Nothing that was sold has one (a brand): there is nothing to compare with.
            guard !keys.isEmpty else { return [] }
            return try figures(
                by: [dimension.rawValue], filters + [own, .init(dimension.rawValue, .in, keys)],
                limit: QueryRequest.limitOfRows)
        }
        let then = Dictionary((before ?? []).map { ($0.key(dimension.rawValue), $0) }) { first, _ in first }
        let names = try SalesNames(say, models, dimension, keys, at: request.now)
        let seesCost = sight.scopes.contains(.cost)
        var rest = total
        let table = rows.map { row -> [HTML] in
            let key = row.key(dimension.rawValue)
            rest?.subtract(row)
            return [names.html(key)] + cells(row, then[key], before != nil, total, seesCost)
        }
        let columns: [Table.Column] =
            [.text(say(dimension.title)), .number(say(.revenue))]
            + (before == nil ? [] : [.number(say(.priceDifference))]) + [
                .number(say(.salesShare)), .number(say(.receipts)),
            ]
            + (dimension.hasQuantity ? [.number(say(.quantity))] : [])
            + (seesCost ? [.number(say(.margin)), .number(say(.marginPercent))] : []) + [.number(say(.discount))]
        // A receipt may stand in several rows of what its lines are of, so what is left of it is not told.
        let left = rest.flatMap { rest -> [HTML]? in
            guard rows.count == limit, rest.revenue != 0 else { return nil }
            var figures = rest
            figures.receipts = 0
            return ["\(say(.salesRest))"] + cells(figures, nil, before != nil, total, seesCost)
        }
        let download = Pager.download(
            request, "margins",
            query: [("group", dimension.rawValue), ("sort", "-\(asked.measure.rawValue)")] + asked.reportQuery)
        return
            "\(Table(caption: say(dimension.title), columns: columns, rows: table, total: left, kind: "dense").html)\(download)"
    }

    private static let ranked = 50

    private func cells(
        _ row: SalesFigures, _ then: SalesFigures?, _ isCompared: Bool, _ total: SalesFigures?, _ seesCost: Bool
    ) -> [HTML] {
        func amount(_ minor: Int64?) -> HTML { "\(minor.map { say.numbers.amount($0, row.currency) } ?? "–")" }
        let share = total.flatMap { $0.revenue == 0 ? nil : say.numbers.percent(row.revenue, of: $0.revenue) }
        return [amount(row.revenue)] + (isCompared ? [change(row.revenue, then?.revenue)] : [])
            + ["\(share ?? "–")", "\(row.receipts == 0 ? "–" : say.numbers.count(row.receipts))"]
            + (asked.dimension.hasQuantity ? ["\(say.numbers.quantity(row.quantity))"] : [])
            + (seesCost
                ? [
                    amount(row.margin),
                    "\(row.margin.flatMap { row.revenue == 0 ? nil : say.numbers.percent($0, of: row.revenue) } ?? "–")",
                ] : []) + [amount(row.discount)]
    }

    // MARK: Hours and weekdays

    /// When it was sold: the darker, the more.
    private func clock(_ currency: String) throws -> HTML {
        let found = try figures(by: ["weekday", "hour"], asked.filters() + [.init("currency", .eq, [currency])])
        guard !found.isEmpty else { return .empty }
        var sums: [Int: [Int: Int64]] = [:]
        for row in found {
            guard let weekday = Int(row.key("weekday")), let hour = Int(row.key("hour")) else { continue }
            sums[hour, default: [:]][weekday] = row.revenue
        }
        let most = sums.values.flatMap(\.values).max() ?? 0
        guard most > 0, let first = sums.keys.min(), let last = sums.keys.max() else { return .empty }
        let rows = (first...last).map { hour -> [HTML] in
            ["\(hour):00"]
                + (1...7).map { weekday in
                    guard let sum = sums[hour]?[weekday] else { return "" }
                    let heat = Int(Int128(max(sum, 0)) * 9 / Int128(most))
                    return "<span class=\("heat heat-\(heat)")>\(say.numbers.amount(sum, currency))</span>"
                }
        }
        let days: [Text] = [.monday, .tuesday, .wednesday, .thursday, .friday, .saturday, .sunday]
        return Parts.section(
            "clock", say(.salesClock), note: currencyNote(currency),
            Table(
                caption: say(.salesClock), columns: [.text(say(.hour))] + days.map { .number(say($0)) }, rows: rows,
                kind: "dense"
            ).html)
    }

    // MARK: Tenders

    private func tenders(_ currency: String) throws -> HTML {
        var question = QueryRequest()
        question.filters = asked.filters() + [.init("currency", .eq, [currency])]
        question.group = ["tender", "currency"]
        question.sort = [(column: "amount", isDescending: true)]
        let rows = try ScreenLists.page(models, Reports.tenders, question, for: sight).answer.records
        guard !rows.isEmpty else { return .empty }
        let names = try ThingNames(say, models, tenders: rows.compactMap { $0["tender"]?.string })
        let table = Table(
            caption: say(.tenders),
            columns: [.text(say(.tenderKind)), .number(say(.amount)), .number(say(.auditTimes))],
            rows: rows.map { row in
                [
                    "\(row["tender"]?.string.map(names.tender) ?? "–")",
                    "\(say.numbers.money(row["amount"]?.int ?? 0, currency))",
                    "\(say.numbers.count(row["tenders"]?.int ?? 0))",
                ]
            }, kind: "dense"
        ).html
        let download = Pager.download(request, "tenders", query: [("group", "day,store,tender")] + asked.reportQuery)
        return Parts.section("tenders", say(.tenders), "\(table)\(download)")
    }
}
