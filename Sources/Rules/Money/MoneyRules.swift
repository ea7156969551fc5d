import Events

/// The rules of payments and accounts.
enum MoneyRules {
    static func faults(of payment: PaymentInitiated) -> [Fault] {
        var checks = Checks()
        checks.positive(payment.amount, "amount")
        checks.must(
            payment.purpose != "refund" || payment.original != nil, "original", "required",
            "a refund names the payment that it gives back")
        return checks.faults
    }

    static func faults(of payment: PaymentCaptured) -> [Fault] {
        var checks = Checks()
        checks.positive(payment.amount, "amount")
        checks.notNegative(payment.fee, "fee")
        return checks.faults
    }

    static func faults(of refund: PaymentRefunded) -> [Fault] {
        var checks = Checks()
        checks.positive(refund.amount, "amount")
        checks.must(
            refund.refund != refund.payment, "refund", "refund.self", "a refund has an id of its own")
        return checks.faults
    }

    /// What settles receipts is not more than was paid; the rest stays on account.
    static func faults(of paid: AccountPaid) -> [Fault] {
        var checks = Checks()
        checks.positive(paid.amount, "amount")
        checks.once(paid.settles.map(\.receipt), "receipt.repeated") { "settles[\($0)].receipt" }
        let settled = paid.settles.total(\.amount)
        checks.must(
            settled <= paid.amount, "settles", "sum.settles", "\(paid.amount) paid cannot settle \(settled)")
        for (index, part) in paid.settles.enumerated() { checks.positive(part.amount, "settles[\(index)].amount") }
        return checks.faults
    }

    static func faults(of adjusted: AccountAdjusted) -> [Fault] {
        var checks = Checks()
        checks.must(
            adjusted.kind != "correction" || adjusted.circumstances.reason != nil, "reason", "required",
            "a correction needs a reason")
        return checks.faults
    }

    /// A correction says one thing, of the customer and in the currency that it was of.
    static func faults(of correction: AccountCorrected) -> [Fault] {
        var checks = Checks()
        let said = [
            correction.payment.map { ("payment", $0.customer, $0.currency, faults(of: $0)) },
            correction.entry.map { ("entry", $0.customer, $0.currency, faults(of: $0)) },
        ].compactMap { $0 }
        checks.must(said.count == 1, "", "document.one", "a correction says a payment or an entry")
        checks.names(original: correction.original)
        for (name, customer, currency, _) in said {
            checks.must(
                ExactText.same(customer, correction.customer), "\(name).customer", "customer.differs",
                "an account's entry stays its customer's")
            checks.must(
                currency == correction.currency, "\(name).currency", "currency.differs",
                "an account's entry stays in its currency")
        }
        return checks.faults
            + said.flatMap { name, _, _, faults in
                faults.map { $0.within(name) }
            }
    }

    static func faults(of reversal: AccountReversed) -> [Fault] {
        var checks = Checks()
        checks.names(original: reversal.original)
        return checks.faults
    }
}
