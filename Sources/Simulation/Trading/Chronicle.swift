import Events

/// The chain as it goes on: what the writers have numbered, what lies on the shelves, what may come back.
///
/// It must be told what happens in time order; each kind of happening is an extension in a file of its own.
struct Chronicle: Sendable {
    let chain: SimulatedChain
    var prices: PriceList
    var numbers: [String: Int64]
    /// Thousandths on hand, by shop and product.
    var stock: [[Int64]]
    /// The latest receipts of each shop that may come back.
    var shelvesOfSold: [[Sold]]
    /// What the office will do on a later day.
    var agenda: [CalendarDay: [Errand]] = [:]

    /// Returns come within two weeks and seldom from further back than this many receipts of a shop.
    static let soldLimit = 400

    init(_ chain: SimulatedChain, after numbers: [String: Int64]) {
        self.chain = chain
        self.numbers = numbers
        prices = chain.prices()
        stock = chain.shops.map { _ in [Int64](repeating: 0, count: chain.articles.count) }
        shelvesOfSold = chain.shops.map { _ in [] }
    }

    var plan: ChainPlan { chain.plan }

    /// The next number of a writer's book.
    mutating func nextID(of writer: String) -> FactID {
        let sequence = numbers[writer, default: 0] + 1
        numbers[writer] = sequence
        return FactID(writer: writer, sequence: sequence)
    }

    /// Writes an office's fact into its shop's book.
    mutating func write(_ type: String, _ fact: some FactPart, of shop: Int, at time: Instant) -> SimulatedFact {
        let shop = chain.shops[shop]
        return SimulatedFact(.store(shop.id), nextID(of: shop.officeWriter), type, at: time, isTill: false, fact)
    }

    mutating func remember(_ sold: Sold, of shop: Int) {
        let count = shelvesOfSold[shop].count
        if count < Self.soldLimit {
            shelvesOfSold[shop].append(sold)
        } else {
            shelvesOfSold[shop][Int(sold.id.sequence) % Self.soldLimit] = sold
        }
    }
}

/// Office work that a day's trading leaves behind.
struct Errand: Sendable {
    enum Work: Sendable {
        case correct(ReceiptCorrection)
        /// Goods that are long on the shelf, whose papers come only now.
        case enter(Delivery)
    }

    var shop: Int
    var time: Instant
    var work: Work
}
