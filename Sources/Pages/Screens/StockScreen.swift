import Queries
import Rules

/// What is on the shelves, by shop and product.
struct StockScreen {
    private static let pageLength = 200

    let request: PageRequest
    let models: ScreenModels
    let say: Words
    private let store: String?
    private let isNegative: Bool
    private let sight: Sight

    init(_ request: PageRequest, _ models: ScreenModels) {
        (self.request, self.models) = (request, models)
        say = Words(language: request.language)
        sight = request.sight(of: .stock)
        store = request.value("store")
        isNegative = request.value("negative") == "1"
    }

    func page() throws -> PageAnswer {
        let items = try DashboardStock.list(
            models,
            .init(store: store, stores: sight.stores, isNegative: isNegative, after: cursor, limit: Self.pageLength + 1)
        )
        let stores = try DashboardDays.stores(models).filter { sight.sees(store: $0.id) }
        return Frame(request, states: models.states).page(
            say(.menuStock),
            """
            \(Parts.heading(say(.menuStock), "\(say(.stockMore))"))
            \(form(stores))
            \(table(Array(items.prefix(Self.pageLength))))
            \(more(items))
            \(items.isEmpty ? .empty : Pager.download(request, "stock", query: filters))
            """)
    }

    private func form(_ stores: [DashboardDays.Store]) -> HTML {
        let options = stores.map { store -> HTML in
            "<option value=\(store.id)\(flag: "selected", store.id == self.store)>\(say.name(store.name))</option>"
        }
        return """
            <form class="filter" method="get" action="/stock">
            <div><label for="store">\(say(.shop))</label>
            <select class="form-select" id="store" name="store"><option value="">\(say(.allShops))</option>\(options)</select></div>
            <div class="form-check"><input class="form-check-input" type="checkbox" id="negative" name="negative" value="1"\
            \(flag: "checked", isNegative)><label class="form-check-label" for="negative">\(say(.onlyNegative))</label></div>
            <button class="btn btn-primary" type="submit">\(say(.show))</button>
            </form>
            """
    }

    private func table(_ items: [DashboardStock.Item]) -> HTML {
        guard !items.isEmpty else { return Parts.nothing(say(isNegative ? .nothingNegative : .noStock)) }
        return Table(
            caption: say(.menuStock),
            columns: [
                .text(say(.product)), .text(say(.shop)), .text(say(.category)), .number(say(.onHand)),
                .number(say(.value)).shown(if: sight.scopes.contains(.cost)),
                .number(say(.soldIn28)), .number(say(.daysLeft)),
            ],
            rows: items.map(row)
        ).html
    }

    private func row(_ item: DashboardStock.Item) -> [HTML] {
        let guess: HTML = item.isGuess ? Parts.sub("\(say(.guessedCost))") : .empty
        let quantity = say.quantity(item.quantity, item.unit)
        return [
            Parts.link(product(item.product), say.name(item.product)),
            Parts.link(Path(.store(item.store.id)), say.name(item.store)),
            "\(item.category ?? "–")",
            "<a href=\(Path(.movements(item.store.id, item.product.id)))>\(item.quantity < 0 ? Parts.badge(quantity, .bad) : "\(quantity)" as HTML)</a>",
            item.isCostUnknown
                ? Parts.badge(say(.costUnknown), .warn) : "\(say.numbers.money(item.value, item.currency))\(guess)",
            "\(say.quantity(item.sold, item.unit))",
            RunningOut.daysLeft(item, say),
        ]
    }

    /// A product's card, for who may see it; what nobody has listed has no name, and no card.
    private func product(_ name: ScreenName) -> Path? {
        let isListed = name.ka != nil || name.en != nil
        return isListed && Screens.isShown([EntityShape.product.path], to: request.principal)
            ? EntityShape.product.page(name.id) : nil
    }

    /// The report's own, for what is shown here.
    private var filters: [(String, String)] {
        let shop = store.flatMap { $0.isEmpty ? nil : [("store", $0)] } ?? []
        return shop + (isNegative ? [("is_negative", "true")] : [])
    }

    // MARK: Pages

    private func more(_ items: [DashboardStock.Item]) -> HTML {
        guard items.count > Self.pageLength else { return .empty }
        let last = items[Self.pageLength - 1]
        var query = [("store", store ?? ""), ("negative", isNegative ? "1" : "")].filter { !$0.1.isEmpty }
        query += [("afterStore", last.store.id), ("afterProduct", last.product.id)]
        return Pager.more(Path(.stock, query: query), say(.moreGoods))
    }

    private var cursor: (store: String, product: String)? {
        guard let store = request.value("afterStore"), let product = request.value("afterProduct") else { return nil }
        return (store, product)
    }
}
