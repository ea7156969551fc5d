import Events

struct DayKey: Hashable, Comparable {
    private let exactStore: ExactText
    let day: CalendarDay
    private let exactCurrency: ExactText

    init(store: String, day: CalendarDay, currency: String) {
        (exactStore, self.day, exactCurrency) = (ExactText(store), day, ExactText(currency))
    }

    var store: String { exactStore.text }
    var currency: String { exactCurrency.text }

    static func < (one: DayKey, other: DayKey) -> Bool {
        if one.exactStore != other.exactStore { return one.exactStore < other.exactStore }
        return one.day != other.day ? one.day < other.day : one.exactCurrency < other.exactCurrency
    }
}

/// A store's business date: what counts, and apart from it what is suspect.
final class StoreDay {
    var counted = Figures()
    var suspect = Figures()
    var training: Int64 = 0
    var isInDatabase = false
}

struct CustomerKey: Hashable, Comparable {
    private let exactCustomer: ExactText
    private let exactCurrency: ExactText

    init(customer: String, currency: String) {
        (exactCustomer, exactCurrency) = (ExactText(customer), ExactText(currency))
    }

    var customer: String { exactCustomer.text }
    var currency: String { exactCurrency.text }

    static func < (one: CustomerKey, other: CustomerKey) -> Bool {
        one.exactCustomer != other.exactCustomer
            ? one.exactCustomer < other.exactCustomer : one.exactCurrency < other.exactCurrency
    }
}

/// A customer's purchases in one currency.
final class CustomerTotals {
    var counted = Figures()
    /// Receipts on each business date with any.
    var days: [Int32] = []
    var receiptsOnDay: [Int64] = []
    var isInDatabase = false

    func visited(on day: CalendarDay, times: Int64) {
        let day = day.daysSince1970
        let place = days.firstIndex { $0 >= day } ?? days.count
        if place < days.count, days[place] == day {
            receiptsOnDay[place] &+= times
            if receiptsOnDay[place] == 0 {
                days.remove(at: place)
                receiptsOnDay.remove(at: place)
            }
        } else {
            days.insert(day, at: place)
            receiptsOnDay.insert(times, at: place)
        }
    }
}

/// A product's default costs, by the time from which each holds.
final class DefaultCosts {
    struct Version: Equatable {
        var key: PlainKey
        var amount: Int64
        var per: Int64
    }

    private(set) var versions: [Version] = []
    var isInDatabase = false

    init(_ versions: [Version] = []) { self.versions = versions }

    func add(_ version: Version) {
        let place = versions.firstIndex { version.key < $0.key } ?? versions.count
        versions.insert(version, at: place)
    }

    /// The one that held at a moment, or else the first that is known.
    func cost(at milliseconds: Int64) -> (amount: Int64, per: Int64)? {
        let version = versions.last { $0.key.milliseconds <= milliseconds } ?? versions.first
        return version.map { ($0.amount, $0.per) }
    }
}
