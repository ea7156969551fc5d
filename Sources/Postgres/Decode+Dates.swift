/// Dates count from 2000-01-01, and so do timestamps, in microseconds (the server's timestamp.h).
extension Decode {
    static func date(daysSince2000 days: Int) -> String {
        if days == Int(Int32.max) { return "infinity" }
        if days == Int(Int32.min) { return "-infinity" }
        let (year, month, day) = civil(daysSince1970: days + daysFrom1970To2000)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    static func daysSince1970(_ type: OID, _ bytes: UnsafeRawBufferPointer) -> Int32? {
        guard type == .date, bytes.count == MemoryLayout<Int32>.size, let days = load(bytes, at: 0, as: Int32.self)
        else {
            return nil
        }
        return Int32(clamping: Int(days) + daysFrom1970To2000)
    }

    static func timestamp(microsecondsSince2000 moment: Int64, zone: String = "") -> String {
        if moment == .max { return "infinity" }
        if moment == .min { return "-infinity" }
        let (days, rest) = floorDivide(Int(moment), by: microsecondsPerDay)
        let (seconds, fraction) = rest.quotientAndRemainder(dividingBy: 1_000_000)
        let clock = "\(padded(seconds / 3600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        return "\(date(daysSince2000: days))T\(clock).\(padded(fraction, 6))\(zone)"
    }

    private static let daysFrom1970To2000 = 10_957
    private static let microsecondsPerDay = 86_400_000_000

    /// Days to the proleptic Gregorian calendar, in eras of 400 years that start in March, so that the leap day is
    /// last (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days).
    private static func civil(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = floorDivide(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func floorDivide(_ value: Int, by divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value.magnitude)
        let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
        return (value < 0 ? "-" : "") + zeros + digits
    }
}
