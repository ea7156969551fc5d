/// How a list can be ordered, and how the address says that it is: by a word, with `-` before it the other way round.
struct ListOrders {
    struct Order {
        let word: String
        let caption: Caption
        /// The report's.
        let column: String
        var isUsuallyDescending = false
    }

    let usual: Order
    let all: [Order]
    let chosen: Order
    let isDescending: Bool

    init(usual: Order, _ others: [Order], _ said: String) {
        self.usual = usual
        all = [usual] + others
        let isTurned = said.hasPrefix("-")
        let found = all.first { $0.word == (isTurned ? String(said.dropFirst()) : said) }
        chosen = found ?? usual
        isDescending = chosen.isUsuallyDescending != (found != nil && isTurned)
    }

    /// Where a heading leads: to the order of its column, the other way round where the list is in that already.
    func link(_ word: String, to place: (_ sort: String) -> Path) -> Table.Column.Order? {
        guard let mine = all.first(where: { $0.word == word }) else { return nil }
        let isThis = chosen.word == word
        let isTurned = isThis && isDescending == mine.isUsuallyDescending
        return .init(path: place(isTurned ? "-\(word)" : word), isDescending: isThis ? isDescending : nil)
    }
}
