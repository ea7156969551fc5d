import Events
import JSON
import Postgres
import Queries
import Rules
import Services

/// A shop's books: how it works since when, and up to which day they are closed.
struct ShopBooksScreen {
    private let request: PageRequest
    private let models: ScreenModels
    private let say: Words
    private let store: String
    private let name: String
    private let state: JSON

    /// nil where there is no such shop, or the reader does not see it.
    init?(_ call: Screen.Call, _ store: String) throws {
        let sight = call.request.principal?.sight(to: .read(EntityShape.store.area.readAs)) ?? .nothing
        guard sight.sees(store: store),
            let shop = try ScreenEntities.names(call.models, of: EntityShape.store.name, [store], at: call.request.now)[
                store]
        else { return nil }
        (request, models, self.store) = (call.request, call.models, store)
        say = Words(language: call.request.language)
        name = say.name(shop)
        let resource = Resource.all.first { $0.path == ["stores", "{store}", "books"] }
        state = try resource?.read(call.connection, ["store": store])?.state(to: sight.scopes) ?? .object([])
    }

    func page() throws -> PageAnswer {
        let closed = state["closedThrough"]?.string.flatMap { CalendarDay($0) }
        let initial = [ShopBooksForms.store: store]
        func part(_ form: Form, _ below: Text) -> HTML {
            let html = form.html(
                request, initial: initial, below: "<p class=\"below\">\(say(below))</p>", isQuiet: true)
            return html.isEmpty ? .empty : "<div class=\"part\">\(html)</div>"
        }
        return Frame(request, states: models.states, isQuick: true).page(
            say(.shopBooks, name),
            """
            \(Parts.crumbs(say(.whereYouAre), [(EntityShape.store.page(), say(EntityShape.store.many)), (Path(.store(store)), name)]))
            \(Parts.heading(say(.shopBooks, name), "\(closed.map { say(.booksClosedThrough, say.dates.day($0)) } ?? say(.booksOpen))"))
            \(Parts.section("policies", say(.howShopWorks), try policies()))
            \(part(ShopBooksForms.setPolicy, .setPolicyMore))
            \(part(ShopBooksForms.closePeriod, .closePeriodMore))
            \(chainRules)
            """)
    }

    private var chainRules: HTML {
        Screens.isShown(Link.chainBooks.segments, to: request.principal)
            ? "<p class=\"pager\">\(Parts.link(Path(.chainBooks), say(.chainRules)))</p>" : .empty
    }

    /// By the day from which each holds, the last first.
    private func policies() throws -> HTML {
        try PolicyTable(say: say, models: models, now: request.now, fields: ShopBooksForms.policy.fields)
            .html(state["policies"])
    }
}

/// What the chain decides for all its shops.
struct ChainBooksScreen {
    private let request: PageRequest
    private let models: ScreenModels
    private let state: JSON

    init(_ call: Screen.Call) throws {
        (request, models) = (call.request, call.models)
        let resource = Resource.all.first { $0.path == ["chain", "books"] }
        let sight = request.principal?.sight(to: .read(EntityShape.store.area.readAs)) ?? .nothing
        state = try resource?.read(call.connection, [:])?.state(to: sight.scopes) ?? .object([])
    }

    func page() throws -> PageAnswer {
        let say = Words(language: request.language)
        let form = ShopBooksForms.setChainPolicy.html(
            request, below: "<p class=\"below\">\(say(.setPolicyMore))</p>", isQuiet: true)
        let table = try PolicyTable(
            say: say, models: models, now: request.now, fields: ShopBooksForms.chainPolicy.fields
        )
        .html(state["policies"])
        return Frame(request, states: models.states, isQuick: true).page(
            say(.chainRules),
            """
            \(Parts.crumbs(say(.whereYouAre), [(EntityShape.store.page(), say(EntityShape.store.many))]))
            \(Parts.heading(say(.chainRules)))
            \(Parts.section("policies", say(.chainRules), table))
            \(form.isEmpty ? .empty : "<div class=\"part\">\(form)</div>" as HTML)
            """)
    }
}

/// Policies by the day from which each holds, the last first.
private struct PolicyTable {
    let say: Words
    let models: ScreenModels
    let now: Instant
    let fields: [EntityField]

    func html(_ policies: JSON?) throws -> HTML {
        let all = (policies?.object ?? []).sorted { $0.name > $1.name }
        guard !all.isEmpty else { return Parts.nothing(say(.noPolicies)) }
        let fields = fields.filter { $0.path != "from" }
        let values = try EntityValues(
            say, models, now, fields, of: all.map { policy in { policy.value.at($0.path) } })
        return Table(
            caption: say(.howShopWorks), columns: [.moment(say(.holdsFromDay)), .text(say(.historyWhat))],
            rows: all.map { policy in
                let currency = policy.value["currency"]?.string ?? Currency.home
                let items = fields.filter { policy.value.at($0.path) != nil }.map { field -> HTML in
                    "<li>\(say(field.title)): <strong>\(values.html(policy.value.at(field.path), field, currency))</strong></li>"
                }
                let day = CalendarDay(policy.name).map { say.dates.day($0) } ?? policy.name
                return ["\(day)", "<ul class=\"changes\">\(items)</ul>"]
            }
        ).html
    }
}
