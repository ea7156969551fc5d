import Events
import JSON
import Log
import Testing

@testable import Intake

@Suite struct `What is said at the door is kept` {
    let till: Till
    init() throws { till = try Till() }

    private func faults(_ old: String, _ new: String) throws -> [Fault] {
        let data = Till.receipt.replacing(old, with: new)
        #expect(data != Till.receipt)
        let outcome = till.post(till.event(1, data: data))
        #expect(outcome.statuses == [.suspect])
        #expect(try till.stored() == [till.event(1, data: data)])
        return outcome.results[0].faults
    }

    @Test func `a good receipt is accepted, and its bytes stand in the log as they were sent`() throws {
        let event = till.event(1).replacing(",", with: " ,\n")
        let outcome = till.post(event)
        let result = try #require(outcome.results.first)
        #expect(result.status == .accepted && result.id == "S01-T1:1" && result.faults.isEmpty)
        let partition = till.log.identity.partition(of: .store("S01"))
        #expect(result.placement?.partition == partition && result.placement?.offset == 0)
        #expect(outcome.position?.description == "\(partition):1")
        #expect(try till.stored() == [event])
    }

    @Test func `an event has the same bytes alone and in a batch, whatever white space is around it`() throws {
        #expect(till.post(" \n" + till.event(1) + "\r\n").statuses == [.accepted])
        #expect(till.post(batch: ["\n\t" + till.event(1) + " "]).statuses == [.duplicate])
        #expect(try till.stored() == [till.event(1)])
    }

    @Test func `a thousand events are one answer, in order, in one partition`() throws {
        let events = (1...1000).map { till.event($0) }
        let outcome = till.post(batch: events)
        #expect(outcome.results.map(\.placement?.offset) == (0..<1000).map { Int64($0) })
        #expect(Set(outcome.statuses) == [.accepted])
        #expect(try till.stored() == events)
        #expect(till.intake.highestSeen(of: "S01-T1") == 1000)
    }

    @Test func `a broken element is refused and its neighbours are stored`() throws {
        let broken = #"{"specversion":"1.0","id":oops}"#
        let outcome = till.post(batch: [till.event(1), broken, till.event(2), "", till.event(3)])
        #expect(outcome.statuses == [.accepted, .refused, .accepted, .refused, .accepted])
        #expect(outcome.results[1].refusal?.rule == "json")
        #expect(outcome.results[1].refusal?.byte == till.event(1).utf8.count + 2)
        #expect(try till.stored() == [till.event(1), till.event(2), till.event(3)])
    }

    @Test func `an event of the greatest size is kept, one byte more is refused with the limit`() throws {
        let frame = till.event(1, data: #"{"pad":""}"#)
        let pad = String(repeating: "x", count: IntakeLimits.eventBytes - frame.utf8.count)
        #expect(till.post(till.event(1, data: #"{"pad":"\#(pad)"}"#)).statuses == [.suspect])
        let refusal = try #require(till.post(till.event(2, data: #"{"pad":"\#(pad)x"}"#)).refusal)
        #expect(refusal.httpStatus == 413 && refusal.rule == "event.size" && refusal.limit == 1_000_000)
        let batch = till.post(batch: [till.event(2, data: #"{"pad":"\#(pad)x"}"#), till.event(3)])
        #expect(batch.statuses == [.refused, .accepted])
    }

    @Test func `a type nobody knows is accepted`() throws {
        #expect(till.post(till.event(1, type: "drawer.opened.v7", data: "[1,2]")).statuses == [.accepted])
        #expect(try till.stored().count == 1)
    }

    @Test func `members nobody knows are accepted`() throws {
        let data = Till.receipt.replacing(#""currency""#, with: #""weather":{"rain":[true]},"currency""#)
        #expect(till.post(till.event(1, data: data)).statuses == [.accepted])
    }

    @Test func `data that is no object is suspect`() throws {
        #expect(till.post(till.event(1, data: "7")).results.map(\.faults.first?.rule) == ["object"])
        #expect(try till.stored().count == 1)
    }

    @Test func `a wrong type is suspect, by its path`() throws {
        let found = try faults(#""quantity":1000"#, #""quantity":"1000""#)
        #expect(found.contains { $0.path == "lines[0].quantity" && $0.rule == "integer" })
    }

    @Test func `a fraction in money is suspect, by its path`() throws {
        let found = try faults(#""cash","amount":1180"#, #""cash","amount":1180.5"#)
        #expect(found.contains { $0.path == "tenders[0].amount" && $0.rule == "integer.fraction" })
    }

    @Test func `a negative price is suspect, by its path`() throws {
        let found = try faults(#"{"amount":1180,"per""#, #"{"amount":-1180,"per""#)
        #expect(found.map(\.rule) == ["price.negative"] && found[0].path == "lines[0].listPrice")
    }

    @Test func `sums that do not add up are suspect, each by its rule`() throws {
        let found = try faults(#""gross":1180,"tax":180,"lines""#, #""gross":1200,"tax":180,"lines""#)
        #expect(Set(found.map(\.rule)) == ["sum.gross", "sum.tenders"])
        #expect(Set(found.map(\.path)) == ["gross", "tenders"])
    }

    @Test func `a currency that is not in ISO 4217 is suspect`() throws {
        #expect(try faults("GEL", "LARI").map(\.path) == ["currency"])
    }

    @Test func `a tender that contradicts the receipt’s own currency is suspect`() throws {
        let found = try faults(#""amount":1180}]}"#, #""amount":1180,"currency":"GEL","foreignAmount":400}]}"#)
        #expect(found.map(\.rule) == ["currency.contradiction"] && found[0].path == "tenders[0].foreignAmount")
    }

    @Test func `a member that stands twice in the data is suspect`() throws {
        #expect(try faults(#""gross":1180,"tax""#, #""gross":1180,"gross":1,"tax""#).map(\.rule) == ["repeated"])
    }

    @Test func `an answer tells no more faults than its limit, and how many it leaves out`() throws {
        let line = #"{"line":1,"kind":"sale","product":"P","quantity":-1,"gross":5}"#
        let lines = Array(repeating: line, count: 200).joined(separator: ",")
        let data = #"{"businessDate":"2026-11-23","currency":"GEL","gross":1000,"lines":[\#(lines)]}"#
        let faults = till.post(till.event(1, data: data)).results[0].faults
        #expect(faults.count == IntakeLimits.faultsTold + 1 && faults.last?.rule == "faults.more")
    }

    @Test func `a damaged record takes the number of what was refused`() throws {
        let data = #"{"bytes":"e29vcHN9","error":"json"}"#
        #expect(till.post(till.event(1, type: "record.damaged.v1", data: data)).statuses == [.accepted])
    }
}
