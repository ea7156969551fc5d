import Events

/// The rules of what is set for the chain or a store, and of who works there.
enum SettingRules {
    static func faults(of policy: StorePolicySet) -> [Fault] {
        var checks = Checks()
        if let minutes = policy.dayStartMinutes {
            checks.must(
                (0..<1440).contains(minutes), "dayStartMinutes", "minutes",
                "a day has minutes 0 to 1439, not \(minutes)")
        }
        checks.notNegative(policy.returnDays, "returnDays", "days.negative")
        checks.notNegative(policy.blindReturnLimit, "blindReturnLimit")
        checks.notNegative(policy.offlineGiftCardLimit, "offlineGiftCardLimit")
        checks.percent(policy.discountCap, "discountCap")
        let speaksOfMoney = policy.blindReturnLimit != nil || policy.offlineGiftCardLimit != nil
        checks.must(!speaksOfMoney || policy.currency != nil, "currency", "required", "an amount needs its currency")
        return checks.faults
    }

    static func faults(of rate: ExchangeRateSet) -> [Fault] {
        var checks = Checks()
        checks.must(
            rate.currency != rate.baseCurrency, "baseCurrency", "currency.contradiction",
            "\(rate.currency) has no rate to itself")
        return checks.faults
    }

    static func faults(of tender: TenderKindDefined) -> [Fault] {
        var checks = Checks()
        checks.must(
            !Tender.kinds.contains(tender.kind), "kind", "tenderKind.own",
            "\(tender.kind) is a kind of tender everywhere, and none of the chain’s own")
        return checks.faults
    }

    static func faults(of tax: TaxSet) -> [Fault] {
        var checks = Checks()
        checks.notNegative(tax.rate, "rate", "rate.negative")
        checks.interval(tax.from, tax.to)
        return checks.faults
    }

    /// Both days are closed, so they may be the same.
    static func faults(of period: PeriodClosed) -> [Fault] {
        var checks = Checks()
        if let from = period.from, let through = period.through {
            checks.must(through >= from, "through", "interval", "through is \(through), which lies before \(from)")
        }
        return checks.faults
    }

    static func faults(of employee: EmployeeFacts) -> [Fault] {
        var checks = Checks()
        checks.interval(employee.from, employee.to)
        checks.cleared(employee.cleared, among: EmployeeFacts.clearable)
        return checks.faults
    }

    static func faults(of role: RoleDefined) -> [Fault] {
        var checks = Checks()
        for (index, limit) in role.limits.enumerated() {
            checks.percent(limit.percent, "limits[\(index)].percent")
            checks.notNegative(limit.amount, "limits[\(index)].amount")
            checks.must(
                limit.amount == nil || limit.currency != nil, "limits[\(index)].currency", "required",
                "an amount needs its currency")
        }
        return checks.faults
    }

    static func faults(of entry: EntryRecorded) -> [Fault] {
        var checks = Checks()
        checks.cleared(entry.cleared, among: EntryRecorded.clearable)
        return checks.faults
    }

    static func faults(of field: FieldDefined) -> [Fault] {
        var checks = Checks()
        checks.must(
            (field.type == "choice") == !field.choices.isEmpty, "choices", "choices",
            "choices belong to a field of the type choice, and it needs some")
        checks.once(field.choices.map(\.choice), "choice.repeated") { "choices[\($0)].choice" }
        return checks.faults
    }
}
