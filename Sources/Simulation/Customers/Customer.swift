/// A customer: an id that says nothing of the person, a category, and the shop next door.
package struct Customer: Sendable {
    /// Its place in the plan.
    var number: Int
    package var id: String
    var category: Category
    var home: Int

    package enum Category: String, Sendable, CaseIterable {
        case standard, silver, gold

        /// Millionths off every line.
        var percent: Int64 {
            switch self {
            case .standard: 0
            case .silver: 30_000
            case .gold: 50_000
            }
        }
    }

    static func all(of plan: ChainPlan, shops: [Shop]) -> [Customer] {
        var random = SeededRandom(plan.seed, "customers")
        let sizes = shops.map(\.size)
        return (0..<plan.customers).map { number in
            let digits = String(random.next(), radix: 16)
            let id = "c-" + String(repeating: "0", count: 16 - digits.count) + digits
            let category: Category = [.standard, .silver, .gold][random.pick(weights: [70, 22, 8])]
            return Customer(number: number, id: id, category: category, home: random.pick(weights: sizes))
        }
    }
}
