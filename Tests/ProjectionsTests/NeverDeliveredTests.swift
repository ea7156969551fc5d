import Events
import Rules
import Testing

@testable import Projections

@Suite struct `A product that is never delivered` {
    private static let sales: Int64 = 5_000
    private static let second: Int64 = 1_000

    private static func key(_ number: Int64, at milliseconds: Int64) -> PlainKey {
        PlainKey(milliseconds: milliseconds, phase: .out, writer: "w", sequence: number, line: 1, part: 0)
    }

    private static let source = RecordSource(partition: 0, offset: 0, recordedAt: 0)

    /// A pool that has sold again and again, and its pages before the last as the database has them.
    ///
    /// - Parameter every: milliseconds from sale to sale; 0: all at once.
    private static func sold(every step: Int64 = second) throws -> (pool: Pool, stored: [PackedPage]) {
        let pool = Pool(PoolKey(store: 0, product: 0))
        for number in 1...sales {
            let costs = pool.append(
                .sale, key(number, at: number * step), quantity: -1_000, value: 0, source, dayOffset: 0,
                preset: { nil })
            try #require(costs != nil)
        }
        return (pool, pool.takeEarlier().fresh)
    }

    private static func open(
        _ pool: Pool, _ stored: [PackedPage], from key: PlainKey, _ reach: Pool.Reach
    ) throws -> PoolLedger {
        func fetch(_ from: PageBound, _ reach: Pool.Reach, _ end: PageBound) -> [PackedPage] {
            let first = stored.last { $0.from <= from && (reach == .issue || !$0.beginsOwing) }?.from ?? .beginning
            return stored.filter { $0.from >= first && $0.from < end }
        }
        return try pool.open(from: key, reach, ShopCurrency(), preset: { _ in nil }, fetch: fetch)
    }

    private static func movement(_ kind: Movement.Kind, _ key: PlainKey, _ quantity: Int64, _ value: Int64) -> Movement
    {
        Movement(key: OrderKey(key), kind: kind, quantity: quantity, value: value, source: source)
    }

    @Test func `is sold late for the pages from its moment on, however much is owed, and delivered for all`() throws {
        let (pool, stored) = try Self.sold()
        let late = Self.key(Self.sales + 1, at: (Self.sales - 100) * Self.second + 1)
        let ledger = try Self.open(pool, stored, from: late, .issue)
        ledger.insert(Self.movement(.sale, late, -1_000, 0))
        #expect(ledger.movements.count <= 100 + 2 * Pool.pageLength)
        #expect(ledger.localCost(OrderKey(late)) == 0)
        #expect(ledger.state.quantity == -1_000 * (Self.sales + 1) && ledger.localState == ledger.state)
        // What comes in settles the oldest debts.
        let delivered = PlainKey(
            milliseconds: (Self.sales + 1) * Self.second, phase: .in, writer: "b", sequence: 1, line: 1, part: 0)
        let whole = try Self.open(pool, stored, from: delivered, .debts)
        #expect(whole.movements.count == Int(Self.sales) + 1)
        whole.insert(Self.movement(.delivery, delivered, 1_000 * (Self.sales + 2), 10 * (Self.sales + 2)))
        #expect(whole.state.quantity == 1_000 && whole.state.value == 10)
        #expect(whole.movements.allSatisfy { $0.kind == .delivery || $0.cost == 10 })
    }

    @Test func `and late sales one after the other, packed between, come to the same as in their order`() throws {
        let (pool, stored) = try Self.sold()
        var pages = stored
        var (number, moment) = (Self.sales, (Self.sales - 60) * Self.second)
        for _ in 1...200 {
            (number, moment) = (number + 1, moment + 311)
            let late = Self.key(number, at: moment)
            try Self.open(pool, pages, from: late, .issue).insert(Self.movement(.sale, late, -1_000, 0))
            pool.pack()
            let (fresh, gone) = pool.takeEarlier()
            pages = (pages.filter { !gone.contains($0.from) } + fresh).sorted { $0.from < $1.from }
        }
        #expect(pool.state.quantity == -1_000 * number && pool.localState == pool.state)
        let all = try (pages + [pool.tail]).flatMap { try $0.movements() }
        #expect(all.count == Int(number) && zip(all, all.dropFirst()).allSatisfy { $0.key < $1.key })
        for (page, next) in zip(pages, pages.dropFirst() + [pool.tail]) {
            let before = page.start?.pair.corrected.quantity ?? 0
            #expect(next.start?.pair.corrected.quantity == before - 1_000 * Int64(page.count))
        }
    }

    @Test func `is sold in one millisecond on pages of the usual length, in order or not`() throws {
        let (pool, stored) = try Self.sold(every: 0)
        #expect(stored.allSatisfy { $0.count == Pool.pageLength } && pool.tail.count <= Pool.pageLength)
        #expect(stored.count >= Int(Self.sales) / Pool.pageLength - 1)
        // One more line of a receipt of a hundred receipts ago.
        let late = PlainKey(milliseconds: 0, phase: .out, writer: "w", sequence: Self.sales - 100, line: 2, part: 0)
        let ledger = try Self.open(pool, stored, from: late, .issue)
        ledger.insert(Self.movement(.sale, late, -1_000, 0))
        #expect(ledger.movements.count <= 100 + 2 * Pool.pageLength)
        pool.pack()
        let (fresh, gone) = pool.takeEarlier()
        let pages = (stored.filter { !gone.contains($0.from) } + fresh).sorted { $0.from < $1.from } + [pool.tail]
        #expect(pages.allSatisfy { $0.count <= Pool.pageLength })
        let all = try pages.flatMap { try $0.movements() }
        #expect(all.count == Int(Self.sales) + 1 && zip(all, all.dropFirst()).allSatisfy { $0.key < $1.key })
        #expect(pool.state.quantity == -1_000 * (Self.sales + 1) && pool.localState == pool.state)
    }

    @Test func `and a page whose sales were all taken out still begins where it began`() throws {
        let (pool, _) = try Self.sold()
        let bound = pool.tail.from
        let taken = try pool.tail.movements().map(\.key)
        let ledger = try Self.open(pool, [], from: taken[0].at, .issue)
        for key in taken { ledger.remove(key) }
        pool.pack()
        try #require(pool.tail.count == 0 && pool.tail.from == bound)
        let costs = pool.append(
            .sale, Self.key(Self.sales + 1, at: Self.second + 1), quantity: -1_000, value: 0, Self.source, dayOffset: 0,
            preset: { nil })
        #expect(costs == nil, "it belongs before the pages that are written already")
    }
}
