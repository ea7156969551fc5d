import Foundation

/// A point in time, in milliseconds since 1970-01-01T00:00:00Z.
package struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Behind every other: by then all that is said for a day to come holds.
    package static let endOfTime = Instant(milliseconds: .max)

    /// Reads RFC 3339 (`2026-11-23T10:15:30.123+04:00`); digits finer than milliseconds are cut off.
    package init?(_ text: String) {
        var text = text
        let parsed = text.withUTF8 { Instant(utf8: $0) }
        guard let parsed else { return nil }
        self = parsed
    }

    init?(utf8: UnsafeBufferPointer<UInt8>) {
        guard utf8.count >= 20, let day = CalendarDay(utf8: utf8) else { return nil }
        guard utf8[10] == UInt8(ascii: "T") || utf8[10] == UInt8(ascii: "t") else { return nil }
        guard let hour = twoDigits(utf8, 11), let minute = twoDigits(utf8, 14), let second = twoDigits(utf8, 17),
            utf8[13] == UInt8(ascii: ":"), utf8[16] == UInt8(ascii: ":"), hour < 24, minute < 60, second <= 60
        else { return nil }
        var place = 19
        var fraction: Int64 = 0
        if utf8[place] == UInt8(ascii: ".") {
            place += 1
            var weight: Int64 = 100
            let start = place
            while place < utf8.count, case UInt8(ascii: "0")...UInt8(ascii: "9") = utf8[place] {
                fraction += Int64(utf8[place] - UInt8(ascii: "0")) * weight
                weight /= 10
                place += 1
            }
            guard place > start else { return nil }
        }
        guard place < utf8.count else { return nil }
        var offsetMinutes = 0
        switch utf8[place] {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"):
            guard place + 1 == utf8.count else { return nil }
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard place + 6 == utf8.count, utf8[place + 3] == UInt8(ascii: ":"),
                let hours = twoDigits(utf8, place + 1), let minutes = twoDigits(utf8, place + 4), hours < 24,
                minutes < 60
            else { return nil }
            offsetMinutes = (hours * 60 + minutes) * (utf8[place] == UInt8(ascii: "-") ? -1 : 1)
        default: return nil
        }
        let seconds = Int64(day.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offsetMinutes * 60)
        self.init(milliseconds: seconds * 1000 + fraction)
    }

    /// RFC 3339 in UTC.
    package var description: String {
        guard let day = Self.day(of: milliseconds) else { return text(offsetSeconds: 0, suffix: "Z") }
        let rest = Int(milliseconds - Int64(day.daysSince1970) * 86_400_000)
        // Every answer at the till's door holds one: digits are put down where they belong.
        var date = day.description
        return date.withUTF8 { date in
            String(unsafeUninitializedCapacity: date.count + 14) { text in
                _ = text.update(fromContentsOf: date)
                var place = date.count
                func put(_ mark: UInt8, _ number: Int, _ digits: Int) {
                    text[place] = mark
                    var rest = number
                    for digit in stride(from: digits, to: 0, by: -1) {
                        text[place + digit] = UInt8(ascii: "0") + UInt8(rest % 10)
                        rest /= 10
                    }
                    place += digits + 1
                }
                put(UInt8(ascii: "T"), rest / 3_600_000, 2)
                put(UInt8(ascii: ":"), rest / 60_000 % 60, 2)
                put(UInt8(ascii: ":"), rest / 1000 % 60, 2)
                put(UInt8(ascii: "."), rest % 1000, 3)
                text[place] = UInt8(ascii: "Z")
                return place + 1
            }
        }
    }

    /// The day in UTC; nil beyond what a day can be numbered by: no fact says such a moment, a caller's cursor may.
    private static func day(of milliseconds: Int64) -> CalendarDay? {
        let days = milliseconds / 86_400_000 - (milliseconds % 86_400_000 < 0 ? 1 : 0)
        return Int32(exactly: days).map { CalendarDay(daysSince1970: $0) }
    }

    /// RFC 3339 on the clock of a zone.
    package func text(in zone: Zone) -> String {
        let seconds = zone.offsetSeconds(at: self)
        let minutes = abs(seconds) / 60
        return text(
            offsetSeconds: seconds,
            suffix: (seconds < 0 ? "-" : "+") + pad(minutes / 60, 2) + ":" + pad(minutes % 60, 2))
    }

    private func text(offsetSeconds: Int, suffix: String) -> String {
        let (day, rest) = CalendarDay.split(milliseconds, offsetSeconds)
        let clock = "\(pad(rest / 3_600_000, 2)):\(pad(rest / 60_000 % 60, 2)):\(pad(rest / 1000 % 60, 2))"
        return "\(day)T\(clock).\(pad(rest % 1000, 3))\(suffix)"
    }

    package static func < (one: Self, other: Self) -> Bool { one.milliseconds < other.milliseconds }
    package static var now: Instant {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }
}

extension CalendarDay {
    /// The day on a clock that is some seconds ahead of UTC, and the milliseconds since it began.
    ///
    /// A moment beyond the days that can be numbered is taken for the last or first of them: telling it ends nobody.
    fileprivate static func split(_ milliseconds: Int64, _ offsetSeconds: Int) -> (day: CalendarDay, rest: Int) {
        let shown = min(max(milliseconds, leastMs), greatestMs) + Int64(offsetSeconds) * 1000
        let days = shown / dayMs - (shown % dayMs < 0 ? 1 : 0)
        return (CalendarDay(daysSince1970: Int32(days)), Int(shown - days * dayMs))
    }

    private static let dayMs: Int64 = 86_400_000
    // A few days short of what an Int32 numbers, for an offset to be added, and a day before and after.
    private static let leastMs = (Int64(Int32.min) + 10) * dayMs
    private static let greatestMs = (Int64(Int32.max) - 10) * dayMs
}

/// An IANA time zone.
package struct Zone: Sendable, Hashable {
    private let zone: TimeZone
    package var name: String { zone.identifier }
    // cannot trap: every system knows UTC
    package static let utc = Zone("UTC")!

    package init?(_ name: String) {
        guard let zone = TimeZone(identifier: name) else { return nil }
        self.zone = zone
    }

    package func offsetSeconds(at instant: Instant) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000))
    }

    package func day(of instant: Instant) -> CalendarDay {
        CalendarDay.split(instant.milliseconds, offsetSeconds(at: instant)).day
    }

    /// The first millisecond of a day; where the clock jumps over midnight, the first that exists.
    package func start(of day: CalendarDay) -> Instant {
        let utc = Instant(milliseconds: Int64(day.daysSince1970) * 86_400_000)
        // Two looks settle it: the offset at UTC midnight, then the offset at the moment found with it.
        let guess = Instant(milliseconds: utc.milliseconds - Int64(offsetSeconds(at: utc)) * 1000)
        let settled = Instant(milliseconds: utc.milliseconds - Int64(offsetSeconds(at: guess)) * 1000)
        guard self.day(of: settled) != day else { return settled }
        return Instant(milliseconds: max(guess.milliseconds, settled.milliseconds))
    }

    package func end(of day: CalendarDay) -> Instant {
        Instant(milliseconds: start(of: day.advanced(by: 1)).milliseconds - 1)
    }
}
