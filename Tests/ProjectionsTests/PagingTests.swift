import Events
import Foundation
import JSON
import Log
import Postgres
import Simulation
import TestSupport
import Testing

@testable import Projections

/// Long histories of one product, told late and out of order, folded in small batches by workers that know nothing of
/// each other: the same as a fold of everything at once.
@Suite(.long) struct `Long histories in pages` {
    static let facts = 2_000
    /// DAVTARI_TEST_SEED tells one more story.
    static let seeds: [UInt64] =
        ProcessInfo.processInfo.environment["DAVTARI_TEST_SEED"].flatMap { UInt64($0) }.map { [$0] }
        ?? [1]
    /// A page waits for a moment at which nothing is owed and no return looks back; such moments are frequent here.
    static let longestPage = 2 * Pool.pageLength

    /// Of a hundred facts: how many are deliveries (where they are few, something is owed nearly always), and how many come in the
    /// millisecond of the one before.
    static let kinds = [(deliveries: 15, still: 0), (1, 0), (15, 98), (1, 98)]

    @Test(arguments: seeds, kinds)
    func `live in small batches, and all at once: the same`(
        _ seed: UInt64, _ kind: (deliveries: Int, still: Int)
    ) throws {
        print("long histories in pages: seed \(seed)")
        var story = History(seed: seed, deliveries: kind.deliveries, still: kind.still)
        let facts = story.tell(Self.facts)
        let chain = try TestChain()
        var first = 0
        while first < facts.count {
            let batch = facts[first..<min(first + story.random.below(70) + 10, facts.count)]
            try chain.appendAll(batch.map { ($0.store, $0.bytes) })
            first = batch.endIndex
            // A worker of its own, which has to fetch whatever it changes.
            try CatchUp.run(chain.conninfo, chain.log, owner: "batch \(first)", batch: ReadLimit(records: 13))
        }
        let connection = try Connection(chain.conninfo)
        let pages = try connection.query(
            "SELECT movements FROM trade_1.stock_page UNION ALL SELECT movements FROM trade_1.stock"
        ).map { try PackedPage.movements(try $0.bytes(0)).count }
        // Returns of what another shop sold in the same millisecond stand behind the sale, and before it in their own shop's books:
        // between both no page begins.
        if kind.still == 0 { #expect(pages.max()! <= Self.longestPage, "seed \(seed): \(pages)") }
        #expect(pages.count >= Self.facts / Self.longestPage, "seed \(seed): \(pages)")
        var lines: [String] = []
        do {
            try Rebuild(chain.conninfo, chain.log, [Trade.self]) { lines.append($0) }.run(accept: false)
        } catch {
            Issue.record("seed \(seed): \(lines.joined(separator: "\n"))")
        }
    }
}

/// What two shops do with one product: sell, take back, correct, receive, and learn late what it costs.
private struct History {
    struct Told {
        var store: String?
        var bytes: [UInt8]
    }

    var random: SeededRandom
    private var numbers: [String: Int64] = [:]
    private var sold: [(id: String, store: String, at: Int64, quantity: Int64)] = []
    private var clock = Instant("2026-01-01T00:00:00Z")!.milliseconds
    private let shops = ["S1", "S2"]

    private let deliveries: Int
    private let still: Int

    init(seed: UInt64, deliveries: Int, still: Int) {
        (random, self.deliveries, self.still) = (SeededRandom(seed), deliveries, still)
    }

    /// In the order of arrival: mostly as it happened, now and then much later.
    mutating func tell(_ count: Int) -> [Told] {
        var arrivals: [(at: Int, told: Told)] = []
        for place in 0..<count {
            if random.below(100) >= still { clock += Int64(1 + random.below(600_000)) }
            let delay = random.below(100) < 12 ? random.below(count) : random.below(4)
            arrivals.append((place + delay, next(place)))
        }
        return arrivals.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element.told)
    }

    private mutating func next(_ place: Int) -> Told {
        let store = shops[random.below(2)]
        switch random.below(100) {
        case 0..<deliveries where place > 30: return received(store)
        case 15..<25 where !sold.isEmpty: return returned(store)
        case 25..<30 where !sold.isEmpty: return corrected()
        case 30..<32: return defaultCost()
        case 32..<34: return unreferencedReturn(store)
        default: return sale(store)
        }
    }

    private mutating func event(_ type: String, _ data: JSON, _ store: String?, _ writer: String) -> (String, Told) {
        numbers[writer, default: 0] += 1
        let bytes = TestChain.event(
            type, data, store: store, writer: writer, sequence: numbers[writer]!,
            at: Instant(milliseconds: clock).description)
        return ("\(writer):\(numbers[writer]!)", Told(store: store, bytes: bytes))
    }

    private mutating func sale(_ store: String) -> Told {
        let quantity = Int64(1 + random.below(5_000))
        let receipt = TestChain.receipt([("p", quantity, quantity / 2)], customer: "c\(random.below(3))")
        let (id, told) = event("receipt.completed.v1", receipt, store, "\(store)-t1")
        sold.append((id, store, clock, quantity))
        return told
    }

    private mutating func received(_ store: String) -> Told {
        let quantity = Int64(10_000 + random.below(30_000))
        let delivery = TestChain.delivery([("p", quantity, quantity / 3 + Int64(random.below(4_000)))])
        return event("goods.received.v1", delivery, store, "office-\(store)").1
    }

    /// Of one of the last sales, mostly in the shop that sold it; some come back twice and more than was sold.
    private mutating func returned(_ store: String) -> Told {
        let sale = sold[sold.count - 1 - random.below(min(sold.count, 20))]
        let shop = random.below(4) == 0 ? store : sale.store
        let quantity = Int64(1 + random.below(Int(sale.quantity)))
        var receipt = TestChain.receipt([("p", -quantity, -quantity / 2)], original: (sale.id, 1))
        // Some tills' clocks run behind: the return happened before its sale.
        if random.below(6) == 0 {
            receipt["effectiveAt"] = .string(Instant(milliseconds: sale.at - 60_000).description)
        }
        return event("receipt.completed.v1", receipt, shop, "\(shop)-t1").1
    }

    private mutating func unreferencedReturn(_ store: String) -> Told {
        let receipt = TestChain.receipt([("p", -Int64(1 + random.below(900)), -10)])
        return event("receipt.completed.v1", receipt, store, "\(store)-t1").1
    }

    private mutating func corrected() -> Told {
        let sale = sold[random.below(sold.count)]
        let quantity = Int64(1 + random.below(5_000))
        let correction: JSON = [
            "receipt": .string(sale.id), "revision": .int(Int64(1 + random.below(3))),
            "replacement": TestChain.receipt([("p", quantity, quantity / 2)], customer: "c\(random.below(3))"),
        ]
        return event("receipt.corrected.v1", correction, sale.store, "office-\(sale.store)").1
    }

    private mutating func defaultCost() -> Told {
        event(
            "product.changed.v1",
            ["product": "p", "defaultCost": ["amount": .int(Int64(100 + random.below(300))), "per": 1_000]], nil,
            "office"
        ).1
    }
}
