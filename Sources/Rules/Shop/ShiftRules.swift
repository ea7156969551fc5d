import Events

/// The rules of a shift's cash.
enum ShiftRules {
    static func faults(of opened: ShiftOpened) -> [Fault] {
        var checks = Checks()
        checks.once(opened.cash.map(\.currency), "currency.repeated") { "cash[\($0)].currency" }
        for (index, cash) in opened.cash.enumerated() {
            checks.notNegative(cash.amount, "cash[\(index)].amount")
            check(&checks, cash.denominations, of: cash.amount, at: "cash[\(index)].")
        }
        return checks.faults
    }

    static func faults(of moved: CashMoved) -> [Fault] {
        var checks = Checks()
        checks.positive(moved.amount, "amount")
        check(&checks, moved.denominations, of: moved.amount, at: "")
        return checks.faults
    }

    static func faults(of correction: CashCorrected) -> [Fault] {
        var checks = Checks()
        checks.names(original: correction.original)
        checks.must(correction.movement != nil, "movement", "required", "a correction says the movement whole")
        return checks.faults + (correction.movement.map { faults(of: $0) } ?? []).map { $0.within("movement") }
    }

    static func faults(of reversal: CashReversed) -> [Fault] {
        var checks = Checks()
        checks.names(original: reversal.original)
        return checks.faults
    }

    static func faults(of declared: CashDeclared) -> [Fault] {
        var checks = Checks()
        checks.some(declared.tenders.count, "tenders")
        checks.once(declared.tenders.map { "\($0.kind) in \($0.currency)" }, "tender.repeated") { "tenders[\($0)]" }
        for (index, tender) in declared.tenders.enumerated() {
            let path = "tenders[\(index)]."
            checks.notNegative(tender.amount, "\(path)amount")
            checks.notNegative(tender.count, "\(path)count", "count.negative")
            checks.must(
                tender.kind == "cash" || tender.denominations.isEmpty, "\(path)denominations", "denominations.cash",
                "only cash has coins and notes")
            check(&checks, tender.denominations, of: tender.amount, at: path)
        }
        return checks.faults
    }

    /// Coins and notes, where they are listed, are the whole amount.
    private static func check(
        _ checks: inout Checks, _ denominations: [Denomination], of amount: Int64, at path: String
    ) {
        guard !denominations.isEmpty else { return }
        for (index, coins) in denominations.enumerated() {
            checks.positive(coins.value, "\(path)denominations[\(index)].value")
            checks.notNegative(coins.count, "\(path)denominations[\(index)].count", "count.negative")
        }
        checks.once(denominations.map { "\($0.value)" }, "denomination.repeated") {
            "\(path)denominations[\($0)].value"
        }
        checks.sum(
            amount, "\(path)amount", "sum.denominations", denominations.total { $0.value &* $0.count },
            "the sum of its coins and notes")
    }
}
