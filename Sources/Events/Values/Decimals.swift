/// A number of units of 10 to the minus so many places, in decimal digits.
package enum Decimals {
    /// The digits before and behind the point: 1250 with 2 places is “12” and “50”, 5 is “0” and “05”.
    package static func digits(of magnitude: UInt64, places: Int) -> (whole: String, fraction: String) {
        let digits = String(magnitude)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.utf8.count)) + digits
        return (String(padded.dropLast(places)), String(padded.suffix(places)))
    }
}
