import Events

/// What changed a customer's account besides receipts, each as it counts now; positive: so much more is owed.
enum AccountEntries {
    static let table = SaidBook.Table(
        name: "account_entry", kind: "account",
        columns: [
            "customer", "fact", "store", "kind", "amount", "currency", "at", "document", "contract", "method",
            "payment",
            "due_on", "operator", "reason",
        ]
    ) { customer, said in
        counting(said.facts).map { entry in
            { writer in
                writer.text(customer)
                writer.text(entry.id.description)
                writer.optionalText(entry.store)
                writer.text(entry.adjusted?.kind ?? "paid")
                writer.int64(entry.amount)
                writer.text(entry.paid?.currency ?? entry.adjusted?.currency ?? "")
                writer.int64(entry.milliseconds)
                for text in [
                    entry.paid?.document ?? entry.adjusted?.document, entry.paid?.contract ?? entry.adjusted?.contract,
                    entry.paid?.method, entry.paid?.payment,
                ] { writer.optionalText(text) }
                writer.optionalDate(entry.adjusted?.dueOn?.daysSince1970)
                for text in [entry.circumstances.operator, entry.circumstances.reason] { writer.optionalText(text) }
            }
        }
    }

    /// A payment or an entry under the fact that first said it.
    private struct Entry {
        var id: FactID
        var store: String?
        var milliseconds: Int64
        var circumstances: Circumstances
        var paid: AccountPaid?
        var adjusted: AccountAdjusted?
        var revision: Int64 = 0
        /// It stays in the list, and comes to nothing.
        var isReversed = false

        var amount: Int64 { isReversed ? 0 : adjusted?.amount ?? (0 &- (paid?.amount ?? 0)) }
    }

    /// Of each entry the highest revision, then the last in the total order. Nothing is known of one of which only a reversal
    /// has come.
    private static func counting(_ facts: [Said.Fact]) -> [Entry] {
        var entries: [FactID: Entry] = [:]
        // What counts of each: the entry as it stands, or its reversal.
        var last: [FactID: Entry] = [:]
        for fact in facts {
            var entry = Entry(
                id: fact.event.id, store: fact.store, milliseconds: fact.milliseconds,
                circumstances: fact.event.fact.circumstances ?? Circumstances())
            switch fact.event.fact {
            case .accountPaid(let paid): entry.paid = paid
            case .accountAdjusted(let adjusted): entry.adjusted = adjusted
            case .accountCorrected(let said):
                guard let id = FactID(said.original), said.payment != nil || said.entry != nil else { continue }
                (entry.id, entry.revision, entry.paid, entry.adjusted) = (id, said.revision, said.payment, said.entry)
            case .accountReversed(let said):
                guard let id = FactID(said.original) else { continue }
                (entry.id, entry.revision, entry.isReversed) = (id, said.revision, true)
            default: continue
            }
            if !entry.isReversed, entry.revision >= entries[entry.id]?.revision ?? 0 { entries[entry.id] = entry }
            if entry.revision >= last[entry.id]?.revision ?? 0 { last[entry.id] = entry }
        }
        return entries.values.map { entry in
            guard let reversal = last[entry.id], reversal.isReversed else { return entry }
            var reversed = entry
            (reversed.isReversed, reversed.circumstances) = (true, reversal.circumstances)
            return reversed
        }
    }
}
