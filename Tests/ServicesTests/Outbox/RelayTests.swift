import Events
import Foundation
import JSON
import Log
import Logging
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Services

@Suite(.long) struct `The outbox and its relay` {
    private struct Killed: Error {}

    /// Each step kills the relay a few times, while commands go on.
    @Test(arguments: Desk.Home.all, Relay.Step.allCases)
    func `lose nothing and double nothing, wherever the relay is killed`(_ home: Desk.Home, _ step: Relay.Step) throws {
        let desk = try Desk(home)
        let deaths = Atomic(0)
        let most = 3
        desk.start { passed in
            guard passed == step, deaths.load(ordering: .relaxed) < most else { return }
            deaths.add(1, ordering: .relaxed)
            throw Killed()
        }
        for number in 1...12 { try desk.list("p\(number % 3)", price: Int64(number)) }
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        #expect(deaths.load(ordering: .relaxed) == most)
        let folded = try desk.folded()
        #expect(folded.map(\.id.sequence) == Array(2...13))
        #expect(Set(folded.map(\.id.writer)).count == 1)
        let prices = folded.compactMap { event -> Int64? in
            switch event.fact {
            case .productListed(let facts), .productChanged(let facts): facts.listPrice?.amount
            default: nil
            }
        }
        #expect(prices == Array(1...12))
    }

    @Test func `two relays take turns, and what a zombie still does is repeated and never lost`() throws {
        let desk = try Desk()
        let isHeld = Atomic(false)
        let hasRead = Atomic(false)
        // The first relay hangs with rows in hand until another has taken over.
        let zombie = Relay(
            desk.conninfo, desk.log, owner: "zombie", logger: .silent,
            passing: { step in
                guard step == .read, isHeld.load(ordering: .acquiring) else { return }
                hasRead.store(true, ordering: .releasing)
                while isHeld.load(ordering: .acquiring) { Thread.sleep(forTimeInterval: 0.01) }
            })
        let follower = Follower(desk.conninfo, desk.log, owner: "zombie", logger: .silent)
        follower.start()
        zombie.start()
        try desk.list("p", price: 1)
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        isHeld.store(true, ordering: .releasing)
        try desk.list("p", price: 2)
        try eventually("the zombie has rows in hand") { hasRead.load(ordering: .acquiring) }
        follower.stop()
        // Its lease runs out while it hangs.
        try Connection(desk.conninfo).execute(
            "UPDATE davtari.lease SET until = clock_timestamp() - interval '1 second'")
        desk.start(owner: "heir")
        try desk.list("p", price: 3)
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        isHeld.store(false, ordering: .releasing)
        try desk.list("p", price: 4)
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        zombie.stop()
        #expect(try desk.folded().map(\.id.sequence) == [2, 3, 4, 5])
    }

    @Test func `commands at once take their numbers one behind the other`() throws {
        let desk = try Desk()
        desk.start()
        let office = desk.office
        try atOnce(
            (1...8).map { product in
                {
                    for _ in 1...5 {
                        var body: JSON = ["name": ["en": "x"]]
                        body["brand"] = .string("\(UInt64.random(in: .min ... .max))")
                        let call = Call(
                            ids: ["product": "p\(product % 4)"], body: CommandBody(body), precondition: .none,
                            caller: "c", now: .now)
                        let anyVersion = try Command(caller: "c", key: nil, saying: []) { work in
                            let id = "p\(product % 4)"
                            var facts = try call.body.read(ProductFacts.self, set: [("product", id)])
                            facts.circumstances = call.stamped(facts.circumstances)
                            try work.decide(ProductDecider.self, id, .put(facts))
                            return Effect(isNew: false, version: 0, body: .object([]))
                        }
                        _ = try office.perform(anyVersion)
                    }
                }
            })
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        #expect(try desk.folded().map(\.id.sequence) == Array(2...41))
    }

    @Test func `a database restored from the past learns from the log and goes on under a new writer`() throws {
        let desk = try Desk()
        desk.start()
        try desk.list("p", price: 1)
        let before = try desk.list("q", price: 1).facts[0].writer
        let past = try desk.backup()
        desk.start()
        try desk.list("p", price: 2)
        try desk.list("p", price: 3)
        try desk.list("r", price: 9)
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }

        desk.open(past)
        #expect(try desk.price("p") == 1)
        desk.start()
        let after = try desk.list("q", price: 2)
        #expect(after.facts[0].writer != before)
        #expect(after.facts[0].sequence == 2)
        // What was decided and forgotten is known again, as the log says it.
        #expect(try desk.price("p") == 3)
        #expect(try desk.price("r") == 9)
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        let folded = try desk.folded()
        #expect(folded.count == 6)
        #expect(folded.filter { $0.id.writer == before }.map(\.id.sequence) == Array(2...6))
    }

    @Test func `what waited in the outbox of the past is not said twice after a restore`() throws {
        let desk = try Desk()
        desk.start()
        try desk.list("p", price: 1)
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        desk.stop()
        // Decided while no relay runs; then the past is kept.
        try desk.list("p", price: 2)
        let past = try desk.backup()
        desk.start()
        try desk.list("p", price: 3)
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        desk.open(past)
        #expect(try desk.outboxCount() == 1)
        desk.start()
        try desk.list("p", price: 4)
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        let prices = try desk.folded().compactMap { event -> Int64? in
            switch event.fact {
            case .productListed(let facts), .productChanged(let facts): facts.listPrice?.amount
            default: nil
            }
        }
        #expect(prices == [1, 2, 3, 4])
        #expect(try desk.price("p") == 4)
    }

    @Test func `nothing is decided by a database that nobody has compared with the log`() throws {
        let desk = try Desk()
        desk.isHurried = true
        #expect(throws: OfficeError.self) { try desk.list("p", price: 1) }
        desk.isHurried = false
        desk.start()
        try desk.list("p", price: 1)
        #expect(try desk.folded().count == 1)
    }

    @Test func `a lost log stops commands aloud`() throws {
        let desk = try Desk()
        desk.start()
        try desk.list("p", price: 1)
        desk.stop()
        let other = try PostgresLog(try PrivatePostgres.freshDatabase(), partitions: 2)
        defer { other.shutdown() }
        let told = Mutex<[String]>([])
        let logger = Logger { message in told.withLock { $0.append(message.text) } }
        let follower = Follower(desk.conninfo, other, owner: "f", logger: logger)
        follower.start()
        defer { follower.stop() }
        try eventually("it is told") { told.withLock { $0.contains { $0.contains("not from") } } }
    }
}

/// Runs all of them at once, each on a thread of its own, and throws what the first of them threw.
func atOnce(_ bodies: [@Sendable () throws -> Void]) throws {
    let failures = Mutex<[any Error]>([])
    let threads = DispatchGroup()
    for body in bodies {
        threads.enter()
        Thread.detachNewThread {
            do { try body() } catch { failures.withLock { $0.append(error) } }
            threads.leave()
        }
    }
    threads.wait()
    if let first = failures.withLock({ $0.first }) { throw first }
}
