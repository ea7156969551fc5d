import Crypto
import Events
import JSON
import Rules

/// Many prices changed by one percentage, and that taken back as one.
package enum PriceChangeActions {
    /// More are changed by a narrower scope: all of them are decided in one transaction.
    package static let most = 5_000

    static let all = [
        Action("POST", "price-changes", .catalogue, BodyForm(Ordering.self)) { work, call in try change(work, call) }
            .looking { call, _, lookups in
                guard let asked = try? call.body.read(Ordering.self) else { return }
                call.prices = try lookups.prices(asked.scope, asked.circumstances.effective(occurredAt: call.now))
            },
        Action("POST", "price-changes/{change}/undo", .catalogue, BodyForm(Why.self)) { work, call in
            try undo(work, call)
        },
    ]

    /// What is asked for: by how much, of what, where, from when.
    package struct Ordering: FactBody {
        package var circumstances = Circumstances()
        var percent: Int64 = 0
        var rounding: String?
        var category: String?
        var brand: String?
        var products: [String] = []
        var stores: [String] = []

        package init() {}

        package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
            circumstances.visit(&visitor)
            visitor.int("percent", &percent, .rate, default: nil)
            visitor.text("rounding", &rounding, .choice(PriceRounding.allCases.map(\.rawValue)))
            visitor.text("category", &category)
            visitor.text("brand", &brand)
            visitor.texts("products", &products)
            visitor.texts("stores", &stores)
        }

        package var scope: PriceChangeScope {
            PriceChangeScope(category: category, brand: brand, products: products)
        }

        package var change: PriceChange {
            PriceChange(
                percent: percent, rounding: rounding.flatMap { PriceRounding(rawValue: $0) } ?? .to1, stores: stores)
        }
    }

    /// What is asked for by a body, to be looked at before; refused as the command would refuse it.
    package static func asked(_ body: JSON) throws -> Ordering { try read(CommandBody(body.bytes)) }

    private static func read(_ body: CommandBody) throws -> Ordering {
        let asked = try body.read(Ordering.self)
        guard asked.percent != 0, PriceChange.percents.contains(asked.percent) else {
            throw Refusal.invalid(
                "percent", "price.percent", "prices are changed by -90 to 900 percent, and not by 0")
        }
        return asked
    }

    private static func change(_ work: Work, _ call: Call) throws -> Effect {
        let asked = try read(call.body)
        for store in asked.stores { _ = try work.openShop(store) }
        let rows = asked.change.rows(call.prices)
        guard !rows.isEmpty else {
            throw Refusal(.conflict, "price.change.none", "no price would change by this")
        }
        guard rows.count <= most else {
            throw Refusal(
                .conflict, "price.change.many", "\(rows.count) prices would change; at most \(most) do at once",
                [("count", .int(Int64(rows.count))), ("most", .int(Int64(most)))])
        }
        let circumstances = call.stamped(asked.circumstances)
        let effective = circumstances.effective(occurredAt: call.now)
        let id = Hex.encode(Random.bytes(6))
        try KeptPriceChange.keep(id, call, at: effective, work.connection)
        try work.prepare(PriceDecider.self, rows.compactMap(\.price), isTrial: false)
        for row in rows {
            let before = try row.price.flatMap { try work.state(PriceDecider.self, $0).said(at: effective) }
            var price = PriceSet()
            // The read models are a moment behind: what was looked at is not what it is.
            guard before?.amount == row.said else {
                throw Refusal(
                    .conflict, "price.change.behind", "prices were changed a moment ago; look at them again")
            }
            if let before {
                price = before
            } else {
                price.price = row.price ?? "p" + Hex.encode(Random.bytes(8))
                (price.product, price.currency, price.stores) = (row.product, row.currency, row.stores)
            }
            (price.amount, price.circumstances) = (row.new, circumstances)
            work.pricesBefore[price.price] = row.old
            try say(price, work, call)
            try KeptPriceChange.keep(
                KeptPriceChange.Price(
                    price: price.price, product: row.product, stores: row.stores, currency: row.currency,
                    before: before?.amount, old: row.old, new: row.new), of: id, work.connection)
        }
        return Effect(
            isNew: true, version: 1, body: ["change": .string(id), "prices": .int(Int64(rows.count))])
    }

    /// Each price is again what it was from that moment on; one that somebody has changed since stays as they said.
    private static func undo(_ work: Work, _ call: Call) throws -> Effect {
        let id = try call.id("change")
        _ = try work.connection.query("SELECT FROM davtari.price_change WHERE id = \(id) FOR UPDATE")
        guard let change = try KeptPriceChange.named(id, work.connection) else {
            throw Refusal.missing("price-change", id)
        }
        guard change.undoneAt == nil else {
            throw Refusal(.conflict, "price.change.undone", "this change of prices is undone already")
        }
        var circumstances = try call.why()
        circumstances.effectiveAt = change.effectiveAt.description
        var (undone, left) = (0, 0)
        let prices = try change.changed(work.connection)
        try work.prepare(PriceDecider.self, prices.map(\.price), isTrial: false)
        for one in prices {
            guard var price = try work.state(PriceDecider.self, one.price).said(at: change.effectiveAt),
                price.amount == one.new, price.to == nil || one.before != nil
            else {
                left += 1
                continue
            }
            work.pricesBefore[one.price] = one.new
            (price.amount, price.circumstances) = (one.before ?? one.old, circumstances)
            // What was not there ends at once; a price that ends when it begins is none. In between it is what it was.
            if one.before == nil {
                price.to = Instant(milliseconds: change.effectiveAt.milliseconds + 1).description
            }
            try say(price, work, call)
            undone += 1
        }
        try change.undone(call, work.connection)
        return Effect(
            isNew: false, version: 1,
            body: ["change": .string(id), "prices": .int(Int64(undone)), "left": .int(Int64(left))])
    }

    private static func say(_ price: PriceSet, _ work: Work, _ call: Call) throws {
        let isListed = try work.look(ProductDecider.self, price.product).isListed
        try work.decide(PriceDecider.self, price.price, .set(price, isListed: isListed, at: call.now))
    }
}
