import Events
import JSON

@testable import Simulation

/// A small chain's whole story, made once and read as a projection would.
struct Told: Sendable {
    let chain: SimulatedChain
    let days: [SimulatedDay]
    let facts: [SimulatedFact]
    let withheld: [SimulatedFact]
    let events: [FactID: Event]

    static let small = Told(.small())

    init(_ plan: ChainPlan) {
        chain = SimulatedChain(plan)
        days = Array(chain.days())
        facts = chain.openingFacts + days.flatMap(\.facts)
        withheld = days.flatMap(\.withheld)
        let parser = JSONParser()
        let read = (facts + withheld).map { try! Event.read($0.bytes, with: parser) }
        events = Dictionary(uniqueKeysWithValues: read.map { ($0.id, $0) })
    }

    /// Everything, as it will be once the tills that are behind have caught up.
    var all: [SimulatedFact] {
        (facts + withheld).sorted { ($0.occurredAt, $0.id.sequence) < ($1.occurredAt, $1.id.sequence) }
    }

    var receipts: [(fact: SimulatedFact, receipt: Receipt)] {
        all.compactMap { fact in
            guard case .receiptCompleted(let receipt) = events[fact.id]!.fact else { return nil }
            return (fact, receipt)
        }
    }

    var deliveries: [(fact: SimulatedFact, delivery: Delivery)] {
        all.compactMap { fact in
            guard case .goodsReceived(let delivery) = events[fact.id]!.fact else { return nil }
            return (fact, delivery)
        }
    }
}
