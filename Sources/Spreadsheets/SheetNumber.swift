import Foundation

/// Numbers of spreadsheets, which are binary fractions of 15 digits that count.
package enum SheetNumber {
    /// Beyond it a spreadsheet has lost digits.
    private static let whole = 1e15

    /// “123”, “0.3”; in powers of ten where that is all that is left of it.
    static func text(_ number: Double) -> String {
        if number == number.rounded(), abs(number) < whole { return String(Int64(number)) }
        return String(format: "%.15g", number)
    }

    /// Whether a text is a number of which a spreadsheet has kept the first digits alone: “4.00638E+12”.
    package static func hasLostDigits(_ text: String) -> Bool {
        text.wholeMatch(of: /[0-9](?:[.,][0-9]+)?[eE]\+[0-9]+/) != nil
    }

    /// The day that a number means where days are counted from 1900 on (ECMA-376, 18.17.4.1); nil for none, as for 60, a 29th of
    /// February that never was.
    package static func day(_ number: Double) -> String? {
        guard number >= 1, number < 2_958_466, number != 60, number == number.rounded() else { return nil }
        let days = Int(number) - (number < 60 ? 1 : 2)
        // 1900-01-01 is 25 567 days before 1970.
        let date = Date(timeIntervalSince1970: Double(days - 25_567) * 86_400)
        var calendar = Calendar(identifier: .gregorian)
        guard let zone = TimeZone(secondsFromGMT: 0) else { return nil }
        calendar.timeZone = zone
        let parts = calendar.dateComponents([.year, .month, .day], from: date)
        guard let year = parts.year, let month = parts.month, let day = parts.day else { return nil }
        return String(format: "%04d-%02d-%02d", year, month, day)
    }
}
