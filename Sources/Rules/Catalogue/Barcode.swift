/// Barcodes of trade items (GS1 General Specifications, 2.1 and 7.9).
package enum Barcode {
    private static let lengths: Set<Int> = [8, 12, 13, 14]

    /// A number of 8, 12, 13 or 14 digits whose last is not its check digit. Other barcodes are the shop's own affair, and so
    /// are labels that a scale prints (prefixes 02 and 20 to 29 of 13 digits), which hold a price.
    package static func hasWrongCheckDigit(_ text: String) -> Bool {
        let digits = text.utf8.map { Int($0) - Int(UInt8(ascii: "0")) }
        guard lengths.contains(digits.count), digits.allSatisfy({ (0...9).contains($0) }) else { return false }
        if digits.count == 13, digits[0] == 2 || digits[0] == 0 && digits[1] == 2 { return false }
        return checkDigit(of: digits.dropLast()) != digits[digits.count - 1]
    }

    /// Weights 3 and 1 in turn, the last digit before the check digit weighing 3.
    private static func checkDigit(of body: some BidirectionalCollection<Int>) -> Int {
        var sum = 0
        for (place, digit) in body.reversed().enumerated() { sum += digit * (place.isMultiple(of: 2) ? 3 : 1) }
        return (10 - sum % 10) % 10
    }

    /// Every way to write the same number: as 8, 12, 13 or 14 digits (a GTIN-14 with zeros in front); of another barcode itself.
    package static func spellings(_ text: String) -> [String] {
        let digits = text.utf8.drop { $0 == UInt8(ascii: "0") }
        guard lengths.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return [text]
        }
        let number = String(decoding: digits, as: UTF8.self)
        return lengths.sorted().filter { $0 >= number.utf8.count }.map { length in
            String(repeating: "0", count: length - number.utf8.count) + number
        }
    }
}
