import Dispatch
import Events
import Log
import Testing

@testable import Intake

@Suite struct `Repeats at the door` {
    let till: Till
    init() throws { till = try Till() }

    @Test func `the same bytes again are a duplicate with the first place and the first faults`() throws {
        let event = till.event(1, data: "{}")
        let first = till.post(event).results[0]
        let again = till.post(event)
        #expect(again.statuses == [.duplicate])
        #expect(again.results[0].placement == first.placement && again.results[0].faults == first.faults)
        #expect(again.position?[first.placement!.partition] == 1)
        #expect(try till.stored() == [event])
    }

    @Test func `a batch that was cut off and comes again whole stores only what was missing`() throws {
        let events = (1...50).map { till.event($0) }
        #expect(Set(till.post(batch: Array(events[..<20])).statuses) == [.accepted])
        let statuses = till.post(batch: events).statuses
        #expect(statuses == Array(repeating: .duplicate, count: 20) + Array(repeating: .accepted, count: 30))
        #expect(try till.stored() == events)
    }

    @Test func `the same number with other bytes is kept and told`() throws {
        #expect(till.post(till.event(1)).statuses == [.accepted])
        let other = till.event(1).replacing("10:15", with: "10:16")
        let outcome = till.post(other)
        #expect(outcome.statuses == [.accepted] && outcome.rules == ["writerseq.conflict"])
        #expect(try till.stored() == [till.event(1), other])
        #expect(till.post(till.event(1)).statuses == [.duplicate])
    }

    @Test func `two events of one number in one batch are treated as two requests would be`() throws {
        let other = till.event(1).replacing("10:15", with: "10:16")
        let outcome = till.post(batch: [till.event(1), till.event(1), other, other])
        #expect(outcome.statuses == [.accepted, .duplicate, .accepted, .duplicate])
        #expect(outcome.results[1].placement == outcome.results[0].placement)
        #expect(outcome.results[3].placement == outcome.results[2].placement)
        #expect(outcome.results[0].faults.isEmpty && outcome.results[2].faults.map(\.rule) == ["writerseq.conflict"])
        #expect(try till.stored() == [till.event(1), other])
    }

    @Test func `two gateways that take the same book at once lose nothing`() throws {
        let other = Till(log: till.log)
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            let gateway = thread % 2 == 0 ? till : other
            for start in stride(from: 1, through: 200, by: 20) {
                let outcome = gateway.post(batch: (start..<start + 20).map { till.event($0) })
                #expect(outcome.results.count == 20 && outcome.results.allSatisfy { $0.placement != nil })
            }
        }
        #expect(Set(try till.stored()) == Set((1...200).map { till.event($0) }))
        #expect(Set(till.post(batch: (1...200).map { till.event($0) }).statuses) == [.duplicate])
    }

    @Test func `nothing is known before it is durable`() throws {
        let log = ScriptedLog { _, _ in .failure(.unavailable("gone")) }
        let till = Till(log: log)
        #expect(till.post(till.event(1)).retryAfter == 2)
        #expect(till.post(till.event(1)).retryAfter == 2)
        #expect(log.appends.withLock { $0 } == 2)
        #expect(till.intake.highestSeen(of: "S01-T1") == nil)
    }

    @Test func `the last numbers of a writer are remembered, however many came before`() {
        let repeats = Repeats()
        let count = Int64(Repeats.numbersPerWriter)
        for start in stride(from: Int64(1), through: 3 * count, by: 100) {
            repeats.remember((start..<start + 100).map { ($0, known(at: $0)) }, of: "w")
        }
        let highest = repeats.highest(of: "w")!
        let last = Array(highest - count + 1...highest)
        #expect(repeats.known(last, of: "w").compactMap { $0?.placement.offset } == last)
        #expect(repeats.known([1, highest - count], of: "w").allSatisfy { $0 == nil })
    }

    @Test func `an old number posted late does not push out a new one`() {
        let repeats = Repeats()
        let count = Int64(Repeats.numbersPerWriter)
        repeats.remember((1...2 * count).map { ($0, known(at: $0)) }, of: "w")
        repeats.remember([(1, known(at: 9))], of: "w")
        #expect(repeats.known([count + 1], of: "w")[0] != nil)
    }

    @Test func `the writer that was silent longest is forgotten first`() {
        let repeats = Repeats(writerLimit: 2)
        for writer in ["a", "b"] { repeats.remember([(1, known(at: 1))], of: writer) }
        _ = repeats.known([1], of: "a")
        repeats.remember([(1, known(at: 1))], of: "c")
        #expect(repeats.highest(of: "a") == 1 && repeats.highest(of: "b") == nil && repeats.highest(of: "c") == 1)
    }

    @Test func `of two places of one number the earlier stays, and a told one over an untold`() {
        let repeats = Repeats()
        repeats.remember([(1, known(at: 7))], of: "w")
        repeats.remember([(1, known(at: 9))], of: "w")
        #expect(repeats.known([1], of: "w")[0]?.placement.offset == 7)
        repeats.remember([(1, known(at: 3))], of: "w")
        #expect(repeats.known([1], of: "w")[0]?.placement.offset == 3)
        repeats.remember([(1, known(at: nil))], of: "w")
        #expect(repeats.known([1], of: "w")[0]?.placement.offset == 3)
    }

    private func known(at offset: Int64?) -> Repeats.Known {
        Repeats.Known(hash: 1, placement: Placement(partition: 0, offset: offset, recordedAt: 5))
    }
}
