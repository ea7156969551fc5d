import Barcodes
import Events
import Postgres
import Queries
import Rules

/// Price labels of a shop, to be printed by the browser: of what changes its price on a day, or of chosen products.
struct PriceLabelScreen {
    private let request: PageRequest
    private let models: ScreenModels
    private let connection: Connection
    private let say: Words

    /// Some forty sheets of paper.
    private static let most = 1_000
    private static let barHeight = 24

    init(_ call: Screen.Call) {
        (request, models, connection) = (call.request, call.models, call.connection)
        say = Words(language: call.request.language)
    }

    private static let store = "store"
    private static let day = "day"
    private static let products = "products"

    /// Asks the page; nothing is done by it.
    private static let look = Form(
        id: "price-labels", title: .text(.priceLabels), button: .text(.show),
        fields: [
            Form.Field.shop(store),
            Form.Field(name: day, label: .text(.priceChangeFrom), kind: .day, path: day),
            Form.Field(
                name: products, label: .text(.priceLabelsChosen), hint: .priceLabelsChosenHint, kind: .texts,
                isRequired: false, path: products),
        ],
        page: { _ in Link.priceLabels.segments }, method: "GET", address: { _ in [] }, body: { _ in .object([]) },
        next: { _ in Path(.priceLabels) })

    private struct Label {
        let product: String
        let price: PriceInForce
    }

    func page() throws -> PageAnswer {
        var request = request
        let sight = request.sight(of: .catalogue)
        let shops = try sight.shops(models, request)
        request.offered[EntityShape.store.name] = shops
        var values = Form.Values(request.query)
        if values[Self.store].isEmpty { values[Self.store] = sight.usualShop(shops) ?? "" }
        if values[Self.day].isEmpty { values[Self.day] = Zone.home.day(of: request.now).description }
        let filled = FilledForm(suspect: Self.look, values, [])
        let day = CalendarDay(values[Self.day])
        let body: HTML
        if let day, let shop = shops.first(where: { ExactText.same($0.id, values[Self.store]) }) {
            body = try labels(shop.id, day, FieldInput.words(values[Self.products]))
        } else {
            body = .empty
        }
        return Frame(request).page(
            say(.priceLabels),
            """
            \(Parts.crumbs(say(.whereYouAre), [(EntityShape.price.page(), say(EntityShape.price.many))]))
            \(Parts.heading(say(.priceLabels), "<p>\(say(.priceLabelsMore))</p>"))
            <div class="part">\(Self.look.askingHTML(request, at: Path(.priceLabels), filled, initial: [:]))</div>
            \(body)
            """)
    }

    private func labels(_ store: String, _ day: CalendarDay, _ chosen: [String]) throws -> HTML {
        let found = try chosen.isEmpty ? changed(store, day) : picked(store, day, chosen)
        guard !found.isEmpty else { return Parts.nothing(say(.priceLabelsNone)) }
        let products = found.prefix(Self.most).map(\.product)
        let names = try ScreenEntities.names(models, of: EntityShape.product.name, products, at: request.now)
        let barcodes = try OnHand.barcodes(connection, products: products)
        let labels = found.prefix(Self.most).map { label -> HTML in
            let code = barcodes[label.product]
            let bars = BarcodePicture(code ?? label.product).map { bars -> HTML in
                """
                <svg viewBox=\("0 0 \(bars.width) \(Self.barHeight)") preserveAspectRatio="none" role="img" \
                aria-label=\(code ?? label.product) shape-rendering="crispEdges"><path d=\(bars.path(height: Self.barHeight)) fill="#000"/></svg>
                """
            }
            return """
                <li class="label"><span class="label-name">\(names[label.product].map(say.name) ?? label.product)</span>
                <span class="label-price">\(say.price(label.price.amount, label.price.currency))</span>
                <span class="label-code">\(bars)\(code ?? label.product)</span>
                <span class="label-day">\(say.dates.day(day))</span></li>
                """
        }
        let rest = found.count - labels.count
        return """
            <ul class="labels">\(labels)</ul>
            \(rest > 0 ? "<p>\(say(.andMore, say.numbers.count(rest)))</p>" as HTML : .empty)
            """
    }

    /// What costs something else in the shop since that day's first moment than it did before.
    private func changed(_ store: String, _ day: CalendarDay) throws -> [Label] {
        let start = Zone.home.start(of: day)
        let before = try prices(store, PriceChangeScope(), Instant(milliseconds: start.milliseconds &- 1))
        let end = Zone.home.start(of: CalendarDay(daysSince1970: day.daysSince1970 &+ 1))
        let after = try prices(store, PriceChangeScope(), Instant(milliseconds: end.milliseconds &- 1))
        var old: ByID<UnitAmount> = [:]
        for label in before { old["\(label.product)\n\(label.price.currency)"] = label.price.amount }
        return after.filter { old["\($0.product)\n\($0.price.currency)"] != $0.price.amount }
    }

    /// Products by code or barcode, with what they cost there on that day.
    private func picked(_ store: String, _ day: CalendarDay, _ chosen: [String]) throws -> [Label] {
        let ids = try ScreenEntities.ids(models, of: EntityShape.product.name, typed: chosen, at: request.now)
        let products = chosen.map { ids[$0] ?? $0 }
        let end = Zone.home.start(of: CalendarDay(daysSince1970: day.daysSince1970 &+ 1))
        return try prices(
            store, PriceChangeScope(products: products), Instant(milliseconds: end.milliseconds &- 1))
    }

    private func prices(_ store: String, _ scope: PriceChangeScope, _ moment: Instant) throws -> [Label] {
        PriceInForce.byProduct(try PricesInForce.find(connection, scope, at: moment)).compactMap { prices in
            PriceInForce.price(at: store, of: prices).map { Label(product: $0.product, price: $0) }
        }
    }
}
