import Events
import Foundation
import JSON
import Log
import Postgres
import Projections
import Simulation
import TestSupport
import Testing

/// The whole of goods in three shops, told in any order, late and twice: the same read models.
@Suite(.long) struct `The order of goods' arrival` {
    /// DAVTARI_TEST_SEED tells one more story.
    static let seeds: [UInt64] =
        ProcessInfo.processInfo.environment["DAVTARI_TEST_SEED"].flatMap { UInt64($0) }.map { [$0] }
        ?? [1, 2, 3]
    static let count = 600

    private func fold(_ facts: [GoodsStory.Told], batch: Int = 500) throws -> TestChain {
        let chain = try TestChain()
        try chain.appendAll(facts.map { ($0.store, $0.bytes) })
        try CatchUp.run(chain.conninfo, chain.log, batch: ReadLimit(records: batch))
        return chain
    }

    private func lines(_ chain: TestChain, _ depth: Digest.Depth = .facts) throws -> String {
        try Digest.serving(try Connection(chain.conninfo), Trade.self, depth)
    }

    @Test(arguments: seeds, [false, true])
    func `permuted, delayed and repeated, goods give the same read models`(_ seed: UInt64, _ hasCurrencies: Bool) throws
    {
        print("goods in any order: seed \(seed)\(hasCurrencies ? ", in two currencies" : "")")
        var story = GoodsStory(seed: seed, hasCurrencies: hasCurrencies)
        let facts = story.tell(Self.count)
        let reference = try lines(try fold(facts))
        for round in 0..<2 {
            // In one batch, in a few, or nearly each by itself.
            let permuted = try fold(story.shuffled(facts), batch: [500, 7][round])
            #expect(try lines(permuted) == reference, "seed \(seed), permutation \(round)")
        }
        #expect(try lines(try fold(story.delayed(facts))) == reference, "seed \(seed), delayed")
        #expect(try lines(try fold(story.repeated(facts))) == reference, "seed \(seed), repeated")
    }

    @Test(arguments: seeds)
    func `in batches of any size and rebuilt, the same log gives the same, booked figures included`(_ seed: UInt64)
        throws
    {
        print("goods in batches: seed \(seed)")
        var story = GoodsStory(seed: seed &+ 100)
        let facts = story.delayed(story.tell(Self.count))
        let reference = try lines(try fold(facts, batch: 1_000), .booked)
        let chain = try fold(facts, batch: 7)
        #expect(try lines(chain, .booked) == reference, "seed \(seed)")
        var said: [String] = []
        do {
            try Rebuild(chain.conninfo, chain.log, [Trade.self]) { said.append($0) }.run(accept: false)
        } catch {
            Issue.record("seed \(seed): \(said.joined(separator: "\n"))")
        }
    }

    @Test func `the story has every kind of fact in it`() throws {
        var story = GoodsStory(seed: 1)
        let types = Set(story.tell(Self.count).map(\.type))
        #expect(types.count == 16, "\(types.sorted())")
        var other = GoodsStory(seed: 1, hasCurrencies: true)
        #expect(Set(other.tell(Self.count).map(\.type)).subtracting(types) == ["store.opened.v1"])
    }
}

/// What three shops do with two products: buy, sell, take back, send to each other, lose, count, value anew, and correct.
private struct GoodsStory {
    struct Told {
        var type: String
        var store: String?
        var bytes: [UInt8]
    }

    private struct Line {
        var fact: String
        var store: String
        var product: String
        var quantity: Int64
        var transfer = ""
        var to = ""
    }

    var random: SeededRandom
    private var numbers: [String: Int64] = [:]
    private var sold: [Line] = []
    private var received: [Line] = []
    private var sent: [Line] = []
    /// Documents that can be corrected: what they say, when, and what a correction calls it.
    private var documents: [(fact: String, store: String, kind: String, data: JSON, at: String)] = []
    private var clock = Instant("2026-01-01T00:00:00Z")!.milliseconds
    private let shops = ["S1", "S2", "S3"]

    /// Where little is delivered and much is sent, goods go round and are owed most of the time.
    private let isPoor: Bool
    /// Whether shops are opened, some again in another currency, and documents state either.
    private let hasCurrencies: Bool

    init(seed: UInt64, hasCurrencies: Bool = false) {
        (random, isPoor) = (SeededRandom(seed), seed % 2 == 0)
        self.hasCurrencies = hasCurrencies
    }

    private mutating func currency() -> JSON { hasCurrencies && random.below(4) == 0 ? "USD" : "GEL" }

    mutating func tell(_ count: Int) -> [Told] {
        (0..<count).map { _ in
            clock += Int64(1 + random.below(3_600_000))
            return next()
        }
    }

    // MARK: Orders of arrival

    mutating func shuffled(_ facts: [Told]) -> [Told] {
        var facts = facts
        for place in facts.indices.dropFirst().reversed() { facts.swapAt(place, random.below(place + 1)) }
        return facts
    }

    mutating func delayed(_ facts: [Told]) -> [Told] {
        let places = facts.indices.map { random.below(100) < 20 ? $0 + random.below(facts.count) : $0 }
        return facts.indices.sorted { (places[$0], $0) < (places[$1], $1) }.map { facts[$0] }
    }

    mutating func repeated(_ facts: [Told]) -> [Told] {
        facts.enumerated().flatMap { index, fact in
            random.below(100) < 20 ? [fact, facts[random.below(index + 1)]] : [fact]
        }
    }

    // MARK: Facts

    private mutating func post(_ type: String, _ data: JSON, _ store: String?, _ writer: String) -> (String, Told) {
        numbers[writer, default: 0] += 1
        let bytes = TestChain.event(
            type, data, store: store, writer: writer, sequence: numbers[writer]!,
            at: Instant(milliseconds: clock).description)
        return ("\(writer):\(numbers[writer]!)", Told(type: type, store: store, bytes: bytes))
    }

    private mutating func office(_ type: String, _ data: JSON, _ store: String) -> (String, Told) {
        let (id, told) = post(type, data, store, "o-\(store)")
        if let kind = Self.revisable[type] {
            let at = data["effectiveAt"]?.string ?? Instant(milliseconds: clock).description
            documents.append((id, store, kind, data, at))
        }
        return (id, told)
    }

    private static let revisable = [
        "goods.received.v1": "delivery", "goods.returned.v1": "vendorReturn", "stock.writtenOff.v1": "writeOff",
        "stock.counted.v1": "stocktake", "stock.revalued.v1": "revaluation", "transfer.dispatched.v1": "dispatch",
    ]

    private var date: String { String(Instant(milliseconds: clock).description.prefix(10)) }

    private mutating func amount(_ upTo: Int) -> Int64 { Int64(1 + random.below(upTo)) }

    private mutating func next() -> Told {
        let store = shops[random.below(3)]
        let product = ["p", "q"][random.below(2)]
        switch random.below(100) {
        case 0..<(isPoor ? 4 : 14): return delivered(store, product)
        case 4..<24: return dispatched(store, product)
        case 24..<38 where !sent.isEmpty: return arrived()
        case 38..<42 where !sent.isEmpty: return lost()
        case 42..<44 where !sent.isEmpty: return closed()
        case 44..<49: return counted(store, product)
        case 49..<53: return writtenOff(store, product)
        case 53..<58 where !received.isEmpty: return givenBack()
        case 58..<62 where !received.isEmpty: return costCorrected()
        case 62..<65 where !received.isEmpty: return costAdded()
        case 65..<68: return revalued(store, product)
        case 68..<70: return defaultCost(product)
        case 70..<74 where !sold.isEmpty: return corrected()
        case 74..<80 where !sold.isEmpty: return returned()
        case 82..<89 where !documents.isEmpty: return revised()
        case 80..<82 where hasCurrencies: return opened(store)
        default: return sale(store, product)
        }
    }

    private mutating func sale(_ store: String, _ product: String) -> Told {
        let quantity = amount(4_000)
        let (id, told) = post(
            "receipt.completed.v1", TestChain.receipt([(product, quantity, quantity / 2)]), store, "t-\(store)")
        sold.append(Line(fact: id, store: store, product: product, quantity: quantity))
        return told
    }

    private mutating func returned() -> Told {
        let sale = sold[random.below(sold.count)]
        let store = random.below(3) == 0 ? shops[random.below(3)] : sale.store
        let quantity = amount(Int(sale.quantity))
        return post(
            "receipt.completed.v1",
            TestChain.receipt([(sale.product, -quantity, -quantity / 2)], original: (sale.fact, 1)), store,
            "t-\(store)"
        ).1
    }

    private mutating func corrected() -> Told {
        let sale = sold[random.below(sold.count)]
        // Some are posted to another shop's books.
        let store = random.below(4) == 0 ? shops[random.below(3)] : sale.store
        let quantity = amount(4_000)
        return office(
            "receipt.corrected.v1",
            [
                "receipt": .string(sale.fact), "revision": .int(amount(3)),
                "replacement": TestChain.receipt([(sale.product, quantity, quantity / 2)]),
            ], store
        ).1
    }

    private mutating func delivered(_ store: String, _ product: String) -> Told {
        let quantity = Int64(2_000) + amount(20_000)
        var data = TestChain.delivery([(product, quantity, quantity / 3 + amount(4_000))])
        data["currency"] = currency()
        let (id, told) = office("goods.received.v1", data, store)
        received.append(Line(fact: id, store: store, product: product, quantity: quantity))
        return told
    }

    private mutating func dispatched(_ store: String, _ product: String) -> Told {
        let quantity = amount(isPoor ? 30_000 : 9_000)
        let (to, transfer) = (shops[random.below(3)], "t\(sent.count / 2)")
        var data: JSON = [
            "transfer": .string(transfer), "to": .string(to),
            "lines": [["line": 1, "product": .string(product), "quantity": .int(quantity)]],
        ]
        if random.below(6) == 0 { data["effectiveAt"] = .string(date) }
        let (id, told) = office("transfer.dispatched.v1", data, store)
        sent.append(
            Line(fact: id, store: store, product: product, quantity: quantity, transfer: transfer, to: to))
        return told
    }

    private mutating func arrived() -> Told {
        let dispatch = sent[sent.count - 1 - random.below(min(sent.count, 12))]
        let quantity = isPoor ? dispatch.quantity : amount(Int(dispatch.quantity))
        var line: JSON = ["line": 1, "product": .string(dispatch.product), "quantity": .int(quantity)]
        if random.below(2) == 0 { line["dispatchLine"] = 1 }
        if random.below(2) == 0 { line["cost"] = .int(amount(5_000)) }
        var data: JSON = [
            "transfer": .string(dispatch.transfer), "from": .string(dispatch.store), "currency": "GEL",
            "lines": [line],
        ]
        if random.below(10) > 0 { data["dispatch"] = .string(dispatch.fact) }
        // Some clocks run behind, and some documents have a date alone: then it arrived before it was sent.
        switch random.below(6) {
        case 0: data["effectiveAt"] = .string(Instant(milliseconds: clock - 40_000_000).description)
        case 1: data["effectiveAt"] = .string(date)
        default: break
        }
        return office("transfer.received.v1", data, dispatch.to).1
    }

    private mutating func lost() -> Told {
        let dispatch = sent[random.below(sent.count)]
        var data: JSON = [
            "transfer": .string(dispatch.transfer),
            "lines": [
                [
                    "line": 1, "product": .string(dispatch.product), "quantity": .int(amount(2_000)),
                    "kind": .string(["missing", "damaged", "surplus"][random.below(3)]),
                ]
            ],
        ]
        if random.below(2) == 0 { data["dispatch"] = .string(dispatch.fact) }
        return office("transfer.discrepancyFound.v1", data, random.below(4) == 0 ? dispatch.to : dispatch.store).1
    }

    private mutating func closed() -> Told {
        let dispatch = sent[random.below(sent.count)]
        return office(
            "transfer.closed.v1", ["transfer": .string(dispatch.transfer)],
            random.below(4) == 0 ? dispatch.to : dispatch.store
        ).1
    }

    private mutating func counted(_ store: String, _ product: String) -> Told {
        let at = Instant(milliseconds: clock - Int64(random.below(40_000_000))).description
        return office(
            "stock.counted.v1",
            [
                "stocktake": "s",
                "lines": [
                    [
                        "line": 1, "product": .string(product), "quantity": .int(Int64(random.below(12_000))),
                        "countedAt": .string(at),
                    ]
                ],
            ], store
        ).1
    }

    private mutating func writtenOff(_ store: String, _ product: String) -> Told {
        office(
            "stock.writtenOff.v1",
            ["writeOff": "w", "lines": [["line": 1, "product": .string(product), "quantity": .int(amount(900))]]], store
        ).1
    }

    private mutating func givenBack() -> Told {
        let delivery = received[random.below(received.count)]
        let store = random.below(8) == 0 ? shops[random.below(3)] : delivery.store
        var line: JSON = [
            "line": 1, "product": .string(delivery.product), "quantity": .int(amount(3_000)),
            "delivery": .string(delivery.fact), "deliveryLine": 1,
        ]
        if random.below(2) == 0 { line["credit"] = .int(amount(900)) }
        return office("goods.returned.v1", ["vendorReturn": "v", "currency": currency(), "lines": [line]], store).1
    }

    private mutating func costCorrected() -> Told {
        let delivery = received[random.below(received.count)]
        let store = random.below(4) == 0 ? shops[random.below(3)] : delivery.store
        return office(
            "cost.corrected.v1",
            [
                "delivery": .string(delivery.fact), "revision": .int(amount(3)), "currency": currency(),
                "lines": [["line": 1, "product": .string(delivery.product), "cost": .int(amount(9_000))]],
            ], store
        ).1
    }

    private mutating func costAdded() -> Told {
        let (one, other) = (received[random.below(received.count)], received[random.below(received.count)])
        return office(
            "landedCost.added.v1",
            [
                "charge": "c", "currency": currency(), "amount": 500,
                "lines": [
                    [
                        "line": 1, "delivery": .string(one.fact), "deliveryLine": 1, "product": .string(one.product),
                        "amount": 300,
                    ],
                    [
                        "line": 2, "delivery": .string(other.fact), "deliveryLine": 1,
                        "product": .string(other.product), "amount": 200,
                    ],
                ],
            ], one.store
        ).1
    }

    private mutating func revalued(_ store: String, _ product: String) -> Told {
        office(
            "stock.revalued.v1",
            [
                "revaluation": "r", "currency": currency(),
                "lines": [
                    ["line": 1, "product": .string(product), "cost": ["amount": .int(amount(700)), "per": 1_000]]
                ],
            ], store
        ).1
    }

    /// A document is corrected or taken back; mostly as its shop would, at times in other books, or with less than it had.
    private mutating func revised() -> Told {
        let document = documents[documents.count - 1 - random.below(min(documents.count, 30))]
        let store = random.below(8) == 0 ? shops[random.below(3)] : document.store
        let lines = (document.data["lines"]?.array ?? []).map { line -> JSON in
            var replaced: JSON = ["line": line["line"] ?? 1]
            replaced["product"] = line["product"]
            replaced["quantity"] = line["quantity"]
            return replaced
        }
        var data: JSON = [
            "original": .string(document.fact), "revision": .int(amount(3)), "effectiveAt": .string(document.at),
            "replaced": .array(random.below(6) == 0 ? [] : lines),
        ]
        guard random.below(3) > 0 else {
            (data["kind"], data["document"]) = (.string(document.kind == "dispatch" ? "transfer" : document.kind), "d")
            if random.below(2) == 0 {
                let day = "2026-03-\(10 + random.below(20))"
                (data["effectiveAt"], data["closedThrough"]) = (.string(day), .string(day))
            }
            return office("goods.reversed.v1", data, store).1
        }
        var whole = document.data
        whole["effectiveAt"] = nil
        whole["lines"] = .array(
            (whole["lines"]?.array ?? []).map { line in
                var line = line
                if line["quantity"] != nil { line["quantity"] = .int(amount(5_000)) }
                if line["cost"]?.int != nil { line["cost"] = .int(amount(5_000)) }
                if random.below(4) == 0 { line["product"] = .string(["p", "q"][random.below(2)]) }
                return line
            })
        data[document.kind] = whole
        return office("goods.corrected.v1", data, store).1
    }

    private mutating func opened(_ store: String) -> Told {
        post("store.opened.v1", ["store": .string(store), "currency": currency()], nil, "office").1
    }

    private mutating func defaultCost(_ product: String) -> Told {
        post(
            "product.changed.v1",
            ["product": .string(product), "defaultCost": ["amount": .int(amount(400)), "per": 1_000]], nil, "office"
        ).1
    }
}
