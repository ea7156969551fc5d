import Events
import JSON
import Testing

@testable import Simulation

@Suite struct `Trading that goes on` {
    let told = Told.small
    let start = Instant("2026-04-01T12:00:00+04:00")!

    @Test func `continues every till's book behind the number it is given`() throws {
        let numbers = told.facts.lastNumbers
        let facts = Array(told.chain.trading(from: start, after: numbers).prefix(300))
        var next = numbers
        let parser = JSONParser()
        for fact in facts {
            next[fact.writer, default: 0] += 1
            #expect(fact.id.sequence == next[fact.writer])
            #expect(fact.isTill && fact.occurredAt >= start)
            #expect(try Event.read(fact.bytes, with: parser).allFaults.isEmpty == !fact.isSuspect)
        }
        #expect(zip(facts, facts.dropFirst()).allSatisfy { $0.occurredAt <= $1.occurredAt })
        let silent = told.chain.silence.till
        #expect(!facts.contains { $0.writer == told.chain.shops[silent.shop].till(silent.till) })
    }

    @Test func `keeps the shops' hours, or a steady pace by night`() {
        func hour(_ fact: SimulatedFact) -> Int64 { (fact.occurredAt.milliseconds / 3_600_000 + 4) % 24 }
        let byDay = told.chain.trading(from: start, after: [:]).prefix(200)
        #expect(byDay.allSatisfy { (9...22).contains(hour($0)) })
        let steady = Array(
            told.chain.trading(from: start, after: [:], pace: .steady(milliseconds: 60_000)).prefix(2_000))
        #expect(steady.contains { hour($0) == 3 })
        let span = steady.last!.occurredAt.milliseconds - start.milliseconds
        #expect((1_800...2_900).contains(span / 60_000))
    }

    @Test func `asks the prices of its moment`() throws {
        let fact = try #require(
            told.chain.trading(from: start, after: [:]).first { $0.bytes.contains(UInt8(ascii: "{")) && !$0.isSuspect })
        guard case .receiptCompleted(let receipt) = try Event.read(fact.bytes, with: JSONParser()).fact else { return }
        var prices = told.chain.prices()
        prices.advance(through: told.chain.plan, until: start, written: nil)
        for line in receipt.lines where line.lineKind == .sale {
            #expect(line.listPrice!.amount == prices.amounts[told.chain.place(of: line.product!)])
        }
    }
}
