import Events
import JSON
import Postgres
import Rules

/// Documents of goods as they count now: a row a document, under the fact that first said it.
enum GoodsDocuments {
    /// `amount` is what its lines cost, in minor units of `currency`; of a document that says no costs nothing. `revised_by` is the fact
    /// of the correction or reversal that counts.
    static let tables = """
        CREATE TABLE goods_document (
            fact text COLLATE "C" NOT NULL, kind text NOT NULL, store text COLLATE "C", id text COLLATE "C", at_ms int8 NOT NULL,
            said_ms int8 NOT NULL, author text, number text, supplier text COLLATE "C", to_store text COLLATE "C", currency text,
            lines int8 NOT NULL, amount int8, revision int8 NOT NULL, is_reversed boolean NOT NULL, revised_by text,
            revised_ms int8, revised_author text, reason text, members jsonb NOT NULL);
        """
    static let keys = """
        ALTER TABLE goods_document ADD PRIMARY KEY (fact);
        CREATE INDEX goods_document_at ON goods_document (at_ms, fact);
        CREATE INDEX goods_document_number ON goods_document (number);
        CREATE INDEX goods_document_id ON goods_document (id);
        """
    static let contents = Contents("SELECT t::text FROM goods_document t ORDER BY fact COLLATE \"C\"")

    private static let kind = "goodsDocument"

    /// Of which document a fact speaks.
    static func key(of event: Event) -> SaidKey? { GoodsDocumentKind.original(of: event).map { SaidKey(kind, $0) } }

    static let table = SaidBook.Table(
        name: "goods_document", kind: kind,
        columns: [
            "fact", "kind", "store", "id", "at_ms", "said_ms", "author", "number", "supplier", "to_store", "currency",
            "lines", "amount", "revision", "is_reversed", "revised_by", "revised_ms", "revised_author", "reason",
            "members",
        ]
    ) { original, said in
        for fact in said.facts {
            guard fact.event.id.description == original, let document = GoodsDocumentKind.first(fact.event.fact) else {
                continue
            }
            return [row(original, fact, document, last(document.kind, said))]
        }
        // Only what was said of it afterwards is here.
        return []
    }

    private typealias Revision = (fact: Said.Fact, number: Int64, members: FactMembers?)

    /// The revision that counts: the highest, then the last in the total order.
    private static func last(_ kind: GoodsDocumentKind, _ said: Said) -> Revision? {
        var last: Revision?
        for fact in said.facts {
            guard let revision = kind.revision(fact.event.fact), revision.number >= last?.number ?? 0 else { continue }
            last = (fact, revision.number, revision.members)
        }
        return last
    }

    private static func row(
        _ original: String, _ fact: Said.Fact, _ document: (kind: GoodsDocumentKind, id: String?, members: FactMembers),
        _ revision: Revision?
    ) -> SaidBook.Row {
        let members = revision?.members ?? document.members
        let lines = members[GoodsDocumentKind.lines]?.array ?? []
        let revised = revision?.fact.event
        return { writer in
            writer.text(original)
            writer.text(document.kind.name)
            writer.optionalText(fact.store)
            writer.optionalText(document.id)
            writer.int64(fact.milliseconds)
            writer.int64(fact.event.envelope.occurredAt.milliseconds)
            writer.optionalText(fact.event.fact.circumstances?.operator)
            for path in ["document", "supplier", "to", "currency"] { writer.optionalText(members[path]?.string) }
            writer.int64(Int64(lines.count))
            writer.optionalInt64(amount(members, lines))
            writer.int64(revision?.number ?? 0)
            writer.bool(revision.map { $0.members == nil } ?? false)
            writer.optionalText(revised?.id.description)
            writer.optionalInt64(revised?.envelope.occurredAt.milliseconds)
            writer.optionalText(revised?.fact.circumstances?.operator)
            writer.optionalText(revised?.fact.circumstances?.reason ?? fact.event.fact.circumstances?.reason)
            writer.jsonb(EntitySpans.storable(members.json).text)
        }
    }

    /// What the document says, else what its lines do; nothing where that leaves 64 bits.
    private static func amount(_ members: FactMembers, _ lines: [JSON]) -> Int64? {
        if let amount = members["amount"]?.int { return amount }
        let amounts = lines.compactMap { $0["cost"]?.int ?? $0["credit"]?.int }
        guard !amounts.isEmpty else { return nil }
        var sum: Int64 = 0
        for amount in amounts {
            let (next, overflow) = sum.addingReportingOverflow(amount)
            if overflow { return nil }
            sum = next
        }
        return sum
    }
}
