import Rules

/// What a shop carries, how often each product of it is bought, and how much of it the shop keeps.
struct Assortment: Sendable {
    /// Places in the catalogue.
    let articles: [Int]
    private let cumulative: [Int]
    /// For every product of the catalogue, thousandths that a week sells; 0 where it is not carried.
    let weekly: [Int64]
    /// Products of which this shop always orders too little.
    let scarce: Set<Int>

    /// Of 4.35 lines a receipt, each of 1.4 pieces or 0.8 kg, on average.
    private static let linesPerHundredReceipts = 435
    private static let thousandthsPerLine = (pieces: 1_420, kilograms: 850)

    init(of shop: Int, _ articles: [Article], _ plan: ChainPlan) {
        var random = SeededRandom(plan.seed, "assortment", shop)
        // Small catalogues are carried whole, large ones by four fifths.
        let percent = articles.count < 200 ? 100 : random.between(70...90)
        let carried = articles.indices.filter { _ in random.happens(percent: percent) }
        self.articles = carried
        var sum = 0
        cumulative = carried.map {
            sum += articles[$0].weight
            return sum
        }
        // A shop's size evens out over the chain; what it sells a week is rounded up anyway.
        let lines = plan.receiptsPerStoreDay * 7 * Self.linesPerHundredReceipts
        var weekly = [Int64](repeating: 0, count: articles.count)
        func expect(_ article: Int, _ thousandths: Int) { weekly[article] += Int64(thousandths) }
        for article in carried {
            let size = articles[article].isWeighed ? Self.thousandthsPerLine.kilograms : Self.thousandthsPerLine.pieces
            let sold = Int(share(Int64(lines * size), Int64(articles[article].weight), of: Int64(sum) * 100))
            expect(article, sold)
            for part in articles[article].components { expect(part.article, sold * Int(part.quantity) / 1_000) }
        }
        self.weekly = weekly
        scarce = Set(carried.filter { _ in random.happens(oneIn: 50) })
    }

    /// A product, as people choose.
    func pick(_ random: inout SeededRandom) -> Int {
        let target = random.below(cumulative.last!)
        var (low, high) = (0, cumulative.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if cumulative[middle] > target { high = middle } else { low = middle + 1 }
        }
        return articles[low]
    }
}
