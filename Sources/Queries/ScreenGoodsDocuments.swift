import Events
import JSON
import Postgres
import Rules

/// A document of goods as it counts now, and what was said of it last.
package struct GoodsDocument: Sendable {
    /// That first said it.
    package let fact: String
    package let kind: GoodsDocumentKind
    package let store: String
    /// By which it is commanded; nil where it was said without one.
    package let id: String?
    package let at: Instant
    package let saidAt: Instant
    package let author: String?
    package let revision: Revision?
    package let isReversed: Bool
    package let reason: String?
    package let members: FactMembers

    package struct Revision: Sendable {
        package let fact: String
        package let saidAt: Instant
        package let author: String?
    }
}

package enum ScreenGoodsDocuments {
    /// nil where there is none, or it is of a shop that the reader does not see.
    package static func document(_ models: ScreenModels, _ fact: String, for sight: Sight) throws -> GoodsDocument? {
        guard EntityID.isOne(fact) else { return nil }
        let row = try models.connection.query(
            """
            SELECT kind, store, id, at_ms, said_ms, author, revised_by, revised_ms, revised_author, is_reversed, reason,
                members::text, to_store FROM \(models.entities("goods_document")) WHERE fact = \(fact)
            """
        ).first
        guard let row, let kind = GoodsDocumentKind.named(try row.text(0)), let store = try row.optionalText(1),
            try [store, row.optionalText(12)].contains(where: sight.sees(store:))
        else { return nil }
        let revision = try row.optionalText(6).map { by in
            GoodsDocument.Revision(
                fact: by, saidAt: Instant(milliseconds: try row.optionalInt64(7) ?? 0), author: try row.optionalText(8))
        }
        return GoodsDocument(
            fact: fact, kind: kind, store: store, id: try row.optionalText(2),
            at: Instant(milliseconds: try row.int64(3)), saidAt: Instant(milliseconds: try row.int64(4)),
            author: try row.optionalText(5), revision: revision, isReversed: try row.bool(9),
            reason: try row.optionalText(10),
            members: FactMembers(try JSON(parsing: Array(row.text(11).utf8))))
    }

    /// How far the lines of a transfer are, as the sender's book has it; of one that the reader sees.
    package static func onItsWay(_ models: ScreenModels, _ fact: String, for sight: Sight) throws -> [JSON] {
        var asked = QueryRequest()
        asked.filters = [.init("dispatch", .eq, [fact])]
        asked.limit = QueryRequest.limitOfRows
        let seen = Sight(stores: nil, scopes: sight.scopes)
        return try ScreenLists.page(models, Reports.transfers, asked, for: seen).answer.records
    }
}
