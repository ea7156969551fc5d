import Events
import Queries
import Rules

/// Customers with the greatest turnover.
struct TopCustomersScreen {
    private static let limit = 100

    let request: PageRequest
    let models: ScreenModels
    let say: Words

    init(_ request: PageRequest, _ models: ScreenModels) {
        (self.request, self.models) = (request, models)
        say = Words(language: request.language)
    }

    func page() throws -> PageAnswer {
        Frame(request, states: models.states).page(
            say(.topCustomers),
            """
            \(Parts.crumbs(say(.whereYouAre), [(EntityShape.customer.page(), say(.menuCustomers))]))
            \(Parts.heading(say(.topCustomers), "\(say(.customersMore, String(Self.limit)))"))
            \(try table(ScreenCustomers.top(models, limit: Self.limit)))
            \(Pager.download(request, "customers"))
            """)
    }

    private func table(_ customers: [ScreenCustomers.Totals]) throws -> HTML {
        guard !customers.isEmpty else { return Parts.nothing(say(.noCustomers)) }
        let names = try ThingNames(
            say, models, categories: customers.compactMap(\.category), customers: customers.map(\.customer))
        return Table(
            caption: say(.topCustomers),
            columns: [
                .text(say(.customer)), .text(say(.category)), .number(say(.turnover)), .number(say(.purchases)),
                .number(say(.visits)), .number(say(.average)), .number(say(.discount)), .number(say(.margin)),
                .moment(say(.lastVisit)),
            ],
            rows: customers.map { row($0, names) }, kind: "dense"
        ).html
    }

    private func row(_ customer: ScreenCustomers.Totals, _ names: ThingNames) -> [HTML] {
        func money(_ minor: Int64) -> HTML { "\(say.numbers.money(minor, customer.currency))" }
        let figures = customer.figures
        return [
            names.customerLink(customer.customer),
            "\(customer.category.map(names.category) ?? "–")",
            money(figures.gross), "\(say.numbers.count(figures.receipts))", "\(say.numbers.count(customer.visits))",
            money(customer.average), money(figures.discount), figures.margin.map(money) ?? "–",
            "\(customer.lastVisit.map { say.dates.tick($0, today: Zone.home.day(of: request.now)) } ?? "–")",
        ]
    }
}

/// A customer's history: what was bought, and every discount with its reason.
struct CustomerScreen {
    private static let receiptLimit = 50
    private static let favouriteLimit = 10
    private static let grantLimit = 100

    let request: PageRequest
    let models: ScreenModels
    let say: Words
    /// Every id of the person, the one that stands for all first.
    private let ids: [String]
    // cannot trap: a person has an id
    private var customer: String { ids[0] }
    private let profile: (category: String?, registeredAt: Instant)?
    private let totals: [ScreenCustomers.Totals]

    init?(_ request: PageRequest, _ models: ScreenModels, _ customer: String) throws {
        ids = try ScreenCustomers.ids(models, of: customer)
        profile = try ScreenCustomers.profile(models, ids)
        totals = try ScreenCustomers.one(models, ids)
        guard profile != nil || !totals.isEmpty else { return nil }
        (self.request, self.models) = (request, models)
        say = Words(language: request.language)
    }

    /// Of one whom receipts alone name.
    func page() throws -> PageAnswer {
        let new = EntityForms(.customer).create
        let register = EntityShape.customer.page("new", query: [(EntityForms.code, customer)])
        let link: HTML =
            request.may(new) && profile == nil
            ? "<p class=\"pager\"><a class=\"btn btn-primary\" href=\(register)>\(say(.registerCustomer))</a></p>"
            : .empty
        return Frame(request, states: models.states).page(
            say(.customerTitle, customer),
            """
            \(Parts.crumbs(say(.whereYouAre), [(EntityShape.customer.page(), say(.menuCustomers))]))
            \(Parts.heading(say(.customerTitle, customer), "\(say(.customerNotRegistered))"))
            \(link)
            \(try parts())
            """)
    }

    /// What was bought, and every discount.
    func parts() throws -> HTML {
        let receipts = try ScreenReceipts.ofCustomer(models, ids, limit: Self.receiptLimit)
        let products = try ScreenCustomers.favouriteProducts(models, ids, days: days, limit: Self.favouriteLimit)
        let categories = try ScreenCustomers.favouriteCategories(models, ids, days: days, limit: Self.favouriteLimit)
        let grants = try ScreenCustomers.grants(models, ids, limit: Self.grantLimit)
        let names = try ThingNames(
            say, models, rules: grants.map(\.grant.rule), employees: grants.map(\.grant.approver))
        return """
            \(below.map { "<p class=\"part-note\">\($0)</p>" as HTML })
            \(totals.map(tiles))
            <div class="two">
            \(Parts.section("products", say(.favouriteProducts), note: times, favourites(products, .favouriteProducts)))
            \(Parts.section("categories", say(.favouriteCategories), favourites(categories, .favouriteCategories)))
            </div>
            \(Parts.section("grants", say(.grants), given(grants, names)))
            \(Parts.section("receipts", say(.lastReceipts), try list(receipts)))
            """
    }

    /// Of how many days up to the last purchase the favourites are.
    private var days: Int {
        let asked = request.value("days").flatMap { Int($0) } ?? CustomerFavourites.usualDays
        return min(max(asked, 1), CustomerFavourites.mostDays)
    }

    /// Leads to the favourites of other times.
    private var times: HTML {
        let choices: [(days: Int, text: Text)] = [
            (CustomerFavourites.usualDays, .lastQuarter), (365, .lastYear), (CustomerFavourites.mostDays, .always),
        ]
        let links = choices.map { choice -> HTML in
            let path = EntityShape.customer.page(customer, query: [("days", String(choice.days))])
            let isThis = choice.days == days ? "true" : nil
            return " <a href=\(path)\(attribute: "aria-current", isThis)>\(say(choice.text))</a>"
        }
        return "<p class=\"part-note times\">\(say(.untilLastPurchase))\(links)</p>"
    }

    private var below: String? {
        let registered = profile.map {
            say(.registeredOn, say.dates.day(Zone.home.day(of: $0.registeredAt)))
        }
        let others = ids.count > 1 ? say(.alsoUnder, ids.dropFirst().joined(separator: ", ")) : nil
        let all = [registered, others].compactMap { $0 }
        return all.isEmpty ? nil : all.joined(separator: " · ")
    }

    private func tiles(_ totals: ScreenCustomers.Totals) -> HTML {
        let (figures, numbers) = (totals.figures, say.numbers)
        func money(_ minor: Int64) -> String { numbers.money(minor, totals.currency) }
        let first = totals.firstVisit.map { "\(say(.firstVisit, say.dates.day($0)))" as HTML }
        return Parts.tiles([
            Parts.tile(
                say(.turnover), money(figures.gross), ["\(say(.margin)) \(marginText(figures, money))"], isFirst: true),
            Parts.tile(
                say(.purchases), numbers.count(figures.receipts),
                ["\(say(.withReturns, numbers.count(figures.returns)))"]),
            Parts.tile(say(.average), money(totals.average), ["\(say(.discount)) \(money(figures.discount))"]),
            Parts.tile(
                say(.lastVisit), totals.lastVisit.map { say.dates.shortDay($0) } ?? "–", [first].compactMap { $0 }),
            Parts.tile(say(.visits), numbers.count(totals.visits), []),
        ])
    }

    private func favourites(_ favourites: [ScreenCustomers.Favourite], _ title: Text) -> HTML {
        guard !favourites.isEmpty else { return Parts.nothing(say(.nothingYet)) }
        // A category holds pieces and kilograms alike, so only a product has a quantity.
        let hasQuantity = title == .favouriteProducts
        let quantities: [Table.Column] = hasQuantity ? [.number(say(.quantity))] : []
        return Table(
            caption: say(title),
            columns: [.text(say(.name)), .number(say(.receipts))] + quantities + [.number(say(.turnover))],
            rows: favourites.map { favourite in
                let quantities: [HTML] = hasQuantity ? ["\(say.quantity(favourite.quantity, favourite.unit))"] : []
                return ["\(say.name(favourite.name))", "\(say.numbers.count(favourite.receipts))"] + quantities
                    + ["\(say.numbers.money(favourite.gross, favourite.currency))"]
            }, kind: "dense"
        ).html
    }

    private func given(_ grants: [ScreenCustomers.Granted], _ names: ThingNames) -> HTML {
        guard !grants.isEmpty else { return Parts.nothing(say(.noGrants)) }
        return GrantTable(say, names).html(
            grants.map { given in
                let number = say(.receiptNo, given.number ?? given.receipt.description)
                let lead: HTML = """
                    \(say.dates.day(given.day))\
                    \(Parts.sub("<a href=\(Path(.receipt(given.receipt.description)))>\(number)</a>"))
                    """
                return (lead, given.grant, given.currency)
            })
    }

    private func list(_ receipts: [ScreenReceipts.Head]) throws -> HTML {
        receipts.isEmpty
            ? Parts.nothing(say(.noReceipts))
            : try ReceiptTable(say, models, zone: nil, now: request.now, for: request.sight(of: .sales)).html(receipts)
    }
}
