import Events
import Foundation
import JSON
import Log
import TestSupport
import Testing

@testable import Services

@Suite(.long) struct `When somebody else has taken a number of the office` {
    /// A fact that another wrote as one of our writers.
    private func take(_ number: Int64, of writer: String, _ desk: Desk) throws {
        let bytes = TestChain.event(
            "product.listed.v1", ["product": "stolen"], store: nil, writer: writer, sequence: number,
            at: "2026-03-01T12:00:00Z")
        _ = try desk.log.append(
            [NewRecord(key: PartitionKey.chain.text, bytes: bytes)], to: desk.log.identity.partition(of: .chain))
    }

    private func expectPrices(_ said: [Int64], _ decided: [Int64]) { #expect(said == decided) }

    @Test func `what is decided from then on goes out under another writer, and nothing answered is lost`() throws {
        let desk = try Desk()
        desk.start()
        let first = try desk.list("p", price: 1).facts[0]
        // The next three numbers, before anybody here was given them.
        for number in 2...4 { try take(Int64(number), of: first.writer, desk) }
        for price in 2...6 {
            // While the office makes sure of the log it says so, and the command is asked again.
            try eventually("price \(price) is decided") {
                do { try desk.list("p", price: Int64(price)) } catch OfficeError.notReady { return false }
                return true
            }
        }
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        expectPrices(try desk.sortedPrices(), Array(1...6))
        #expect(try desk.price("p") == 6)
        let last = try desk.list("p", price: 7).facts[0]
        #expect(last.writer != first.writer)
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        expectPrices(try desk.sortedPrices(), Array(1...7))
    }

    @Test func `while it waits in the outbox, it is said again, and what speaks of it speaks of the new number`() throws
    {
        let desk = try Desk()
        desk.start()
        let first = try desk.list("p", price: 1, key: "one").facts[0]
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        desk.stop()
        // Decided and answered while no relay runs; then the number is taken.
        let waiting = try desk.list("p", price: 2, key: "two")
        #expect(waiting.facts == [FactID(writer: first.writer, sequence: first.sequence + 1)])
        try take(first.sequence + 1, of: first.writer, desk)
        desk.start()
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        expectPrices(try desk.sortedPrices(), [1, 2])
        // Asked again under its key, it is answered with the id under which it stands in the log.
        let again = try desk.list("p", price: 2, key: "two")
        #expect(again.isRepeat && again.facts[0].writer != first.writer)
        #expect(try desk.folded().contains { $0.id == again.facts[0] })
        try desk.list("p", price: 3)
        try eventually("the outbox is empty") { try desk.outboxCount() == 0 }
        expectPrices(try desk.sortedPrices(), [1, 2, 3])
    }
}

extension Desk {
    /// In the order in which they were decided; what was said again stands later in the log.
    fileprivate func sortedPrices() throws -> [Int64] {
        try folded().sorted { $0.envelope.occurredAt < $1.envelope.occurredAt }.compactMap { event -> Int64? in
            switch event.fact {
            case .productListed(let facts), .productChanged(let facts): facts.listPrice?.amount
            default: nil
            }
        }
    }
}
