import Events
import Projections

/// The chain's sales days, summed the ways the dashboard shows them.
struct ChainSales {
    /// Sums by shop.
    struct ByShop {
        private(set) var shops: [String: ScreenFigures] = [:]
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
    let currencies: [String: String]
    private(set) var today = ByShop()
    private(set) var month = ByShop()
    private(set) var byDay: [(day: CalendarDay, figures: ScreenFigures)]
    /// The last days' sums in currencies that the totals leave out.
    private(set) var otherCurrencies: [(currency: String, figures: ScreenFigures)] = []

    /// - Parameters:
    ///   - todays: what day it is at each shop.
    ///   - count: how many days, the last one included.
    init(_ days: [DashboardDays.Day], todays: [String: CalendarDay], last: CalendarDay, count: Int) {
        let main = Self.mainCurrency(days) ?? DashboardDays.homeCurrency
        currency = main
        currencies = Dictionary(grouping: days, by: \.store).compactMapValues { Self.mainCurrency($0) }
        byDay = (0..<count).map { (last.advanced(by: $0 + 1 - count), ScreenFigures()) }
        var others: [String: ScreenFigures] = [:]
        for day in days {
            let today = todays[day.store] ?? last
            guard day.day > today.advanced(by: -count), day.day <= today else { continue }
            let isMain = day.currency == main
            if day.currency == currencies[day.store] {
                month.add(day.figures, day.store, inTotal: isMain)
                if day.day == today { self.today.add(day.figures, day.store, inTotal: isMain) }
            } else if isMain {
                month.add(day.figures, "", inTotal: true)
                if day.day == today { self.today.add(day.figures, "", inTotal: true) }
            }
            if !isMain { others[day.currency, default: ScreenFigures()].add(day.figures) }
            let place = count - 1 - Int(last.daysSince1970 - day.day.daysSince1970)
            if isMain, byDay.indices.contains(place) { byDay[place].figures.add(day.figures) }
        }
        otherCurrencies = others.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private static func mainCurrency(_ days: [DashboardDays.Day]) -> String? {
        var receipts: [String: Int64] = [:]
        for day in days { receipts[day.currency, default: 0] += max(1, day.figures.receipts) }
        return receipts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
}
