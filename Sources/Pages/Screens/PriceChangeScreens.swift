import Events
import JSON
import Postgres
import Queries
import Rules
import Services

/// Changing many prices at once: what was changed, a page to ask and look first, and one change with its undoing.
struct PriceChangeScreens {
    private let request: PageRequest
    private let models: ScreenModels
    private let connection: Connection
    private let call: Screen.Call
    private let say: Words

    private static let most: Int64 = 100
    /// Rows of a page; more are counted.
    private static let shown = 300

    init(_ call: Screen.Call) {
        (self.call, request, models, connection) = (call, call.request, call.models, call.connection)
        say = Words(language: call.request.language)
    }

    private func crumbs(_ more: [(Path, String)] = []) -> HTML {
        Parts.crumbs(say(.whereYouAre), [(EntityShape.price.page(), say(EntityShape.price.many))] + more)
    }

    func list() throws -> PageAnswer {
        let all = try KeptPriceChange.all(connection, limit: Self.most)
        let people = try AuthorNames(say, models, all.map(\.changedBy))
        let new: HTML =
            request.may(PriceChangeForms.confirm)
            ? """
            <p class="pager"><a class="btn btn-primary" href=\(Path(.newPriceChange))>\(say(.priceChange))</a></p>
            """ : .empty
        let table: HTML =
            all.isEmpty
            ? Parts.nothing(say(.priceChangesNone))
            : Table(
                caption: say(.priceChanges),
                columns: [
                    .moment(say(.historyWhen)), .number(say(.priceDifference)), .number(say(.priceChangePrices)),
                    .moment(say(.priceChangeFrom)), .name(say(.priceChangeBy)), .text(say(.signInState)),
                ],
                rows: all.map { one in
                    [
                        Parts.link(Path(.priceChange(one.id)), moment(one.changedAt)), "\(percent(one))",
                        "\(say.numbers.count(one.prices))", "\(moment(one.effectiveAt))",
                        "\(people.html(one.changedBy))", state(one),
                    ]
                }
            ).html
        return Frame(request, isQuick: true).page(
            say(.priceChanges), "\(crumbs())\(Parts.heading(say(.priceChanges)))\(new)\(table)")
    }

    private func moment(_ instant: Instant) -> String { say.dates.moment(instant, .home, now: request.now) }

    private func percent(_ change: KeptPriceChange) -> String {
        TypedText.figure(
            change.asked["percent"]?.int ?? 0, decimals: TypedText.percentDecimals, isExact: false, request.language)
            + "%"
    }

    private func state(_ change: KeptPriceChange) -> HTML {
        change.undoneAt.map { Parts.badge(say(.priceChangeUndone, moment($0)), .calm) } ?? .empty
    }

    // MARK: Looking first

    func new() throws -> PageAnswer? {
        guard request.may(PriceChangeForms.confirm) else { return Screens.forbidden(request) }
        var request = request
        request.offered[EntityShape.store.name] = try request.sight(of: .catalogue).shops(models, request)
        // What was asked is in the address; where it was refused, in the form that came back.
        let values = request.form.map(\.values) ?? Form.Values(request.query)
        let isAsked = !values[PriceChangeForms.percent].isEmpty
        let (filled, rows) = isAsked ? try asked(values) : (nil, [])
        let tomorrow = CalendarDay(daysSince1970: Zone.home.day(of: request.now).daysSince1970 + 1)
        let form = PriceChangeForms.look.askingHTML(
            request, at: Path(.newPriceChange), filled,
            initial: [PriceChangeForms.day: tomorrow.description])
        let found: HTML
        if !isAsked || filled?.isRefused ?? false {
            found = .empty
        } else if rows.isEmpty {
            found = Parts.nothing(say(.priceChangeNothing))
        } else {
            let carried = Dictionary(PriceChangeForms.asked.map { ($0, values[$0]) }) { first, _ in first }
            let confirm = PriceChangeForms.confirm.html(
                request, initial: carried,
                below: "<p class=\"below\">\(say(.priceChangeDo, say.numbers.count(rows.count)))</p>",
                cancel: Path(.priceChanges))
            found = try preview(rows) + "<div class=\"part\">\(confirm)</div>"
        }
        return Frame(request).page(
            say(.priceChange),
            """
            \(crumbs([(Path(.priceChanges), say(.priceChanges))]))
            \(Parts.heading(say(.priceChange), "<p>\(say(.priceChangeMore))</p>"))
            <div class="part">\(form)</div>
            \(found)
            """)
    }

    /// What would come of it, or what is wrong with it.
    private func asked(_ values: Form.Values) throws -> (FilledForm?, [PriceChange.Row]) {
        let body = PriceChangeForms.body(values)
        do {
            let order = try PriceChangeActions.asked(body)
            let moment = order.circumstances.effective(occurredAt: request.now)
            let prices = try PricesInForce.find(connection, order.scope, at: moment)
            return (FilledForm(suspect: PriceChangeForms.look, values, []), order.change.rows(prices))
        } catch let refusal as Refusal {
            return (FilledForm(PriceChangeForms.look, values, refusal), [])
        }
    }

    private func preview(_ rows: [PriceChange.Row]) throws -> HTML {
        let products = rows.map(\.product)
        let names = try ScreenEntities.names(models, of: EntityShape.product.name, products, at: request.now)
        let stores = try ThingNames(say, models, stores: rows.flatMap(\.stores))
        let seesCost = request.sight(of: .cost).stores == nil && request.principal?.reads([.cost, .stock]) ?? false
        let costs = seesCost ? try OnHand.costs(connection, of: products) : [:]
        func cost(_ row: PriceChange.Row) -> Int64? {
            guard row.currency == Currency.home, let on = costs[row.product], on.quantity > 0 else { return nil }
            return Int64(clamping: Int128(on.value) * 1_000 / Int128(on.quantity))
        }
        func isBelow(_ row: PriceChange.Row) -> Bool { cost(row).map { $0 > row.new.amount } ?? false }
        let below = rows.filter(isBelow)
        let listed = (below + rows.filter { !isBelow($0) }).prefix(Self.shown)
        let table = Table(
            caption: say(.priceChangeCount),
            columns: [
                .text(say(.product)), .text(say(.byShop)), .number(say(.priceOld)), .number(say(.priceNew)),
                .number(say(.priceDifference)), .number(say(.cost)).shown(if: seesCost),
                .number(say(.margin)).shown(if: seesCost),
            ],
            rows: listed.map { row in
                let cost = cost(row)
                let margin = cost.map { say.numbers.percent(row.new.amount &- $0, of: row.new.amount) } ?? "–"
                return [
                    "\(names[row.product].map(say.name) ?? row.product)",
                    "\(row.stores.isEmpty ? say(.allShops) : row.stores.map(stores.store).joined(separator: ", "))",
                    "\(say.price(row.old, row.currency))", "\(say.price(row.new, row.currency))",
                    "\(change(row.old, row.new))", "\(cost.map { say.numbers.money($0, row.currency) } ?? "–")",
                    isBelow(row) ? Parts.badge("\(margin) · \(say(.priceBelowCost))", .bad) : "\(margin)",
                ]
            }, kind: "dense"
        ).html
        let rest = rows.count - listed.count
        return """
            \(Parts.tiles([
                Parts.tile(say(.priceChangeCount), say.numbers.count(rows.count), [], isFirst: true),
            ] + (seesCost ? [Parts.tile(say(.priceBelowCost), say.numbers.count(below.count), [])] : [])))
            \(Parts.section("prices", say(.priceChangePrices),
                "\(table)\(rest > 0 ? "<p>\(say(.andMore, say.numbers.count(rest)))</p>" as HTML : .empty)"))
            """
    }

    private func change(_ old: UnitAmount, _ new: UnitAmount) -> String {
        let (before, after) = (
            Int128(old.amount) * Int128(max(new.per, 1)), Int128(new.amount) * Int128(max(old.per, 1))
        )
        guard before > 0 else { return "–" }
        let change = Double(after - before) / Double(before) * 100
        return (change > 0 ? "+" : "") + say.numbers.decimal(change, decimals: 1) + "%"
    }

    // MARK: One change

    func one(_ id: String) throws -> PageAnswer? {
        guard let change = try KeptPriceChange.named(id, connection) else { return nil }
        let prices = try change.changed(connection)
        let names = try ScreenEntities.names(
            models, of: EntityShape.product.name, prices.map(\.product), at: request.now)
        let stores = try ThingNames(say, models, stores: prices.flatMap(\.stores))
        let people = try AuthorNames(say, models, [change.changedBy, change.undoneBy].compactMap { $0 })
        let table = Table(
            caption: say(.priceChangePrices),
            columns: [
                .text(say(.product)), .text(say(.byShop)), .number(say(.priceOld)), .number(say(.priceNew)),
                .number(say(.priceDifference)),
            ],
            rows: prices.prefix(Self.shown).map { one in
                [
                    Parts.link(EntityShape.price.page(one.price), names[one.product].map(say.name) ?? one.product),
                    "\(one.stores.isEmpty ? say(.allShops) : one.stores.map(stores.store).joined(separator: ", "))",
                    "\(say.price(one.old, one.currency))", "\(say.price(one.new, one.currency))",
                    "\(self.change(one.old, one.new))",
                ]
            }, kind: "dense"
        ).html
        let rest = prices.count - min(prices.count, Self.shown)
        var facts: [(String, HTML)] = [
            (say(.historyWhen), "\(moment(change.changedAt))"), (say(.priceChangeBy), people.html(change.changedBy)),
            (say(.priceDifference), "\(percent(change))"), (say(.priceChangeFrom), "\(moment(change.effectiveAt))"),
        ]
        if let reason = change.asked["reason"]?.string { facts.append((say(.reasonIfAny), "\(reason)")) }
        let undo: HTML =
            change.undoneAt == nil
            ? PriceChangeForms.undo.html(
                request, initial: [PriceChangeForms.change: id],
                below: "<p class=\"below\">\(say(.priceChangeUndoMore))</p>", isQuiet: true)
            : .empty
        return Frame(request).page(
            say(.priceChanges),
            """
            \(crumbs([(Path(.priceChanges), say(.priceChanges))]))
            \(Parts.heading(say(.priceChanges), state(change)))
            \(Parts.facts(facts))
            \(Parts.section("prices", say(.priceChangePrices),
                "\(table)\(rest > 0 ? "<p>\(say(.andMore, say.numbers.count(rest)))</p>" as HTML : .empty)"))
            \(undo.isEmpty ? .empty : "<div class=\"part\">\(undo)</div>" as HTML)
            """)
    }
}

extension Words {
    /// A price with its currency; of another quantity than one, for how much.
    func price(_ price: UnitAmount, _ currency: String) -> String {
        let (scaled, overflow) = price.amount.multipliedReportingOverflow(by: 1_000)
        if !overflow, price.per > 0, scaled.isMultiple(of: price.per) {
            return numbers.money(scaled / price.per, currency)
        }
        return "\(numbers.money(price.amount, currency)) / \(numbers.quantity(price.per))"
    }
}
