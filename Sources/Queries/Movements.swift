import Crypto
import Events
import JSON
import Postgres
import Projections
import Rules

/// The movements behind a stock figure, in the order in which they are folded, each with what caused it.
package enum Movements {
    /// What a movement is told by, in this order.
    package static let columns = [
        "effective_at", "recorded_at", "kind", "quantity", "cost", "is_guess", "on_hand", "counted", "credit", "fact",
        "line",
        "cause", "partition", "offset",
    ]
    /// What is no plain number, text or truth.
    package static let kinds: [String: Column.Kind] = [
        "quantity": .quantity, "on_hand": .quantity, "counted": .quantity, "cost": .money, "credit": .money,
    ]
    /// No page but the last is empty. The one that holds the cursor may end with it, and one tells that there are more.
    private static let pagesBeside: Int64 = 2
    private static let costs: Set<String> = ["cost", "is_guess", "credit"]

    package struct Page: Sendable {
        package var columns: [String]
        package var rows: [JSON]
        /// Of the shop.
        package var currency: String?
        /// Row by row, the facts that moved the stock.
        package var links: [[(name: String, target: Lead.Target)]] = []
        package var next: String?
        package var schemas: Schemas
    }

    /// Movements of one product in one store, oldest first, with the running quantity on hand.
    ///
    /// - Parameter cursor: the place of the last movement seen.
    package static func list(
        _ connection: Connection, store: String, product: String, limit: Int, cursor: String?,
        for sight: Sight
    ) throws -> Page {
        guard sight.sees(store: store) else {
            throw QueryRefusal.forbidden("store", "this token may not see store \(store)")
        }
        let schemas = try Schemas(connection)
        let pages = schemas.trade("stock_page")
        let after = try cursor.map(key)
        let place = PageBound(after?.at ?? .beginning)
        let rows = try connection.query(
            """
            SELECT from_ms, head, movements, is_tail, from_key FROM (
                (SELECT from_ms, from_key, head, movements, false AS is_tail FROM \(pages)
                WHERE store = \(store) AND product = \(product) AND (from_ms, from_key) >= (
                    SELECT f.from_ms, f.from_key FROM (
                        (SELECT b.from_ms, b.from_key FROM \(pages) b WHERE b.store = \(store) AND b.product = \(product)
                            AND (b.from_ms, b.from_key) <= (\(place.milliseconds), \(place.within))
                            ORDER BY b.from_ms DESC, b.from_key DESC LIMIT 1)
                        UNION ALL SELECT \(Int64.min)::int8, ''::bytea) f
                    ORDER BY f.from_ms DESC, f.from_key DESC LIMIT 1)
                ORDER BY from_ms, from_key LIMIT \(Int64(limit) + pagesBeside))
                UNION ALL
                SELECT from_ms, from_key, head, movements, true FROM \(schemas.trade("stock"))
                WHERE store = \(store) AND product = \(product)) p
            ORDER BY from_ms, from_key
            """)
        let columns = sight.sees(.cost) ? Self.columns : Self.columns.filter { !costs.contains($0) }
        let currency = try connection.query(
            "SELECT current FROM \(schemas.trade("shop_currency")) WHERE store = \(store)"
        ).first.flatMap { try $0.optionalText(0) }
        var page = Page(columns: columns, rows: [], currency: currency, next: nil, schemas: schemas)
        var last: OrderKey?
        for row in rows {
            var onHand = try StockRow.quantityAtStart(try row.bytes(1), isTail: try row.bool(3))
            for movement in try PackedPage.movements(try row.bytes(2)) {
                onHand = Bounded.sum(onHand, movement.quantity)
                if let after, !(after < movement.key) { continue }
                if page.rows.count == limit {
                    page.next = last.map(text)
                    return page
                }
                let row = json(movement, onHand, currency)
                page.rows.append(.object(columns.map { JSON.Member($0, row[$0] ?? .null) }))
                page.links.append(links(movement))
                last = movement.key
            }
        }
        return page
    }

    private static func json(_ movement: Movement, _ onHand: Int64, _ currency: String?) -> JSON {
        let own = movement.key.own
        return [
            "effective_at": .string(Instant(milliseconds: own.milliseconds).description),
            "recorded_at": .string(Instant(milliseconds: movement.source.recordedAt).description),
            "kind": .string("\(movement.kind.told)"), "quantity": .int(movement.quantity), "cost": .int(movement.cost),
            "is_guess": .bool(movement.isGuess), "on_hand": .int(onHand), "fact": .string(own.fact.description),
            "line": .int(own.line), "cause": movement.cause.map { .string($0.sale.fact.description) } ?? .null,
            "partition": .int(Int64(movement.source.partition)), "offset": .int(movement.source.offset),
            "counted": counted(movement), "credit": credit(movement, currency),
        ]
    }

    private static func counted(_ movement: Movement) -> JSON {
        if case .counted(let quantity)? = movement.stated { .int(quantity) } else { .null }
    }

    /// None in another currency than the shop's: it stands beside a cost.
    private static func credit(_ movement: Movement, _ currency: String?) -> JSON {
        guard case .credit(let credit)? = movement.stated, credit.currency == currency else { return .null }
        return .int(credit.amount)
    }

    private static func links(_ movement: Movement) -> [(name: String, target: Lead.Target)] {
        var links = [("fact", movement.key.own.fact)]
        if let cause = movement.cause { links.append(("cause", cause.sale.fact)) }
        return links.map { name, fact in
            (name, Lead.Target(segments: ["v1", "events", fact.description], query: []))
        }
    }

    private static func text(_ key: OrderKey) -> String {
        var pack = PackWriter()
        pack.key(key)
        return Hex.encode(pack.bytes)
    }

    private static func key(_ cursor: String) throws -> OrderKey {
        guard let bytes = Hex.decode(cursor) else { throw QueryRefusal("cursor", "this cursor was not given out here") }
        var pack = PackReader(bytes)
        do { return try pack.orderKey() } catch {
            throw QueryRefusal.contradiction("cursor", "this cursor was not given out for this question")
        }
    }
}
