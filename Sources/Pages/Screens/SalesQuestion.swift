import Events
import JSON
import Queries
import Rules

/// What a page of sales is asked: which days, beside which others, of which shops, by what, ranked by what.
struct SalesQuestion {
    enum Dimension: String, CaseIterable {
        case store, product, category, brand, department, customer, customerCategory = "customer_category", `operator`,
            till,
            day

        var title: Text {
            switch self {
            case .store: .shop
            case .product: .product
            case .category: .productCategory
            case .brand: .priceChangeBrand
            case .department: .department
            case .customer: .customer
            case .customerCategory: .customersCategory
            case .operator: .cashier
            case .till: .till
            case .day: .day
            }
        }

        /// Whether what is added up is of one unit, as far as it goes.
        var hasQuantity: Bool { self == .product }
    }

    enum Measure: String, CaseIterable {
        case revenue, margin, quantity, receipts, discount

        var title: Text {
            switch self {
            case .revenue: .revenue
            case .margin: .margin
            case .quantity: .quantity
            case .receipts: .receipts
            case .discount: .discount
            }
        }
    }

    let period: SalesPeriod
    let comparison: SalesPeriod.Comparison
    let dimension: Dimension
    let measure: Measure
    /// A shop's id, a group's behind `group:`, or empty.
    let place: String
    /// What the reader may ask by, and rank by.
    let dimensions: [Dimension]
    let measures: [Measure]
    private let now: Instant

    init(_ request: PageRequest, _ sight: Sight) {
        func said<Choice: RawRepresentable<String>>(_ name: String) -> Choice? {
            request.value(name).flatMap { Choice(rawValue: $0) }
        }
        func day(_ name: String) -> CalendarDay? { request.value(name).flatMap { CalendarDay($0) } }
        now = request.now
        let today = Zone.home.day(of: request.now)
        let isOfDays = request.value("period") == nil && (day("from") != nil || day("through") != nil)
        let choice: SalesPeriod.Choice = said("period") ?? (isOfDays ? .days : .month)
        period = SalesPeriod(choice, today: today, from: day("from"), through: day("through"))
        comparison = said("compare") ?? .before
        func isSeen(_ column: String) -> Bool {
            Reports.margins.columns.contains { $0.name == column && sight.sees($0) }
        }
        let dimensions = Dimension.allCases.filter { isSeen($0.rawValue) }
        let measures = Measure.allCases.filter { isSeen($0.rawValue) }
        let (by, sort): (Dimension?, Measure?) = (said("by"), said("sort"))
        (self.dimensions, self.measures) = (dimensions, measures)
        dimension = by.flatMap { dimensions.contains($0) ? $0 : nil } ?? .store
        measure = sort.flatMap { measures.contains($0) ? $0 : nil } ?? .revenue
        place = request.value("place") ?? ""
    }

    var isToday: Bool { period.choice == .today }
    var compared: (from: CalendarDay, through: CalendarDay)? { period.compared(comparison) }

    func filters() -> [QueryRequest.Filter] { filters(period.from, period.through) }

    /// Of the days that it is compared with; of today as much of that day as has passed of this one.
    func comparedFilters() -> [QueryRequest.Filter]? {
        guard let compared else { return nil }
        var filters = filters(compared.from, compared.through)
        if isToday {
            let days = Int64(period.from.daysSince1970) - Int64(compared.from.daysSince1970)
            let until = Instant(milliseconds: now.milliseconds - days * 86_400_000)
            filters.append(.init("effective_at", .lte, [until.description]))
        }
        return filters
    }

    private func filters(_ from: CalendarDay, _ through: CalendarDay) -> [QueryRequest.Filter] {
        [.init("day", .gte, [from.description]), .init("day", .lte, [through.description])]
            + places.map { .init($0.0, .eq, [$0.1]) }
    }

    private var places: [(String, String)] {
        if place.hasPrefix("group:") { return [("store_group", String(place.dropFirst("group:".count)))] }
        return place.isEmpty ? [] : [("store", place)]
    }

    /// The same for the report's own address.
    var reportQuery: [(String, String)] {
        [("day.gte", period.from.description), ("day.lte", period.through.description)] + places
    }

    /// The page of one day of it.
    func path(on day: CalendarDay) -> Path {
        Path(
            .sales,
            query: [
                ("period", SalesPeriod.Choice.days.rawValue), ("from", day.description), ("through", day.description),
                ("compare", comparison.rawValue), ("by", dimension.rawValue), ("sort", measure.rawValue),
                ("place", place),
            ])
    }
}

extension SalesPeriod.Choice {
    var title: Text {
        switch self {
        case .today: .today
        case .yesterday: .yesterday
        case .week: .thisWeek
        case .month: .thisMonth
        case .quarter: .thisQuarter
        case .year: .thisYear
        case .days: .fromThrough
        }
    }
}

extension SalesPeriod.Comparison {
    var title: Text {
        switch self {
        case .before: .periodBefore
        case .year: .yearAgo
        case .none: .withNothing
        }
    }
}

/// A row of the margins, as the page of sales shows it.
struct SalesFigures {
    let currency: String
    var receipts: Int64 = 0
    var quantity: Int64 = 0
    var revenue: Int64 = 0
    var discount: Int64 = 0
    /// nil where nothing has one, or the reader sees none.
    var margin: Int64?
    private var gross: Int64 = 0
    private var row: JSON = .null

    init(currency: String) { self.currency = currency }

    init(_ row: JSON) {
        currency = row["currency"]?.string ?? Currency.home
        func figure(_ name: String) -> Int64 { row[name]?.int ?? 0 }
        (receipts, quantity, revenue) = (figure("receipts"), figure("quantity"), figure("revenue"))
        (discount, gross, margin) = (figure("discount"), figure("gross"), row["margin"]?.int)
        self.row = row
    }

    func key(_ name: String) -> String { row[name]?.string ?? row[name]?.int.map(String.init) ?? "" }

    /// Gross turnover over receipts.
    var average: Int64? { receipts > 0 ? share(gross, 1, of: receipts) : nil }

    /// Leaves what the rows that are shown do not have.
    mutating func subtract(_ other: SalesFigures) {
        (revenue, discount) = (revenue.minus(other.revenue), discount.minus(other.discount))
        quantity = quantity.minus(other.quantity)
        margin = margin.map { $0.minus(other.margin ?? 0) }
    }
}

/// What the keys of a ranking are called, and where they lead.
struct SalesNames {
    private let say: Words
    private let dimension: SalesQuestion.Dimension
    private let names: ThingNames
    private let products: ByID<ScreenName>

    init(
        _ say: Words, _ models: ScreenModels, _ dimension: SalesQuestion.Dimension, _ keys: [String], at now: Instant
    ) throws {
        (self.say, self.dimension) = (say, dimension)
        products =
            dimension == .product
            ? try ScreenEntities.names(models, of: EntityShape.product.name, keys, at: now) : [:]
        names = try ThingNames(
            say, models, categories: dimension == .customerCategory ? keys : [],
            customers: dimension == .customer ? keys : [], employees: dimension == .operator ? keys : [],
            stores: dimension == .store ? keys : [])
    }

    func html(_ key: String) -> HTML {
        guard !key.isEmpty else { return "–" }
        return switch dimension {
        case .store: names.storeLink(key)
        case .product:
            products[key].map { Parts.link(EntityShape.product.page(key), say.name($0)) } ?? "\(key)"
        case .customer: names.customerLink(key)
        case .customerCategory: "\(names.category(key))"
        case .operator: "\(names.employee(key))"
        case .day: "\(CalendarDay(key).map { say.dates.day($0) } ?? key)"
        case .category, .brand, .department, .till: "\(key)"
        }
    }
}
