import Events
import Log
import Projections
import Simulation

/// A delivery that is heard of months after its day: what it reaches is folded anew.
struct LateDelivery {
    static let names = ["late-delivery"]
    /// Deliveries of a round, each a batch of its own.
    private static let count = 100

    let context: Context

    func run() throws -> [Figure] {
        let dense = try context.denseServed()
        let chain = context.chain
        let log = try dense.home.open()
        defer { log.shutdown() }
        let fold = try StepFold(dense.database.conninfo, log)
        while try fold.step() != nil {}
        var random = SeededRandom(chain.seed, "late deliveries")
        var facts = (0..<chain.shops).map { DenseFacts.late($0) }
        var times = Samples()
        var medians = Samples()
        for _ in 1...context.settings.rounds {
            var round = Samples()
            for _ in 0..<Self.count {
                let shop = random.below(chain.shops)
                let product = DenseChain.popular(&random, chain.products)
                let day = chain.firstDay + random.below(max(1, chain.days / 2))
                let bytes = facts[shop].delivery(shop, [(product, 24)], day: day)
                let key = PartitionKey.store(DenseChain.shopName(shop))
                _ = try log.append([NewRecord(key: key.text, bytes: bytes)], to: log.identity.partition(of: key))
                guard let seconds = try fold.step() else { throw BenchError("a late delivery did not come") }
                round.values.append(seconds * 1000)
            }
            times.values.append(round.percentile(99))
            medians.values.append(round.median)
        }
        try fold.end()
        return [
            Figure(
                "late-delivery", "a late delivery into a year of history, from the record to its commit, p99",
                unit: "ms", times, goal: .atMost(20), group: .seeing,
                notes: [
                    "\(Self.count) deliveries a round, of one product each by its popularity, dated in the first half of the history; median of the medians \(Number.text(medians.median)) ms."
                ])
        ]
    }
}
