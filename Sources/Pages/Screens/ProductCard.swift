import Events
import JSON
import Queries
import Rules

/// What a product's page shows beside what was said of it: where it lies, how it sells, and what it costs to buy.
struct ProductCard {
    private let request: PageRequest
    private let models: ScreenModels
    private let say: Words
    private let product: String
    private let unit: String?

    init(_ call: Screen.Call, _ product: String, unit: String?) {
        (request, models, self.product, self.unit) = (call.request, call.models, product, unit)
        say = Words(language: call.request.language)
    }

    func parts() throws -> HTML { "\(try stock())\(try sales())\(try prices())" }

    private func sight(_ scope: Scope) -> Sight? { request.principal?.sight(to: .read(scope)) }

    private func rows(
        _ report: Report, group: [String] = [], sort: [(String, Bool)] = [], more: [QueryRequest.Filter] = [],
        limit: Int, for sight: Sight
    ) throws -> [JSON] {
        var question = QueryRequest()
        question.filters = [.init("product", .eq, [product])] + more
        question.group = group
        question.sort = sort.map { (column: $0.0, isDescending: $0.1) }
        question.limit = limit
        return try ScreenLists.page(models, report, question, for: sight).answer.records
    }

    // MARK: Where it lies

    private static let mostShops = 200

    private func stock() throws -> HTML {
        guard let sight = sight(.stock) else { return .empty }
        let all = try rows(Reports.stock, limit: Self.mostShops, for: sight)
        guard !all.isEmpty else { return .empty }
        let reserved = try ScreenShelf.reserved(product, models)
        let names = try ThingNames(say, models, stores: all.compactMap { $0["store"]?.string })
        let seesCost = sight.scopes.contains(.cost)
        func quantity(_ figure: Int64) -> String { say.quantity(figure, unit) }
        let table = Table(
            caption: say(.stockByShop),
            columns: [
                .text(say(.shop)), .number(say(.onHand)), .number(say(.reservedInShop)), .number(say(.available)),
                .number(say(.onTheWay)),
            ] + (seesCost ? [.number(say(.value))] : []) + [.number(say(.soldIn28)), .number(say(.daysLeft))],
            rows: all.map { row in
                let store = row["store"]?.string ?? ""
                let (onHand, held) = (row["quantity"]?.int ?? 0, reserved[store] ?? 0)
                let shown = quantity(onHand)
                let value = row["value"]?.int.map { say.numbers.money($0, row["currency"]?.string ?? Currency.home) }
                return [
                    names.storeLink(store),
                    "<a href=\(Path(.movements(store, product)))>\(onHand < 0 ? Parts.badge(shown, .bad) : "\(shown)" as HTML)</a>",
                    "\(quantity(held))", "\(quantity(onHand.minus(held)))", "\(quantity(row["in_transit"]?.int ?? 0))",
                ] + (seesCost ? ["\(value ?? "–")"] : []) + [
                    "\(quantity(row["sold_28_days"]?.int ?? 0))",
                    "\(row["days_left"]?.int.map { say.numbers.count($0) } ?? "–")",
                ]
            }, kind: "dense"
        ).html
        return Parts.section("stock-by-shop", say(.stockByShop), table)
    }

    // MARK: How it sells

    /// Of the last twelve months, this one included.
    private func sales() throws -> HTML {
        guard let sight = sight(.sales) else { return .empty }
        let today = Zone.home.day(of: request.now)
        let (year, month, _) = today.civil
        guard let first = CalendarDay(year: month == 12 ? year : year - 1, month: month % 12 + 1, day: 1) else {
            return .empty
        }
        let all = try rows(
            Reports.margins, group: ["month", "currency"], sort: [("month", true)],
            more: [.init("day", .gte, [first.description]), .init("day", .lte, [today.description])], limit: 100,
            for: sight)
        guard !all.isEmpty else { return .empty }
        let seesCost = sight.scopes.contains(.cost)
        let table = Table(
            caption: say(.salesByMonth),
            columns: [.moment(say(.month)), .number(say(.quantity)), .number(say(.revenue)), .number(say(.receipts))]
                + (seesCost ? [.number(say(.margin)), .number(say(.marginPercent))] : []) + [.number(say(.discount))],
            rows: all.map { row in
                let figures = SalesFigures(row)
                func money(_ minor: Int64) -> String { say.numbers.money(minor, figures.currency) }
                let rate = figures.margin.flatMap { margin in
                    figures.revenue == 0 ? nil : say.numbers.percent(margin, of: figures.revenue)
                }
                return [
                    "\(row["month"]?.string ?? "–")", "\(say.quantity(figures.quantity, unit))",
                    "\(money(figures.revenue))", "\(say.numbers.count(figures.receipts))",
                ] + (seesCost ? ["\(figures.margin.map(money) ?? "–")", "\(rate ?? "–")"] : []) + [
                    "\(money(figures.discount))"
                ]
            }, kind: "dense"
        ).html
        return Parts.section("sales-by-month", say(.salesByMonth), table)
    }

    // MARK: What it costs to buy

    /// Those that hold now or will, also for some shops or customers.
    private func prices() throws -> HTML {
        guard let sight = sight(.catalogue), let report = Reports.of(.price) else { return .empty }
        let all = try rows(report, more: [.init("ended", .eq, ["false"])], limit: Self.mostShops, for: sight)
        guard !all.isEmpty else { return .empty }
        let names = try ThingNames(
            say, models, categories: all.compactMap { $0["customer_category"]?.string },
            stores: all.flatMap { Self.words($0["stores"]) })
        let table = Table(
            caption: say(EntityShape.price.many),
            columns: [
                .text(say(EntityShape.price.one)), .number(say(.amount)), .text(say(.shop)), .text(say(.category)),
                .moment(say(.since)), .moment(say(.until)),
            ],
            rows: all.map { row in
                let id = row["price"]?.string ?? ""
                let amount = UnitAmount(amount: row["amount_amount"]?.int ?? 0, per: row["amount_per"]?.int ?? 1_000)
                let stores = Self.words(row["stores"]).map(names.store)
                func moment(_ name: String) -> String { row[name]?.string.map(self.moment) ?? "–" }
                return [
                    Parts.link(EntityShape.price.page(id), id),
                    "\(say.price(amount, row["currency"]?.string ?? Currency.home))",
                    "\(stores.isEmpty ? say(.allShops) : stores.joined(separator: ", "))",
                    "\(row["customer_category"]?.string.map(names.category) ?? "–")", "\(moment("from"))",
                    "\(moment("to"))",
                ]
            }, kind: "dense"
        ).html
        return Parts.section("prices", say(EntityShape.price.many), table)
    }

    private static func words(_ list: JSON?) -> [String] {
        (list?.string ?? "").split(separator: ", ").map(String.init)
    }

    private func moment(_ text: String) -> String {
        CalendarDay(text).map { say.dates.day($0) }
            ?? Instant(text).map { say.dates.moment($0, Zone.home, now: request.now) } ?? text
    }
}
