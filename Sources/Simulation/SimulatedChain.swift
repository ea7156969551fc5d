import Events

/// A chain of shops and everything that is settled before the first of them opens.
package struct SimulatedChain: Sendable {
    package let plan: ChainPlan
    package let shops: [Shop]
    let articles: [Article]
    let customers: [Customer]
    let rhythm: Rhythm
    let assortments: [Assortment]
    /// Whose customers come back to which shop.
    let regulars: [[Int]]
    let suppliers: [(name: String, articles: [Int])]
    let silence: Silence
    private let places: [String: Int]

    package static let officeWriter = "office-chain"

    package init(_ plan: ChainPlan) {
        self.plan = plan
        let shops = Shop.all(of: plan)
        let articles = Catalogue.articles(of: plan)
        let customers = Customer.all(of: plan, shops: shops)
        (self.shops, self.articles, self.customers) = (shops, articles, customers)
        rhythm = Rhythm(plan, shops)
        assortments = shops.indices.map { Assortment(of: $0, articles, plan) }
        var regulars = [[Int]](repeating: [], count: shops.count)
        for (index, customer) in customers.enumerated() { regulars[customer.home].append(index) }
        self.regulars = regulars
        let groups = Dictionary(grouping: articles.indices.filter { !articles[$0].isKit }) { articles[$0].supplier }
        suppliers = groups.keys.sorted().map { (name: $0, articles: groups[$0]!) }
        silence = Silence(plan, shops)
        places = Dictionary(uniqueKeysWithValues: articles.enumerated().map { ($1.id, $0) })
    }

    /// Where a product stands in the catalogue.
    func place(of product: String) -> Int { places[product]! }

    /// Every writer, with where its book stands.
    package var writers: [(writer: String, scope: SimulatedFact.Scope, isTill: Bool)] {
        [(Self.officeWriter, .chain, false)]
            + shops.flatMap { shop in
                [(shop.officeWriter, .store(shop.id), false)]
                    + (0..<shop.tills).map { (shop.till($0), .store(shop.id), true) }
            }
    }

    /// The days of the plan, first to last.
    package func days() -> Days { Days(self) }

    /// Trading that goes on for ever, in the shops' own hours or at a steady pace.
    ///
    /// Only tills write, at the prices of `start`, each in its book behind the number given for it or from 1. The
    /// silent till stays silent. Returns take back what this trading sold.
    package func trading(from start: Instant, after numbers: [String: Int64], pace: Trading.Pace = .openingHours)
        -> Trading
    { Trading(self, from: start, after: numbers, pace: pace) }

    /// How many facts the chain's book holds before the first day.
    var openingCount: Int64 { Int64(shops.count + tillCount + articles.count + customers.count) }

    private var tillCount: Int { shops.reduce(0) { $0 + $1.tills } }

    func prices() -> PriceList {
        let firstListing = Int64(shops.count + tillCount + 1)
        return PriceList(articles, firstListing: firstListing, lastNumber: openingCount, seed: plan.seed)
    }
}
