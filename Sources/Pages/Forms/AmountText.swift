import Events

/// Amounts of money as people write them into a form: “1250.5”, “1 250,50”. Minor units behind.
enum AmountText {
    static func text(_ minor: Int64, _ currency: String, _ language: Language) -> String {
        let decimals = Currency.exponent(of: currency) ?? 2
        let digits = Decimals.digits(of: minor.magnitude, places: decimals)
        let point = decimals == 0 ? "" : language == .ka ? "," : "."
        return (minor < 0 ? "-" : "") + digits.whole + point + digits.fraction
    }

    /// nil where it is no amount of this currency.
    static func minor(_ text: String, _ currency: String) -> Int64? {
        let decimals = Currency.exponent(of: currency) ?? 2
        let plain = text.filter { !$0.isWhitespace }
        let sign = plain.hasPrefix("-") || plain.hasPrefix("\u{2212}") ? "-" : ""
        let parts = plain.dropFirst(sign.isEmpty ? 0 : 1)
            .split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "." || $0 == "," }
        guard let whole = parts.first, !whole.isEmpty else { return nil }
        var fraction = parts.count > 1 ? parts[1] : ""
        while fraction.count > decimals, fraction.last == "0" { fraction.removeLast() }
        let digits = whole + fraction + String(repeating: "0", count: max(decimals - fraction.count, 0))
        guard fraction.count <= decimals, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 })
        else { return nil }
        return Int64(sign + digits)
    }
}
