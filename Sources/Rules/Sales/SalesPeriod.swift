import Events

/// Days that somebody asks for, and those that they are compared with.
package struct SalesPeriod: Equatable, Sendable {
    package enum Choice: String, CaseIterable, Sendable {
        case today, yesterday, week, month, quarter, year
        /// From a day through another.
        case days
    }

    package enum Comparison: String, CaseIterable, Sendable {
        /// The days before; of what is not over (this month) as many of the one before it.
        case before
        /// The same days a year ago.
        case year
        case none
    }

    package let choice: Choice
    package let from: CalendarDay
    package let through: CalendarDay

    /// - Parameters:
    ///   - from: of `days`; absent: `through`.
    ///   - through: of `days`; absent: today. Two that are the wrong way round are turned.
    package init(_ choice: Choice, today: CalendarDay, from: CalendarDay? = nil, through: CalendarDay? = nil) {
        self.choice = choice
        switch choice {
        case .today: (self.from, self.through) = (today, today)
        case .yesterday: (self.from, self.through) = (today.advanced(by: -1), today.advanced(by: -1))
        case .week: (self.from, self.through) = (today.advanced(by: 1 - today.weekday), today)
        case .month, .quarter, .year: (self.from, self.through) = (Self.start(of: choice, today), today)
        case .days:
            let end = through ?? today
            let start = from ?? end
            (self.from, self.through) = (min(start, end), max(start, end))
        }
    }

    package var days: Int { Int(through.daysSince1970) - Int(from.daysSince1970) + 1 }

    /// nil: with nothing.
    package func compared(_ comparison: Comparison) -> (from: CalendarDay, through: CalendarDay)? {
        let other: (from: CalendarDay, through: CalendarDay)
        let end = from.advanced(by: -1)
        switch (comparison, choice) {
        case (.none, _): return nil
        case (.year, _): other = (Self.yearBefore(from), Self.yearBefore(through))
        case (.before, .week): other = (from.advanced(by: -7), through.advanced(by: -7))
        case (.before, .month), (.before, .quarter), (.before, .year):
            let start = Self.start(of: choice, end)
            other = (start, min(start.advanced(by: days - 1), end))
        case (.before, _): other = (end.advanced(by: 1 - days), end)
        }
        // Before the first day that can be said there are none.
        guard let first = CalendarDay(year: 1, month: 1, day: 1), other.through >= first else { return nil }
        return (max(other.from, first), other.through)
    }

    /// The first day of the month, quarter or year that a day is in.
    private static func start(of choice: Choice, _ day: CalendarDay) -> CalendarDay {
        let (year, month, _) = day.civil
        let first =
            switch choice {
            case .quarter: (month - 1) / 3 * 3 + 1
            case .year: 1
            default: month
            }
        return CalendarDay(year: year, month: first, day: 1) ?? day
    }

    /// 29 February has 28 February before it.
    private static func yearBefore(_ day: CalendarDay) -> CalendarDay {
        let (year, month, number) = day.civil
        return CalendarDay(year: year - 1, month: month, day: number)
            ?? CalendarDay(year: year - 1, month: month, day: 28) ?? day
    }
}

extension CalendarDay {
    /// From 1, a Monday, to 7.
    package var weekday: Int {
        // 1 January 1970 was a Thursday.
        let since = (Int(daysSince1970) + 3) % 7
        return (since < 0 ? since + 7 : since) + 1
    }
}
