import Foundation

/// Numbers as people read them in a table: three figures that count, thousands apart.
enum Number {
    static func text(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        let size = abs(value)
        if size >= 999.5 { return grouped(Int(value.rounded())) }
        let decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2
        let text = String(format: "%.\(decimals)f", value)
        guard text.contains(".") else { return text }
        var digits = Substring(text)
        while digits.hasSuffix("0") { digits.removeLast() }
        if digits.hasSuffix(".") { digits.removeLast() }
        return String(digits)
    }

    static func grouped(_ value: Int) -> String {
        var digits = String(abs(value))
        var parts: [String] = []
        while digits.count > 3 {
            parts.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (value < 0 ? "−" : "") + ([digits] + parts).joined(separator: " ")
    }
}
