/// The numbers of a text as RFC 8259 writes them (section 6), whatever their size. A number that is written well and that
/// no 64 bits hold is JSON that cannot be taken here, and not a text that is not JSON.
package enum JSONNumbers {
    /// Whether every number of a document is written well.
    package static func areWell(_ bytes: [UInt8]) -> Bool {
        var place = 0
        var isInString = false
        while place < bytes.count {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\""), !isInString {
                isInString = true
            } else if isInString {
                if byte == UInt8(ascii: "\\") { place += 1 } else { isInString = byte != UInt8(ascii: "\"") }
            } else if byte == UInt8(ascii: "-") || isDigit(byte) {
                let end = bytes[place...].firstIndex { !isPart($0) } ?? bytes.count
                guard isNumber(bytes[place..<end]) else { return false }
                place = end
                continue
            }
            place += 1
        }
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isPart(_ byte: UInt8) -> Bool { isDigit(byte) || "+-.eE".utf8.contains(byte) }

    /// An integer part without a leading zero, then perhaps a fraction, then perhaps an exponent.
    private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        func digits() -> Int {
            let count = rest.prefix(while: isDigit).count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let startsWithZero = rest.first == UInt8(ascii: "0")
        let whole = digits()
        guard whole > 0, !startsWithZero || whole == 1 else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits() > 0 else { return false }
        }
        if let mark = rest.first, "eE".utf8.contains(mark) {
            rest = rest.dropFirst()
            if let sign = rest.first, "+-".utf8.contains(sign) { rest = rest.dropFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}
