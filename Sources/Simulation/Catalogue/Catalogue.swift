import Events
import Rules

/// The products of a plan, combined from the shelves' kinds, makers and sizes.
enum Catalogue {
    /// In a catalogue of some size, a few of the last products are gift boxes made of others.
    private static let kits = 5
    private static let fewestWithKits = 200

    static func articles(of plan: ChainPlan) -> [Article] {
        var random = SeededRandom(plan.seed, "catalogue")
        let kits = plan.products >= fewestWithKits ? Self.kits : 0
        var articles = goods(plan.products - kits, &random)
        giveDemand(to: &articles, &random)
        for number in 0..<kits { articles.append(kit(number, of: articles, &random)) }
        return articles
    }

    private struct Combination {
        var shelf: Shelf
        var kind: Int
        var maker: Int
        var size: Int
    }

    /// One of every shelf in turn, so that a small catalogue has every department too; when the shelves are exhausted
    /// they begin again, as a second series.
    private static func goods(_ count: Int, _ random: inout SeededRandom) -> [Article] {
        var shelves = Shelf.all.map { shelf in
            var all: [Combination] = []
            for kind in shelf.kinds.indices {
                for maker in shelf.makers.indices {
                    for size in 0..<max(1, shelf.sizes.count) {
                        all.append(Combination(shelf: shelf, kind: kind, maker: maker, size: size))
                    }
                }
            }
            random.shuffle(&all)
            return all
        }
        var articles: [Article] = []
        var round = 0
        while articles.count < count {
            for place in shelves.indices where articles.count < count {
                let shelf = shelves[place]
                // A shelf of few combinations pauses until all are through, or it would repeat itself early.
                let turn = round % longest(shelves)
                guard turn < shelf.count else { continue }
                articles.append(article(articles.count, shelf[turn], series: round / longest(shelves), &random))
            }
            round += 1
        }
        shelves.removeAll()
        return articles
    }

    private static func longest(_ shelves: [[Combination]]) -> Int { shelves.lazy.map(\.count).max() ?? 1 }

    private static func article(_ index: Int, _ combination: Combination, series: Int, _ random: inout SeededRandom)
        -> Article
    {
        let shelf = combination.shelf
        let kind = shelf.kinds[combination.kind]
        let maker = shelf.makers[combination.maker]
        let size = shelf.sizes.isEmpty ? nil : shelf.sizes[combination.size]
        let suffix = series == 0 ? "" : " №\(series + 1)"
        func text(_ language: (LocalName) -> String?) -> String {
            [kind.name, maker, size?.name].compactMap { $0.flatMap(language) }.joined(separator: " ") + suffix
        }
        let price = shelfPrice(kind.price * (size?.percent ?? 100) / 100 * random.between(88...118) / 100)
        let net = share(price, 1_000_000, of: 1_000_000 + Article.taxRate)
        let margin = max(5, shelf.margin + random.between(-4...4))
        return Article(
            id: "P" + padded(index + 1), name: LocalName(ka: text(\.ka), en: text(\.en)), department: shelf.department,
            category: shelf.category, brand: maker.en, barcode: GTIN.georgian(item: 110_000_000 + index * 37),
            isWeighed: shelf.isWeighed, listPrice: price, cost: max(1, share(net, Int64(100 - margin), of: 100)),
            // A few have no default cost, half of which never came with papers: stock below zero, without a cost.
            hasDefaultCost: index % 64 != 7, isDelivered: index % 128 != 7, supplier: shelf.supplier,
            pack: shelf.isWeighed ? 2 : price < 500 ? 12 : 6, weight: shelf.demand)
    }

    /// Prices end on 5 tetri as on a shelf label, and on 9 above ten lari.
    private static func shelfPrice(_ tetri: Int) -> Int64 {
        let price = max(10, tetri / 5 * 5)
        return Int64(price > 1_000 ? price / 10 * 10 - 1 : price)
    }

    /// A few products sell every hour and most once a week (a Zipf–Mandelbrot curve over a shuffled order).
    private static func giveDemand(to articles: inout [Article], _ random: inout SeededRandom) {
        var ranks = Array(articles.indices)
        random.shuffle(&ranks)
        for (index, rank) in ranks.enumerated() { articles[index].weight *= 1_000_000 / (rank + 25) }
    }

    private static func kit(_ number: Int, of articles: [Article], _ random: inout SeededRandom) -> Article {
        func one(in category: String) -> Int {
            random.pick(articles.indices.filter { articles[$0].category == category && articles[$0].isDelivered })
        }
        let parts = [
            (article: one(in: number.isMultiple(of: 2) ? "Red wine" : "White wine"), quantity: Int64(1_000)),
            (article: one(in: "Sweets"), quantity: Int64(2_000)), (article: one(in: "Cheese"), quantity: Int64(500)),
        ]
        let sum = parts.reduce(Int64(0)) { $0 + share(articles[$1.article].listPrice, $1.quantity, of: 1_000) }
        let average = articles.reduce(0) { $0 + $1.weight } / articles.count
        return Article(
            id: "K" + padded(number + 1),
            name: LocalName(ka: "სასაჩუქრე კალათა №\(number + 1)", en: "Gift basket №\(number + 1)"), kind: "kit",
            department: "Wine and spirits", category: "Gift baskets",
            barcode: GTIN.georgian(item: 190_000_000 + number * 37), isWeighed: false,
            listPrice: shelfPrice(Int(sum) * 93 / 100), cost: 0, hasDefaultCost: false, isDelivered: false,
            supplier: "sup-marani", pack: 1, weight: average, components: parts)
    }

    private static func padded(_ number: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
}
