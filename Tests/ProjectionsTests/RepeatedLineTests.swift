import Events
import Foundation
import JSON
import Log
import Postgres
import Projections
import Simulation
import TestSupport
import Testing

/// A till may repeat a line's number, which is marked; what its goods cost counts as one's whose lines are numbered well.
@Suite struct `Lines of one number` {
    static let seed: UInt64 =
        ProcessInfo.processInfo.environment["DAVTARI_TEST_SEED"].flatMap { UInt64($0) } ?? 20_261_129

    private static let kinds = ["sale", "return", "void", "liability", "charge", "rounding"]

    private static func delivery(_ number: Int64, at time: String, cost: Int64) -> [UInt8] {
        TestChain.event(
            "goods.received.v1",
            [
                "delivery": .string("D\(number)"), "currency": "GEL",
                "lines": [["line": 1, "product": "x", "quantity": 10_000, "cost": .int(cost)]],
            ], store: "S01", writer: "b", sequence: number, at: time)
    }

    /// The cost of a day's receipts, counted and suspect, live and after a rebuild, and whether both are equal in all.
    private func cost(_ facts: [[UInt8]], batch: Int) throws -> (live: Int64, rebuilt: Int64, isEqual: Bool) {
        let chain = try TestChain()
        try chain.appendAll(facts.map { ("S01", $0) })
        try CatchUp.run(chain.conninfo, chain.log, batch: ReadLimit(records: batch))
        func cost(_ version: Int) throws -> Int64 {
            try Connection(chain.conninfo).query(
                "SELECT coalesce(sum(cost + suspect[8]), 0)::int8 FROM trade_\(unsafeSQL: String(version)).store_day")[
                    0
                ]
                .int64(0)
        }
        let live = try cost(1)
        var told: [String] = []
        try Rebuild(chain.conninfo, chain.log, [Trade.self]) { told.append($0) }.run(accept: true)
        return (live, try cost(2), told.contains { $0.contains("equal to the serving version") })
    }

    @Test(arguments: kinds) func `cost what the goods of each cost, one by one as in one batch`(_ kind: String) throws {
        let isBack = kind == "return"
        var receipt = TestChain.receipt([("x", 2_000, 20)], day: "2026-11-29")
        receipt["lines"] = [
            [
                "line": 1, "kind": .string(kind), "product": "x", "quantity": isBack ? -1_000 : 1_000,
                "gross": isBack ? -10 : 10,
            ],
            ["line": 1, "kind": "sale", "product": "x", "quantity": 2_000, "gross": 20],
        ]
        let facts = [
            Self.delivery(1, at: "2026-11-29T08:00:00Z", cost: 1_000),
            Self.delivery(2, at: "2026-11-29T07:00:00Z", cost: 500),
            TestChain.event(
                "receipt.completed.v1", receipt, store: "S01", writer: "a", sequence: 1, at: "2026-11-29T09:00:00Z"),
        ]
        let goods: Int64 = kind == "sale" ? 3_000 : isBack ? 1_000 : 2_000
        for order in [[0, 1, 2], [0, 2, 1], [2, 1, 0]] {
            for batch in [1, 100] {
                let costs = try cost(order.map { facts[$0] }, batch: batch)
                // 20 pieces came for 1500.
                #expect(costs.live == goods * 1_500 / 20_000, "\(kind) \(order) in batches of \(batch)")
                #expect(costs.isEqual && costs.rebuilt == costs.live, "\(kind) \(order) in batches of \(batch)")
            }
        }
    }

    /// At the edge of what can be written, a line's cost leaves 64 bits; sums are those of what lines show all the same.
    @Test(arguments: [false, true])
    func `give one digest, whatever they are, in batches of any size and after a rebuild`(_ isAtEdge: Bool) throws {
        print("lines of one number: seed \(Self.seed)")
        var random = SeededRandom(Self.seed)
        func amount(_ usual: Int) -> Int64 {
            isAtEdge ? random.pick([1 << 53, (1 << 53) - 11, (1 << 52) + 3, Int64(usual)]) : Int64(usual)
        }
        for _ in 0..<(isFast ? 3 : 12) {
            var facts: [[UInt8]] = []
            var (tills, goods): (Int64, Int64) = (0, 0)
            for _ in 0..<30 {
                let time = "2026-11-29T0\(random.below(9)):\(10 + random.below(50)):00Z"
                guard random.happens(percent: 75) else {
                    goods += 1
                    facts.append(
                        Self.delivery(
                            goods, at: time, cost: amount(random.below(2_000)) * (isAtEdge ? random.pick([1, -1]) : 1)))
                    continue
                }
                tills += 1
                var receipt = TestChain.receipt(
                    [("x", 1_000, 10)], day: "2026-11-29", customer: random.pick([nil, "c"]))
                receipt["lines"] = .array(
                    (0...random.below(4)).map { _ in
                        let sign: Int64 = random.happens(percent: 30) ? -1 : 1
                        var line: JSON = [
                            "line": .int(Int64(1 + random.below(2))), "kind": .string(random.pick(Self.kinds)),
                            "product": .string(random.pick(["x", "y"])),
                            "quantity": .int(sign * amount(1 + random.below(5_000))), "gross": .int(sign * 10),
                        ]
                        if random.happens(percent: 30) {
                            line["components"] = [
                                ["product": "x", "quantity": 500], ["product": "y", "quantity": 700],
                            ]
                        }
                        if random.happens(percent: 30) {
                            line["original"] = [
                                "receipt": .string("a:\(1 + random.below(20))"),
                                "line": .int(Int64(1 + random.below(2))),
                            ]
                        }
                        return line
                    })
                facts.append(
                    TestChain.event(
                        "receipt.completed.v1", receipt, store: "S01", writer: "a", sequence: tills, at: time))
            }
            let chain = try TestChain()
            try chain.appendAll(facts.map { ("S01", $0) })
            try CatchUp.run(chain.conninfo, chain.log, batch: ReadLimit(records: 1))
            let other = try TestChain()
            try other.appendAll(facts.map { ("S01", $0) })
            try CatchUp.run(other.conninfo, other.log, batch: ReadLimit(records: 100))
            let digests = try [chain, other].map { try Digest.serving(Connection($0.conninfo), Trade.self, .booked) }
            #expect(digests[0] == digests[1], "seed \(Self.seed)")
            var told: [String] = []
            try Rebuild(chain.conninfo, chain.log, [Trade.self]) { told.append($0) }.run(accept: true)
            #expect(told.contains { $0.contains("equal to the serving version") }, "seed \(Self.seed): \(told)")
        }
    }

    @Test func `a number in quarantine in a shop and in the chain has one place in the digest`() throws {
        func damaged(_ store: String?, _ text: String) -> [UInt8] {
            TestChain.event(
                "record.damaged.v1", ["bytes": "AAAA", "error": .string(text)], store: store, writer: "w", sequence: 14,
                at: "2026-11-20T10:00:00Z")
        }
        let facts: [(store: String?, bytes: [UInt8])] = [
            ("S01", damaged("S01", "a")), (nil, damaged(nil, "b")), ("S01", damaged("S01", "c")),
            ("S02", damaged("S02", "d")),
        ]
        let digests = try [[0, 1, 2, 3], [0, 3, 2, 1], [0, 2, 1, 3]].map { order in
            try TestChain.folded(order.map { facts[$0] }, batch: 1, Completeness.self).digest
        }
        #expect(Set(digests).count == 1, "\(digests)")
    }
}
