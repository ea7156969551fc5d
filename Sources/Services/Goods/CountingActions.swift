import Crypto
import Events
import JSON
import Postgres
import Rules

/// Counting the stock by several people: opened, counted into, compared, and recorded as a stocktake.
enum CountingActions {
    private static let path = "stores/{store}/countings/{counting}"
    /// Who sells in a shop helps to count there, and changes nothing by that.
    private static let helpers = Action.Admission.rightOr(.selling)

    static let all = [
        Action("POST", "stores/{store}/countings", .goods, BodyForm(Opening.self)) { work, call in
            let store = try call.id("store")
            _ = try work.openShop(store)
            let said = try call.body.read(Opening.self)
            let id = Hex.encode(Random.bytes(4))
            if let above = said.recountAbove, above < 0 {
                throw Refusal.invalid("recountAbove", "amount.negative", "recountAbove is not below 0")
            }
            try work.connection.execute(
                """
                INSERT INTO davtari.counting (store, id, category, recount_above, opened_by, opened_at)
                VALUES (\(store), \(id), \(said.category), \(said.recountAbove), \(call.caller), \(call.now.milliseconds))
                """)
            return Effect(isNew: true, version: 1, body: ["store": .string(store), "counting": .string(id)])
        },
        Action("POST", "\(path)/entries", .goods, BodyForm(Counted.self)) { work, call in
            let counting = try underWay(work, call)
            let said = try call.body.read(Counted.self)
            let kinds = try work.kinds(of: [said.product])
            guard let kind = kinds[said.product] else { throw Refusal.notThere("product", said.product) }
            guard kind == "goods" else {
                throw Refusal.invalid(
                    "product", "product.stock", "“\(said.product)” has no stock that could be counted")
            }
            guard said.quantity >= 0 else {
                throw Refusal.invalid("quantity", "quantity.negative", "what was counted is not below 0")
            }
            let number = try work.connection.query(
                """
                INSERT INTO davtari.counting_entry
                    (store, counting, product, place, quantity, again, counted_by, counted_at, expected)
                VALUES (\(counting.store), \(counting.id), \(said.product), \(said.place), \(said.quantity),
                    \(said.again), \(call.caller), \(call.now.milliseconds), \(call.onHand[said.product] ?? 0))
                RETURNING number
                """
            ).first?.int64(0)
            return Effect(isNew: true, version: 1, body: ["entry": .int(number ?? 0)])
        }.looking { call, _, lookups in
            guard let product = call.body["product"]?.string, EntityID.isOne(product), let store = call.ids["store"]
            else { return }
            call.onHand[product] = try lookups.onHand(store, product)
        }.admitting(helpers),
        Action("DELETE", "\(path)/entries/{entry}", .goods, BodyForm(NoMembers.self)) { work, call in
            let counting = try underWay(work, call)
            let number = Int64(call.ids["entry"] ?? "") ?? 0
            let gone = try work.connection.query(
                """
                DELETE FROM davtari.counting_entry WHERE store = \(counting.store) AND counting = \(counting.id)
                    AND number = \(number) AND counted_by = \(call.caller) RETURNING number
                """)
            guard !gone.isEmpty else { throw Refusal(.missing, "entry.unknown", "there is no such entry of yours") }
            return Effect(isNew: false, version: 1, body: ["entry": .int(number)])
        }.admitting(helpers),
        Action("DELETE", path, .goods, BodyForm(NoMembers.self)) { work, call in
            let counting = try underWay(work, call)
            try work.end(counting, .dropped)
            return Effect(isNew: false, version: 1, body: ["counting": .string(counting.id)])
        },
        Action("POST", "\(path)/record", .goods, BodyForm(Closing.self)) { work, call in try record(work, call) }
            .looking { call, office, lookups in
                guard let store = call.ids["store"], let id = call.ids["counting"],
                    let counting = try office.read({ try Counting.named(store, id, $0) })
                else { return }
                call.costsOnHand = try lookups.stock(store, counting.category)
            },
    ]

    /// Writes down what was counted. What goes beyond the limit of who ends it waits for somebody else, as any command does.
    private static func record(_ work: Work, _ call: Call) throws -> Effect {
        let counting = try underWay(work, call)
        let said = try call.body.read(Closing.self)
        let entries = try counting.entries(work.connection)
        guard said.entries == entries.last?.number ?? 0 else {
            throw Refusal(
                .conflict, "counting.changed", "somebody has counted more since; look at the comparison again")
        }
        let sums = Counting.sums(entries)
        let again = sums.filter { !$0.isAgain && isWorth($0, call.costsOnHand, more: counting.recountAbove) }
        guard again.isEmpty else {
            throw Refusal(
                .conflict, "counting.again", "\(again.count) differences have to be counted again first",
                [
                    ("count", .int(Int64(again.count))),
                    ("products", .array(again.prefix(100).map { .string($0.product) })),
                ])
        }
        var fact = StockCounted()
        fact.stocktake = counting.id
        fact.circumstances = call.stamped(said.circumstances, zone: try work.shop(counting.store).zone)
        func add(_ product: String, _ quantity: Int64, _ at: Instant) {
            var line = StockCountedLine()
            (line.line, line.product, line.quantity) = (Int64(fact.lines.count) + 1, product, quantity)
            line.countedAt = at.description
            fact.lines.append(line)
        }
        for sum in sums {
            add(sum.product, sum.quantity, sum.countedAt)
            work.booksSay[sum.product] = sum.expected
        }
        if said.zero {
            let counted = Set(sums.map { ExactText($0.product) })
            for (product, on) in call.costsOnHand.sorted where on.quantity != 0 && !counted.contains(ExactText(product))
            {
                add(product, 0, call.now)
            }
        }
        guard !fact.lines.isEmpty else {
            throw Refusal(.conflict, "counting.empty", "nothing was counted yet")
        }
        let stream = GoodsDocumentDecider.stream(counting.store, "stocktake", counting.id)
        let known = try work.known(
            of: .stockCounted(fact), fact.lines.map(\.product), at: counting.store, effectiveAt: nil, stream)
        try work.decide(GoodsDocumentDecider.self, stream, .say(known, .stockCounted(fact)))
        try work.end(counting, .recorded)
        return Effect(
            isNew: true, version: 1, body: ["store": .string(counting.store), "stocktake": .string(counting.id)])
    }

    /// Whether a difference is worth more than an amount; one whose worth nobody knows is.
    static func isWorth(_ sum: Counting.Sum, _ costs: ByID<CostOnHand>, more amount: Int64?) -> Bool {
        guard let amount, sum.difference != 0 else { return false }
        guard let cost = costs[sum.product], cost.quantity > 0 else { return true }
        return Int128(sum.difference.magnitude) * Int128(cost.value.magnitude) > Int128(amount) * Int128(cost.quantity)
    }

    /// One under way, which ends only after this.
    private static func underWay(_ work: Work, _ call: Call) throws -> Counting {
        let (store, id) = (try call.id("store"), try call.id("counting"))
        _ = try work.connection.query(
            "SELECT FROM davtari.counting WHERE store = \(store) AND id = \(id) FOR UPDATE")
        guard let counting = try Counting.named(store, id, work.connection) else {
            throw Refusal.missing("counting", id)
        }
        guard counting.end == nil else {
            throw Refusal(.conflict, "counting.over", "this stocktake is over; nothing is counted into it any more")
        }
        return counting
    }

    private struct Opening: FactPart {
        var category: String?
        var recountAbove: Int64?
        mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
            visitor.text("category", &category)
            visitor.int("recountAbove", &recountAbove, .money)
        }
    }

    private struct Counted: FactPart {
        var product = ""
        var place: String?
        var quantity: Int64 = 0
        var again = false
        mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
            visitor.id("product", &product)
            visitor.id("place", &place)
            visitor.int("quantity", &quantity, .quantity, default: nil)
            visitor.bool("again", &again)
        }
    }

    private struct Closing: FactBody {
        var circumstances = Circumstances()
        /// The last entry that whoever ends it has seen; 0: none.
        var entries: Int64 = 0
        /// Whether what is in its scope and was not counted is not there.
        var zero = false
        mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
            circumstances.visit(&visitor)
            visitor.int("entries", &entries, .number, default: nil)
            visitor.bool("zero", &zero)
        }
    }
}

extension Work {
    fileprivate func end(_ counting: Counting, _ end: Counting.End) throws {
        try connection.execute(
            """
            UPDATE davtari.counting SET ended = \(end.rawValue)
            WHERE store = \(counting.store) AND id = \(counting.id)
            """)
    }
}

/// Whether a difference is worth being counted again, for the page that shows it.
extension Counting.Sum {
    package func isToBeCountedAgain(_ costs: ByID<CostOnHand>, above amount: Int64?) -> Bool {
        !isAgain && CountingActions.isWorth(self, costs, more: amount)
    }
}
