import Events
import Log
import Simulation

/// A generated chain that sells much: a hundred shops with the same ten thousand products, a year that ends today.
///
/// It is made for weight and not for stories (those are the simulation's): few kinds of facts, drawn from a seed, and
/// written straight as bytes, so that making them costs a fraction of folding them. What is popular sells as by Zipf;
/// a product is delivered in the week in which it would run out, so that stock stays above zero and averages move.
package struct DenseChain: Sendable {
    package var shops = 100
    package var products = 10_000
    package var customers = 2_000
    package var days = 365
    /// Receipt lines in all; deliveries come on top.
    package var lines = 2_000_000
    package var linesPerReceipt = 10
    package var tillsPerShop = 3
    package var seed: UInt64 = 7
    /// The last day of business, in days since 1970.
    package var lastDay: Int

    package init(lastDay: Int) { self.lastDay = lastDay }

    package var firstDay: Int { lastDay - days + 1 }
    package var receiptsPerShopDay: Int { max(1, lines / (shops * days * linesPerReceipt)) }
    /// What is really written, whole receipts a day.
    package var receiptLines: Int { shops * days * receiptsPerShopDay * linesPerReceipt }

    package static func shopName(_ shop: Int) -> String { "dense-\(shop + 1)" }
    package static func productName(_ product: Int) -> String { "dense-p-\(product + 1)" }

    /// What one request or append may take.
    private static let deliveryLines = 500
    /// What a product is delivered by, in whole units.
    private static let pack = 48

    /// Writes the whole chain: the opening, then week by week, shop by shop.
    package func write(_ put: (PartitionKey, [UInt8]) throws -> Void) rethrows {
        try opening { try put(.chain, $0) }
        var state = State(self)
        var day = firstDay
        while day <= lastDay {
            let end = min(day + 7, lastDay + 1)
            for shop in 0..<shops {
                try state.week(shop, day..<end) { try put(.store(Self.shopName(shop)), $0) }
            }
            day = end
        }
    }

    /// Shops, tills, products with their default costs.
    package func opening(_ put: ([UInt8]) throws -> Void) rethrows {
        var facts = DenseFacts(writer: "dense-office", source: "/chain/writers/dense-office")
        for shop in 0..<shops {
            try put(facts.opened(shop, day: firstDay))
            for till in 0..<tillsPerShop { try put(facts.registered(shop, till, day: firstDay)) }
        }
        for product in 0..<products { try put(facts.listed(product, day: firstDay)) }
    }

    /// Fills a shop's shelves, so that what is posted later finds stock.
    package func firstDelivery(_ shop: Int, products count: Int, _ put: ([UInt8]) throws -> Void) rethrows {
        var facts = DenseFacts.office(shop)
        let list = (0..<count).map { (product: $0, units: 100_000) }
        for start in stride(from: 0, to: count, by: Self.deliveryLines) {
            try put(facts.delivery(shop, list[start..<min(start + Self.deliveryLines, count)], day: firstDay))
        }
    }

    /// What runs along while the year is written.
    private struct State {
        let chain: DenseChain
        var random: SeededRandom
        var onHand: [Int32]
        var offices: [DenseFacts]
        var tills: [DenseFacts]
        var demand: [Int32]

        init(_ chain: DenseChain) {
            self.chain = chain
            random = SeededRandom(chain.seed, "dense chain")
            onHand = Array(repeating: 0, count: chain.shops * chain.products)
            demand = Array(repeating: 0, count: chain.products)
            offices = (0..<chain.shops).map { DenseFacts.office($0) }
            tills = (0..<chain.shops * chain.tillsPerShop).map {
                DenseFacts.till($0 / chain.tillsPerShop, $0 % chain.tillsPerShop)
            }
        }

        mutating func week(_ shop: Int, _ days: Range<Int>, _ put: ([UInt8]) throws -> Void) rethrows {
            let count = days.count * chain.receiptsPerShopDay * chain.linesPerReceipt
            var drawn: [DenseFacts.Sold] = []
            drawn.reserveCapacity(count)
            for _ in 0..<count {
                let product = DenseChain.popular(&random, chain.products)
                let units = 1 + random.below(3)
                drawn.append(.init(product: product, units: units, isReduced: random.happens(percent: 15)))
                demand[product] += Int32(units)
            }
            try deliver(shop, days.lowerBound, put)
            var next = 0
            for day in days {
                for number in 0..<chain.receiptsPerShopDay {
                    let minute = 480 + number * 840 / chain.receiptsPerShopDay
                    let customer = random.happens(percent: 60) ? random.below(chain.customers) : nil
                    let lines = drawn[next..<next + chain.linesPerReceipt]
                    next += chain.linesPerReceipt
                    let till = shop * chain.tillsPerShop + number % chain.tillsPerShop
                    try put(tills[till].receipt(shop, lines, day: day, minute: minute, customer: customer))
                }
            }
        }

        private mutating func deliver(_ shop: Int, _ day: Int, _ put: ([UInt8]) throws -> Void) rethrows {
            var list: [(product: Int, units: Int)] = []
            for product in 0..<chain.products where demand[product] > 0 {
                let place = shop * chain.products + product
                if onHand[place] < demand[product] {
                    let units = Int(demand[product]) + DenseChain.pack
                    list.append((product, units))
                    onHand[place] += Int32(units)
                }
                onHand[place] -= demand[product]
                demand[product] = 0
            }
            for start in stride(from: 0, to: list.count, by: DenseChain.deliveryLines) {
                let part = list[start..<min(start + DenseChain.deliveryLines, list.count)]
                try put(offices[shop].delivery(shop, part, day: day))
            }
        }
    }

    /// A product by popularity: the square of an even number crowds at the beginning.
    static func popular(_ random: inout SeededRandom, _ count: Int) -> Int {
        let place = random.below(1 << 20)
        return (((place * place) >> 20) * count) >> 20
    }
}
