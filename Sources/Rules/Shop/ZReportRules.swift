import Events

/// The rules of a Z report: its totals add up by themselves, whatever the receipts say.
enum ZReportRules {
    static func faults(of report: ZReportIssued) -> [Fault] {
        var checks = Checks()
        checks.must(
            report.firstSequence <= report.lastSequence, "lastSequence", "interval",
            "lastSequence is \(report.lastSequence), which lies before \(report.firstSequence)")
        checks.sum(report.netOrDefault, "net", "sum.net", report.gross &- report.tax, "gross − tax")
        checks.sum(report.tax, "tax", "sum.tax", report.taxes.total(\.amount), "the sum of the taxes")
        checks.sum(
            report.discount, "discount", "sum.discount", report.discounts.total(\.amount), "the sum of the discounts")
        checks.sum(
            report.tenders.total(\.amount), "tenders", "sum.tenders", report.gross &+ report.rounding,
            "gross + rounding")
        if let previous = report.previousGrandTotal {
            checks.sum(
                report.grandTotal, "grandTotal", "sum.grandTotal", previous &+ report.gross,
                "previousGrandTotal + gross")
        }
        if let counts = report.counts { check(&checks, counts) }
        for (index, tender) in report.tenders.enumerated() {
            checks.notNegative(tender.count, "tenders[\(index)].count", "count.negative")
            checks.must(
                tender.currency == nil || tender.currency == report.currency || tender.foreignAmount != nil,
                "tenders[\(index)].foreignAmount", "required", "a tender in another currency has an amount in it")
        }
        checks.once(report.cash.map(\.currency), "currency.repeated") { "cash[\($0)].currency" }
        for (index, cash) in report.cash.enumerated() { check(&checks, cash, at: "cash[\(index)]") }
        return checks.faults
    }

    private static func check(_ checks: inout Checks, _ counts: ZCounts) {
        let all = [
            ("receipts", counts.receipts), ("returns", counts.returns), ("voids", counts.voids),
            ("cancelled", counts.cancelled), ("suspended", counts.suspended), ("noSales", counts.noSales),
            ("training", counts.training),
        ]
        for (name, count) in all { checks.notNegative(count, "counts.\(name)", "count.negative") }
    }

    /// What to expect in a drawer, and how far what was declared is from it.
    private static func check(_ checks: inout Checks, _ cash: ZCash, at path: String) {
        checks.sum(
            cash.expected, "\(path).expected", "sum.expected", cash.expectedFromParts,
            "start + tenders + floats + paid in − removals − drops − paid out")
        if let declared = cash.declared, let overShort = cash.overShort {
            checks.sum(
                overShort, "\(path).overShort", "sum.overShort", declared &- cash.expected, "declared − expected")
        }
    }
}
