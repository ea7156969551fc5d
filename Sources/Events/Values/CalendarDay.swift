/// A day of the calendar (a business date, a document's date), as days since 1970-01-01. Proleptic Gregorian.
package struct CalendarDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var daysSince1970: Int32

    package init(daysSince1970: Int32) { self.daysSince1970 = daysSince1970 }

    /// Howard Hinnant's days_from_civil (chrono-Compatible Low-Level Date Algorithms).
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(inMonth: month, of: year)
        else { return nil }
        let y = month <= 2 ? year - 1 : year
        let era = y / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        daysSince1970 = Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// Reads `YYYY-MM-DD`.
    package init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 10, let day = digits.withUnsafeBufferPointer({ Self(utf8: $0) }) else { return nil }
        self = day
    }

    /// Reads the first ten bytes as `YYYY-MM-DD`.
    init?(utf8 digits: UnsafeBufferPointer<UInt8>) {
        guard digits.count >= 10, digits[4] == UInt8(ascii: "-"), digits[7] == UInt8(ascii: "-"),
            let century = twoDigits(digits, 0), let year = twoDigits(digits, 2), let month = twoDigits(digits, 5),
            let day = twoDigits(digits, 8)
        else { return nil }
        self.init(year: century * 100 + year, month: month, day: day)
    }

    package var civil: (year: Int, month: Int, day: Int) {
        let z = Int(daysSince1970) + 719_468
        let era = (z >= 0 ? z : z - 146_096) / 146_097
        let dayOfEra = z - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let mp = (5 * dayOfYear + 2) / 153
        let month = mp < 10 ? mp + 3 : mp - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * mp + 2) / 5 + 1)
    }

    package var description: String {
        let (year, month, day) = civil
        return pad(year, 4) + "-" + pad(month, 2) + "-" + pad(day, 2)
    }

    package static func < (one: Self, other: Self) -> Bool { one.daysSince1970 < other.daysSince1970 }
    package func advanced(by days: Int) -> Self { Self(daysSince1970: daysSince1970 + Int32(days)) }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// The number that two ASCII digits write.
func twoDigits(_ utf8: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int? {
    let (tens, ones) = (utf8[place] &- UInt8(ascii: "0"), utf8[place + 1] &- UInt8(ascii: "0"))
    return tens <= 9 && ones <= 9 ? Int(tens) * 10 + Int(ones) : nil
}

func pad(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
