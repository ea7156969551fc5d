/// Trade item numbers (GS1 General Specifications, 2.1 and 7.9).
enum GTIN {
    /// The 13 digits of an item of a Georgian company (prefix 486), with its check digit.
    static func georgian(item: Int) -> String {
        let digits = String(item % 1_000_000_000)
        let body = "486" + String(repeating: "0", count: 9 - digits.count) + digits
        return body + String(checkDigit(of: body))
    }

    /// Weights 3 and 1 in turn, the last digit before the check digit weighing 3.
    static func checkDigit(of body: String) -> Int {
        var sum = 0
        for (place, digit) in body.utf8.reversed().enumerated() {
            sum += Int(digit - UInt8(ascii: "0")) * (place.isMultiple(of: 2) ? 3 : 1)
        }
        return (10 - sum % 10) % 10
    }
}
