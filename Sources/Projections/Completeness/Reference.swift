import Events
import Postgres

/// A thing that facts name by its id and that others define: who asks later whether it is there at all finds it here.
struct ReferenceKey: Hashable, Comparable {
    /// `supplier`, `store`, `discountRule`, `price`, `contract`: as streams are called.
    var kind: String
    var id: ExactText
    /// In whose books it is named; empty is the chain's.
    var store: ExactText

    static func < (one: ReferenceKey, other: ReferenceKey) -> Bool {
        if one.kind != other.kind { return one.kind < other.kind }
        return one.id != other.id ? one.id < other.id : one.store < other.store
    }
}

/// The first fact that names it, by writer and number: the same for every order of arrival.
final class Reference {
    var fact: FactID?
    /// The fact's.
    var type = ""
    var isInDatabase = false

    /// False where an earlier one is known.
    func note(_ event: Event) -> Bool {
        let other = event.id
        if let fact {
            let (one, two) = (ExactText(fact.writer), ExactText(other.writer))
            guard two < one || (two == one && other.sequence < fact.sequence) else { return false }
        }
        (fact, type) = (other, event.envelope.type)
        return true
    }

    /// What a fact names of things that others define.
    static func named(by event: Event) -> [ReferenceKey] {
        let store = ExactText(event.envelope.store ?? "")
        var keys: [ReferenceKey] = []
        func add(_ kind: String, _ id: String?) {
            guard let id, !id.isEmpty else { return }
            let key = ReferenceKey(kind: kind, id: ExactText(id), store: store)
            if !keys.contains(key) { keys.append(key) }
        }
        add("store", event.envelope.store)
        switch event.fact {
        case .receiptCompleted(let receipt): Self.add(receipt, add)
        case .receiptCorrected(let correction): if let receipt = correction.replacement { Self.add(receipt, add) }
        case .goodsReceived(let fact): add("supplier", fact.supplier)
        case .goodsReturned(let fact): add("supplier", fact.supplier)
        case .goodsCorrected(let fact):
            add("supplier", fact.delivery?.supplier ?? fact.vendorReturn?.supplier)
            add("store", fact.dispatch?.to)
        case .costCorrected(let fact): add("supplier", fact.supplier)
        case .landedCostAdded(let fact): add("supplier", fact.supplier)
        case .purchaseOrderPlaced(let fact), .purchaseOrderChanged(let fact): add("supplier", fact.supplier)
        case .productListed(let fact), .productChanged(let fact): add("supplier", fact.supplier)
        case .transferDispatched(let fact): add("store", fact.to)
        case .orderQuoted(let fact), .orderPlaced(let fact), .orderChanged(let fact): add("contract", fact.contract)
        case .accountPaid(let fact): add("contract", fact.contract)
        case .accountAdjusted(let fact): add("contract", fact.contract)
        case .accountCorrected(let fact): add("contract", fact.payment?.contract ?? fact.entry?.contract)
        case .discountGranted(let fact): add("discountRule", fact.rule)
        case .couponIssued(let fact): add("discountRule", fact.rule)
        case .priceSet(let fact): for store in fact.stores { add("store", store) }
        case .discountRuleDefined(let fact): for store in fact.stores { add("store", store) }
        default: break
        }
        return keys
    }

    private static func add(_ receipt: Receipt, _ add: (String, String?) -> Void) {
        add("contract", receipt.contract)
        for line in receipt.lines {
            for grant in line.grants { add("discountRule", grant.rule) }
            // Some tills name the fact instead of the price.
            if let price = line.priceFact, FactID(price) == nil { add("price", price) }
        }
    }

    static func fetch(_ connection: Connection, _ keys: [ReferenceKey]) throws -> [(ReferenceKey, Reference)] {
        try connection.prepared(
            "completeness_reference",
            """
            SELECT kind, id, store, writer, writerseq, type FROM reference
            JOIN unnest($1::text[], $2::text[], $3::text[]) AS k(a, b, c) ON kind = k.a AND id = k.b AND store = k.c
            """,
            [.textArray(keys.map(\.kind)), .textArray(keys.map(\.id.text)), .textArray(keys.map(\.store.text))]
        ).map { row in
            let reference = Reference()
            reference.isInDatabase = true
            reference.fact = FactID(writer: try row.text(3), sequence: try row.int64(4))
            reference.type = try row.text(5)
            let key = ReferenceKey(
                kind: try row.text(0), id: ExactText(try row.text(1)), store: ExactText(try row.text(2)))
            return (key, reference)
        }
    }

    static func write(_ connection: Connection, _ shelf: Shelf<ReferenceKey, Reference>) throws {
        let changes = shelf.changes(by: <)
        let stale = changes.filter { $0.row.isInDatabase }.map(\.key)
        if !stale.isEmpty {
            _ = try connection.prepared(
                "completeness_delete_reference",
                """
                DELETE FROM reference USING unnest($1::text[], $2::text[], $3::text[]) AS k(a, b, c)
                WHERE kind = k.a AND id = k.b AND store = k.c
                """,
                [.textArray(stale.map(\.kind)), .textArray(stale.map(\.id.text)), .textArray(stale.map(\.store.text))])
        }
        let columns = ["kind", "id", "store", "writer", "writerseq", "type"]
        try connection.copy("reference", columns, changes) { writer, change in
            guard let fact = change.row.fact else { return }
            writer.text(change.key.kind)
            writer.text(change.key.id.text)
            writer.text(change.key.store.text)
            writer.text(fact.writer)
            writer.int64(fact.sequence)
            writer.text(change.row.type)
            change.row.isInDatabase = true
        }
        shelf.settled()
    }
}
