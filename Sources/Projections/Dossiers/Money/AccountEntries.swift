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
                writer.text(entry.kind)
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
        /// It is the opposite of what stands in closed books.
        var isOpposite = false

        var kind: String { isOpposite ? "reversal" : adjusted?.kind ?? "paid" }
        var amount: Int64 {
            if isReversed { return 0 }
            let amount = adjusted?.amount ?? (0 &- (paid?.amount ?? 0))
            return isOpposite ? 0 &- amount : amount
        }

        /// Its opposite, as another fact says it.
        func opposite(_ said: Entry) -> Entry {
            var opposite = self
            (opposite.id, opposite.milliseconds, opposite.circumstances) = (
                said.id, said.milliseconds, said.circumstances
            )
            opposite.isOpposite = true
            return opposite
        }
    }

    /// Which entry, in whose book.
    private struct Place: Hashable {
        var id: FactID
        var store: ID?

        /// - Parameter original: the entry that another speaks of, in the same book.
        init(_ entry: Entry, of original: FactID? = nil) {
            (id, store) = (original ?? entry.id, entry.store.map { ID($0) })
        }
    }

    /// Of each entry the highest revision, then the last in the total order, in its own shop's book.
    private static func counting(_ facts: [Said.Fact]) -> [Entry] {
        var entries: [Place: Entry] = [:]
        // What counts of each: the entry as it stands, or its reversal.
        var last: [Place: Entry] = [:]
        // What stands in closed books, and its opposite.
        var opposites: [Place: Entry] = [:]
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
                if said.closedThrough != nil {
                    entry.revision = said.revision
                    let place = Place(entry, of: id)
                    if entry.revision >= opposites[place]?.revision ?? 0 { opposites[place] = entry }
                    continue
                }
                (entry.id, entry.revision, entry.isReversed) = (id, said.revision, true)
            default: continue
            }
            let place = Place(entry)
            if !entry.isReversed, entry.revision >= entries[place]?.revision ?? 0 { entries[place] = entry }
            if entry.revision >= last[place]?.revision ?? 0 { last[place] = entry }
        }
        // What another shop says of it is nothing but said.
        return entries.filter { said.contains($0.key) }.flatMap { place, entry in
            var entry = entry
            if let reversal = last[place], reversal.isReversed {
                (entry.isReversed, entry.circumstances) = (true, reversal.circumstances)
            }
            return [entry] + (opposites[place].map { [entry.opposite($0)] } ?? [])
        }
    }
}
