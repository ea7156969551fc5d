import Events
import Postgres

/// Kinds of tender of the chain's own, as they were last defined.
package enum TenderKinds {
    static let kind = "tenderKind"

    static let table = SaidBook.Table(
        name: "tender_kind", kind: kind, columns: ["kind", "name_ka", "name_en", "retired"]
    ) { id, said in
        let last = said.facts.last { if case .tenderKindDefined = $0.event.fact { true } else { false } }
        guard case .tenderKindDefined(let fact)? = last?.event.fact else { return [] }
        return [
            { writer in
                writer.text(id)
                writer.optionalText(fact.name?.ka)
                writer.optionalText(fact.name?.en)
                writer.bool(fact.retired)
            }
        ]
    }

    /// Receipts with a tender of another kind than those that are the same everywhere; as their index says it.
    package static let ownTenders =
        "NOT tender_kind <@ ARRAY[\(Tender.kinds.map { "'\($0)'" }.joined(separator: ", "))]::text[]"
}
