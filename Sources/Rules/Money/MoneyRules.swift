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
}
