import Events
import Queries

/// The chain's sales days, summed the ways the dashboard shows them.
struct ChainSales {
    /// Sums by shop.
    struct ByShop {
        private(set) var shops = ByID<ScreenFigures>()
        private(set) var total = ScreenFigures()

        subscript(_ store: String) -> ScreenFigures { shops[store] ?? ScreenFigures() }

        fileprivate mutating func add(_ figures: ScreenFigures, _ store: String, inTotal: Bool) {
            shops[store, default: ScreenFigures()].add(figures)
            if inTotal { total.add(figures) }
        }
    }

    /// The currency of most receipts: totals are in it, and never across currencies.
    let currency: String
    /// Each shop's own main currency.
    let currencies: ByID<String>
    private(set) var today = ByShop()
    private(set) var month = ByShop()
    private(set) var byDay: [(day: CalendarDay, figures: ScreenFigures)]
    /// The last days' sums in currencies that the totals leave out.
    private(set) var otherCurrencies: [(currency: String, figures: ScreenFigures)] = []

    /// - Parameters:
    ///   - last: the last day of any shop.
    ///   - count: how many days, the last one included.
    init(shops: [DashboardDays.ShopSums], days: [DashboardDays.DaySums], last: CalendarDay, count: Int) {
        let main = Self.mainCurrency(shops) ?? Currency.home
        currency = main
        currencies = ByID(grouping: shops, by: \.store).compactMapValues { Self.mainCurrency($0) }
        byDay = (0..<count).map { (last.advanced(by: $0 + 1 - count), ScreenFigures()) }
        var others = ByID<ScreenFigures>()
        for sums in shops {
            let isMain = sums.currency == main
            let isOwn = sums.currency == currencies[sums.store]
            if isOwn || isMain {
                month.add(sums.lastDays, isOwn ? sums.store : "", inTotal: isMain)
                today.add(sums.today, isOwn ? sums.store : "", inTotal: isMain)
            }
            if !isMain { others[sums.currency, default: ScreenFigures()].add(sums.lastDays) }
        }
        for day in days where day.currency == main {
            let place = count - 1 - Int(last.daysSince1970 - day.day.daysSince1970)
            if byDay.indices.contains(place) { byDay[place].figures.add(day.figures) }
        }
        otherCurrencies = others.sorted.map { ($0.id, $0.value) }
    }

    private static func mainCurrency(_ shops: [DashboardDays.ShopSums]) -> String? {
        var weights = ByID<Int64>()
        for sums in shops { weights[sums.currency, default: 0] &+= sums.weight }
        return weights.sorted.max { ($0.value, ExactText($1.id)) < ($1.value, ExactText($0.id)) }?.id
    }
}
