import Events
import Rules
import Testing

@Suite struct `A period of sales` {
    private func day(_ text: String) -> CalendarDay { CalendarDay(text)! }

    private func days(_ choice: SalesPeriod.Choice, on today: String, _ comparison: SalesPeriod.Comparison = .before)
        -> [String]
    {
        let period = SalesPeriod(choice, today: day(today))
        let other = period.compared(comparison)
        return [period.from, period.through, other?.from, other?.through].compactMap { $0?.description }
    }

    @Test func `is compared with as many days of the one before it`() {
        #expect(days(.today, on: "2026-11-30") == ["2026-11-30", "2026-11-30", "2026-11-29", "2026-11-29"])
        #expect(days(.yesterday, on: "2026-03-01") == ["2026-02-28", "2026-02-28", "2026-02-27", "2026-02-27"])
        // A Wednesday: from Monday on.
        #expect(days(.week, on: "2026-12-02") == ["2026-11-30", "2026-12-02", "2026-11-23", "2026-11-25"])
        #expect(days(.week, on: "2026-11-30") == ["2026-11-30", "2026-11-30", "2026-11-23", "2026-11-23"])
        #expect(days(.month, on: "2026-11-30") == ["2026-11-01", "2026-11-30", "2026-10-01", "2026-10-30"])
        // February has fewer.
        #expect(days(.month, on: "2026-03-31") == ["2026-03-01", "2026-03-31", "2026-02-01", "2026-02-28"])
        #expect(days(.quarter, on: "2026-05-02") == ["2026-04-01", "2026-05-02", "2026-01-01", "2026-02-01"])
        #expect(days(.year, on: "2026-01-03") == ["2026-01-01", "2026-01-03", "2025-01-01", "2025-01-03"])
    }

    @Test func `is compared with the same days a year ago, or with nothing`() {
        #expect(days(.month, on: "2026-03-02", .year) == ["2026-03-01", "2026-03-02", "2025-03-01", "2025-03-02"])
        #expect(days(.today, on: "2024-02-29", .year) == ["2024-02-29", "2024-02-29", "2023-02-28", "2023-02-28"])
        #expect(days(.month, on: "2026-03-02", .none) == ["2026-03-01", "2026-03-02"])
    }

    @Test func `from one day through another may be said the wrong way round, or half`() {
        let today = day("2026-03-10")
        func period(_ from: String?, _ through: String?) -> [String] {
            let period = SalesPeriod(.days, today: today, from: from.map(day), through: through.map(day))
            return [period.from.description, period.through.description, String(period.days)]
        }
        #expect(period("2026-03-05", "2026-03-01") == ["2026-03-01", "2026-03-05", "5"])
        #expect(period("2026-03-05", nil) == ["2026-03-05", "2026-03-10", "6"])
        #expect(period(nil, "2026-03-05") == ["2026-03-05", "2026-03-05", "1"])
        let other = SalesPeriod(.days, today: today, from: day("2026-03-03"), through: day("2026-03-05")).compared(
            .before)
        #expect(other?.from == day("2026-02-28") && other?.through == day("2026-03-02"))
    }

    @Test func `a week begins on a Monday`() {
        #expect(day("1970-01-01").weekday == 4 && day("2026-11-30").weekday == 1 && day("1969-12-28").weekday == 7)
    }
}
