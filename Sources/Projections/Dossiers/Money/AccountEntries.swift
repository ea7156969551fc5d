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

    /// Which entry, in whose book.
    private struct Place: Hashable {
        var id: FactID
        var store: ID?

        init(_ entry: Entry) { (id, store) = (entry.id, entry.store.map { ID($0) }) }
    }

    /// Of each entry the highest revision, then the last in the total order, in its own shop's book.
    private static func counting(_ facts: [Said.Fact]) -> [Entry] {
        var entries: [Place: Entry] = [:]
        // What counts of each: the entry as it stands, or its reversal.
        var last: [Place: Entry] = [:]
        var said: Set<Place> = []
        for fact in facts {
            var entry = Entry(
                id: fact.event.id, store: fact.store, milliseconds: fact.milliseconds,
                circumstances: fact.event.fact.circumstances ?? Circumstances())
            switch fact.event.fact {
            case .accountPaid(let paid):
                entry.paid = paid
                said.insert(Place(entry))
            case .accountAdjusted(let adjusted):
                entry.adjusted = adjusted
                said.insert(Place(entry))
            case .accountCorrected(let said):
                guard let id = FactID(said.original), said.payment != nil || said.entry != nil else { continue }
                (entry.id, entry.revision, entry.paid, entry.adjusted) = (id, said.revision, said.payment, said.entry)
            case .accountReversed(let said):
                guard let id = FactID(said.original) else { continue }
                (entry.id, entry.revision, entry.isReversed) = (id, said.revision, true)
            default: continue
            }
            let place = Place(entry)
            if !entry.isReversed, entry.revision >= entries[place]?.revision ?? 0 { entries[place] = entry }
            if entry.revision >= last[place]?.revision ?? 0 { last[place] = entry }
        }
        // What another shop says of it is nothing but said.
        return entries.filter { said.contains($0.key) }.map { place, entry in
            guard let reversal = last[place], reversal.isReversed else { return entry }
            var reversed = entry
            (reversed.isReversed, reversed.circumstances) = (true, reversal.circumstances)
            return reversed
        }
    }
}
