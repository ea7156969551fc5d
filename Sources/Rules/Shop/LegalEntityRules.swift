import Events

/// The rules of what is said of a company of the chain's own.
enum LegalEntityRules {
    /// Digits of an identification code: a company's, and a person's who trades in their own name.
    private static let taxNumberLengths: Set<Int> = [9, 11]

    static func faults(of entity: LegalEntityDefined) -> [Fault] {
        var checks = Checks()
        checks.interval(entity.vatPayerFrom, entity.vatPayerTo, "vatPayerTo")
        if let number = entity.taxNumber {
            let isNumber = number.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            checks.must(
                isNumber && taxNumberLengths.contains(number.utf8.count), "taxNumber", "taxNumber",
                "a tax number has 9 digits, that of a sole trader 11, unlike “\(number)”")
        }
        for (index, account) in entity.bankAccounts.enumerated() {
            checks.must(
                isIBAN(account.iban), "bankAccounts[\(index)].iban", "iban",
                "“\(account.iban)” is no IBAN: a sign is wrong")
        }
        checks.once(entity.bankAccounts.map { $0.iban.filter { $0 != " " } }, "iban.repeated") {
            "bankAccounts[\($0)].iban"
        }
        return checks.faults
    }

    /// Whether check digits hold (ISO 13616: the remainder by 97 of its signs, the first four moved behind, letters as 10 to 35).
    /// People write it in groups of four.
    static func isIBAN(_ text: String) -> Bool {
        let signs = text.utf8.filter { $0 != UInt8(ascii: " ") }
        guard (15...34).contains(signs.count) else { return false }
        var remainder = 0
        for sign in signs[4...] + signs[..<4] {
            switch sign {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                remainder = (remainder * 10 + Int(sign - UInt8(ascii: "0"))) % 97
            case UInt8(ascii: "A")...UInt8(ascii: "Z"):
                remainder = (remainder * 100 + Int(sign - UInt8(ascii: "A")) + 10) % 97
            default: return false
            }
        }
        return remainder == 1
    }
}
