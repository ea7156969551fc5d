import Events

/// The rules of what is said about customers.
enum CustomerRules {
    static func faults(of merged: CustomerMerged) -> [Fault] {
        var checks = Checks()
        checks.must(
            !ExactText.same(merged.customer, merged.with), "with", "merge.self",
            "a customer cannot be merged with itself")
        return checks.faults
    }

    static func faults(of merged: CustomerUnmerged) -> [Fault] {
        var checks = Checks()
        checks.must(
            !ExactText.same(merged.customer, merged.with), "with", "merge.self",
            "a customer cannot be merged with itself")
        return checks.faults
    }

    /// - Parameter isWhole: a change may say an amount in the currency that was said before.
    static func faults(of contract: ContractFacts, isWhole: Bool) -> [Fault] {
        var checks = Checks()
        checks.interval(contract.from, contract.to)
        checks.cleared(contract.cleared, among: ContractFacts.clearable)
        checks.notNegative(contract.creditLimit, "creditLimit")
        checks.notNegative(contract.paymentDays, "paymentDays", "days.negative")
        checks.must(
            contract.creditLimit == nil || contract.currency != nil || !isWhole, "currency", "required",
            "a credit limit needs its currency")
        return checks.faults
    }

    static func faults(of visit: ServiceVisitRecorded) -> [Fault] {
        var checks = Checks()
        checks.interval(visit.startedAt, visit.endedAt, visit.circumstances, "endedAt")
        for (index, service) in visit.services.enumerated() {
            checks.positive(service.quantity, "services[\(index)].quantity", "quantity.positive")
        }
        return checks.faults
    }

    static func faults(of document: DocumentAttached) -> [Fault] {
        var checks = Checks()
        checks.notNegative(document.byteCount, "byteCount", "size.negative")
        if let hash = document.sha256 {
            checks.must(
                hash.utf8.count == 64 && hash.utf8.allSatisfy { isHexadecimal($0) }, "sha256", "sha256",
                "a SHA-256 is 64 hexadecimal digits")
        }
        checks.must(
            document.sealed == nil || document.customer != nil, "customer", "required",
            "what is sealed needs the customer whose key seals it")
        return checks.faults
    }

    static func faults(of reminder: ReminderSet) -> [Fault] {
        var checks = Checks()
        checks.must(
            reminder.sealed == nil || reminder.customer != nil, "customer", "required",
            "what is sealed needs the customer whose key seals it")
        return checks.faults
    }

    private static func isHexadecimal(_ digit: UInt8) -> Bool {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}
