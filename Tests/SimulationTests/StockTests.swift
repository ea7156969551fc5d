import Events
import Testing

@testable import Simulation

@Suite struct `Simulated stock` {
    let told = Told.small

    /// On hand by store and product, with what training and voided lines do not move left out.
    private func onHand(_ told: Told) -> [String: [String: Int64]] {
        var stock: [String: [String: Int64]] = [:]
        func move(_ fact: SimulatedFact, _ product: String, _ quantity: Int64) {
            guard case .store(let store) = fact.scope else { return }
            stock[store, default: [:]][product, default: 0] += quantity
        }
        for (fact, receipt) in told.receipts where !receipt.training {
            for line in receipt.lines where line.movesGoods {
                if line.components.isEmpty { move(fact, line.product!, -line.quantity!) }
                for part in line.components { move(fact, part.product, -part.quantity) }
            }
        }
        for (fact, delivery) in told.deliveries {
            for line in delivery.lines { move(fact, line.product!, line.quantity!) }
        }
        return stock
    }

    @Test func `lies on most shelves, and is missing on a few`() {
        let quantities = onHand(told).values.flatMap(\.values)
        let below = quantities.count { $0 < 0 }
        #expect(below > 0)
        #expect(below * 100 <= quantities.count * 15, "\(below) of \(quantities.count)")
    }

    @Test func `comes with a cost near the product's own`() throws {
        for (_, delivery) in told.deliveries {
            for line in delivery.lines {
                let article = told.chain.articles[told.chain.place(of: line.product!)]
                let cost = article.cost * line.quantity! / 1_000
                let stated = try #require(line.cost)
                #expect(abs(stated - cost) <= cost * 5 / 100 + 1)
            }
        }
    }

    @Test func `has papers that came late, with the day on which the goods came`() {
        let late = told.deliveries.filter { $0.delivery.circumstances.effectiveAt != nil }
        #expect(!late.isEmpty)
        for (fact, delivery) in late {
            #expect(delivery.circumstances.effective(occurredAt: fact.occurredAt) < fact.occurredAt)
            #expect(delivery.circumstances.zone == "Asia/Tbilisi")
        }
    }

    @Test func `has products that never came with papers and have no cost`() {
        let ghosts = told.chain.articles.filter { !$0.isDelivered }
        #expect(!ghosts.isEmpty)
        let stock = onHand(told)
        #expect(
            ghosts.contains { ghost in stock.values.contains { $0[ghost.id, default: 0] < 0 } && !ghost.hasDefaultCost }
        )
    }
}
