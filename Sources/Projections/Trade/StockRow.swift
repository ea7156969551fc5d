import Events
import Postgres
import Rules

/// A pool as a row: what reports look at in columns, the last page and what continues it packed.
package enum StockRow {
    static let columns = [
        "store", "product", "quantity", "value", "booked_value", "is_guess", "last_sale", "sold_28", "days_left",
        "from_ms", "from_key", "head", "movements",
    ]

    /// - Parameter pool: packed before.
    static func write(_ pool: Pool, _ names: Names, _ writer: inout CopyWriter) {
        // Taken out once: every look at a pool's page or sales from here copies them.
        let (state, local, sales, tail) = (pool.state, pool.localState, pool.sales, pool.tail)
        writer.text(names[pool.key.store])
        writer.text(names[pool.key.product])
        writer.int64(state.quantity)
        writer.int64(state.value)
        writer.int64(local.value)
        writer.bool(pool.restsOnGuess)
        writer.optionalDate(sales.lastDay)
        writer.int64(sales.soldInRateDays)
        if let days = sales.daysLeft(of: state.quantity) { writer.int64(days) } else { writer.null() }
        writer.int64(tail.from.milliseconds)
        writer.bytes(tail.from.within)
        var head = PackWriter()
        for number in [state.quantity, state.value, state.averageQuantity, state.averageValue] { head.int(number) }
        head.optional(local == state ? nil : local) { pack, local in
            for number in local.flat { pack.int(number) }
        }
        head.sales(sales)
        tail.packHead(&head)
        writer.bytes(head.bytes)
        writer.bytes(tail.bytes)
    }

    /// From a row of `store, product, is_guess, from_ms, from_key, head, movements`.
    static func read(_ row: Row) throws -> StoredPool {
        var head = PackReader(try row.bytes(5))
        let state = try head.state()
        let local = try head.optional { try $0.state() } ?? state
        let sales = try head.sales()
        return StoredPool(
            store: try row.text(0), product: try row.text(1), state: state, local: local, isGuess: try row.bool(2),
            sales: sales,
            tail: try PackedPage(
                from: PageBound(milliseconds: try row.int64(3), within: try row.bytes(4)), head: &head,
                bytes: try row.bytes(6)))
    }

    /// What was sold lately, of a row's `head`: for the digest.
    static func sales(_ head: [UInt8]) throws -> RecentSales {
        var head = PackReader(head)
        _ = try head.state()
        _ = try head.optional { try $0.state() }
        return try head.sales()
    }

    /// The quantity that a page began with, from a `head` of `stock_page`, or of `stock`.
    package static func quantityAtStart(_ bytes: [UInt8], isTail: Bool) throws -> Int64 {
        var head = PackReader(bytes)
        if isTail {
            _ = try head.state()
            _ = try head.optional { try $0.state() }
            _ = try head.sales()
        }
        return try PackedPage(from: .beginning, head: &head, bytes: []).start?.pair.corrected.quantity ?? 0
    }
}

extension PackWriter {
    fileprivate mutating func sales(_ sales: RecentSales) {
        int(sales.bound)
        int(sales.floor)
        list(sales.days) { pack, sold in
            pack.int(sold.day)
            pack.wide(sold.quantity)
        }
    }
}

extension PackReader {
    fileprivate mutating func state() throws -> CostState {
        CostState(quantity: try int(), value: try int(), averageQuantity: try int(), averageValue: try int())
    }

    fileprivate mutating func sales() throws -> RecentSales {
        RecentSales(
            bound: Int32(truncatingIfNeeded: try int()), floor: Int32(truncatingIfNeeded: try int()),
            days: try list { .init(day: Int32(truncatingIfNeeded: try $0.int()), quantity: try $0.wide()) })
    }
}
