import Events

extension SimulatedChain {
    /// Days between the office's work on the books and the first sale.
    static let leadDays = 7

    /// The chain's book before the first day: shops opened, tills registered, products listed, customers registered.
    package var openingFacts: [SimulatedFact] { openingFacts { _ in nil } }

    /// - Parameter seal: what a customer's fact says of who that is.
    package func openingFacts(sealing seal: (Customer) throws -> String?) rethrows -> [SimulatedFact] {
        var facts: [SimulatedFact] = []
        let start = ChainPlan.zone.start(of: plan.firstDay.advanced(by: -Self.leadDays)).milliseconds + 10 * 3_600_000
        func write(_ type: String, _ fact: some FactPart) {
            let id = FactID(writer: Self.officeWriter, sequence: Int64(facts.count + 1))
            let time = Instant(milliseconds: start + Int64(facts.count) * 250)
            facts.append(SimulatedFact(.chain, id, type, at: time, isTill: false, fact))
        }
        for shop in shops { write("store.opened.v1", opened(shop)) }
        for shop in shops { for till in 0..<shop.tills { write("till.registered.v1", registered(till, of: shop)) } }
        for article in articles { write("product.listed.v1", article.listing) }
        for customer in customers {
            var fact = registered(customer)
            fact.sealed = try seal(customer)
            write("customer.registered.v1", fact)
        }
        return facts
    }

    private func opened(_ shop: Shop) -> StoreOpened {
        var fact = StoreOpened()
        fact.store = shop.id
        fact.name = shop.name
        fact.circumstances.zone = ChainPlan.zone.name
        fact.currency = "GEL"
        fact.address = shop.address
        fact.opensOn = plan.firstDay
        return fact
    }

    private func registered(_ till: Int, of shop: Shop) -> TillRegistered {
        var fact = TillRegistered()
        fact.writer = shop.till(till)
        fact.store = shop.id
        fact.till = "t\(till + 1)"
        fact.name = "\(till + 1)"
        return fact
    }

    private func registered(_ customer: Customer) -> CustomerRegistered {
        var fact = CustomerRegistered()
        fact.customer = customer.id
        fact.category = customer.category.rawValue
        return fact
    }
}
