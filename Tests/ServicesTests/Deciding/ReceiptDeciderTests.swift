import Events
import TestSupport
import Testing

@testable import Services

/// Which revision of a receipt a decision takes (docs/RULES.md, Revisions).
@Suite struct `The revision that counts` {
    private func correction(
        _ revision: Int64, _ number: String, at: Int64, approver: String? = nil, by writer: String = "o"
    )
        -> Said
    {
        var (fact, replacement) = (ReceiptCorrection(), Receipt())
        replacement.number = number
        (fact.receipt, fact.revision, fact.replacement, fact.circumstances.approver) = (
            "t:1", revision, replacement, approver
        )
        return Said(.receiptCorrected(fact), store: "S", id: FactID(writer: writer, sequence: at), at: at)
    }

    private func void(_ revision: Int64, at: Int64) -> Said {
        var fact = ReceiptVoided()
        (fact.receipt, fact.revision) = ("t:1", revision)
        return Said(.receiptVoided(fact), store: "S", id: FactID(writer: "o", sequence: at), at: at)
    }

    /// However they are heard, and heard twice.
    private func always(_ facts: [Said], _ holds: (ReceiptDecider.State) -> Bool) {
        for order in facts.inTurns {
            Given(ReceiptDecider.self, order).thenState(holds)
            Given(ReceiptDecider.self, order + order).thenState(holds)
        }
    }

    @Test func `is the highest, then the last in the total order`() {
        always([correction(1, "a", at: 1), correction(1, "b", at: 2)]) {
            $0.counting?.number == "b" && $0.revision == 1
        }
        always([correction(1, "a", at: 3, by: "o"), correction(1, "b", at: 3, by: "p")]) { $0.counting?.number == "b" }
        always([correction(2, "a", at: 1), correction(1, "b", at: 2)]) {
            $0.counting?.number == "a" && $0.revision == 2
        }
        always([correction(1, "a", at: 1), void(1, at: 2)]) { $0.isUndone && $0.counting == nil }
        always([correction(1, "a", at: 2, approver: "n"), void(1, at: 1)]) { $0.counting?.number == "a" }
    }

    @Test func `revives what was undone only where it was approved`() {
        always([void(1, at: 1), correction(2, "a", at: 2)]) { $0.isUndone && $0.counting == nil && $0.revision == 2 }
        always([void(1, at: 1), correction(2, "a", at: 2, approver: "n")]) {
            !$0.isUndone && $0.counting?.number == "a"
        }
        always([void(1, at: 1), correction(2, "a", at: 2, approver: "n"), correction(3, "b", at: 3)]) {
            !$0.isUndone && $0.counting?.number == "b" && $0.revision == 3
        }
    }
}
