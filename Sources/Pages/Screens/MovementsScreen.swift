import Events
import JSON
import Queries
import Rules

/// The movements behind a stock figure, each with the fact that made it and what caused that.
struct MovementsScreen {
    private static let pageLength = 200

    let request: PageRequest
    let models: ScreenModels
    let say: Words
    let store: String
    let product: String
    private let sight: Sight

    init(_ request: PageRequest, _ models: ScreenModels, store: String, product: String) {
        (self.request, self.models, self.store, self.product) = (request, models, store, product)
        say = Words(language: request.language)
        sight = request.sight(of: .stock)
    }

    /// nil when nothing ever moved, or the place to go on from is none of ours.
    func page() throws -> PageAnswer? {
        guard sight.sees(store: store) else { return nil }
        let page: Movements.Page
        do {
            page = try models.movements(
                store: store, product: product, limit: Self.pageLength, cursor: request.value("after"), for: sight)
        } catch is QueryRefusal {
            return nil
        }
        guard !page.rows.isEmpty else { return nil }
        let name = try models.name(ofProduct: product)
        let stores = ByID(try DashboardDays.stores(models).map { ($0.id, $0) })
        let shop = stores[store].map { say.name($0.name) } ?? store
        let title = say(.movementsOf, say.name(name), shop)
        let crumbs = [
            (Path(.stock), say(.menuStock)), (Path(.stock, query: [("store", store)]), shop),
        ]
        return Frame(request, states: models.states).page(
            title,
            """
            \(Parts.crumbs(say(.whereYouAre), crumbs))
            \(Parts.heading(title, "\(say(.movementsMore))"))
            \(table(page, stores[store]?.zone ?? Zone.home, stores[store]?.currency ?? ""))
            \(page.next.map { Pager.more(Path(.movements(store, product), query: [("after", $0)]), say(.moreMovements)) })
            \(Pager.download(request, "stock", "movements", query: [("store", store), ("product", product)]))
            """)
    }

    private func table(_ page: Movements.Page, _ zone: Zone, _ currency: String) -> HTML {
        Table(
            caption: say(.menuStock),
            columns: [
                .text(say(.event)), .text(say(.movementKind)), .number(say(.quantity)), .number(say(.onHand)),
                .number(say(.cost)).shown(if: sight.scopes.contains(.cost)), .text(say(.movementCause)),
            ],
            rows: page.rows.map { row($0, zone, currency) }, kind: "dense"
        ).html
    }

    /// Of a receipt's line by what the receipt calls it.
    private func movement(_ kind: String) -> String {
        Words.movements[kind].map { say($0) } ?? say.word(kind, of: "lines.kind")
    }

    private func row(_ row: JSON, _ zone: Zone, _ currency: String) -> [HTML] {
        let fact = row["fact"]?.string ?? ""
        let at = row["effective_at"]?.string.flatMap { Instant($0) }.map { say.dates.exact($0, zone) } ?? ""
        let onHand = say.numbers.quantity(row["on_hand"]?.int ?? 0)
        let isUnknown = row["is_guess"] == true && row["cost"] == 0 && row["quantity"] != 0
        let guess: HTML = row["is_guess"] == true ? Parts.sub("\(say(.guessedCost))") : .empty
        return [
            "\(link("events", fact, at))\(Parts.sub("\(fact)"))",
            "\(movement(row["kind"]?.string ?? ""))",
            "\(say.numbers.quantity(row["quantity"]?.int ?? 0))",
            (row["on_hand"]?.int ?? 0) < 0 ? Parts.badge(onHand, .bad) : "\(onHand)",
            isUnknown
                ? Parts.badge(say(.costUnknown), .warn)
                : "\(say.numbers.money(row["cost"]?.int ?? 0, currency))\(guess)",
            // Only a return's cause is a receipt.
            row["cause"]?.string.map { link(row["kind"] == "return" ? "receipts" : "events", $0, $0) } ?? "–",
        ]
    }

    /// Where the reader may look at it.
    private func link(_ place: String, _ id: String, _ text: String) -> HTML {
        Screens.isShown([place, id], to: request.principal) ? Parts.link(Path(place, id), text) : "\(text)"
    }
}
