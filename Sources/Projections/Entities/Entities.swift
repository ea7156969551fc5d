import Events
import Postgres
import Rules

/// What entries (suppliers, roles, taxes) are and were: spans that follow from the history of each (`EntityHistory`).
///
/// A row holds from its moment until the next; now, or a day, is the question's. Every fact about an entry is kept with it and
/// its rows are derived from all of them anew, so the order of arrival cannot matter. Facts about other things are left at once.
/// What every report of goods joins stands in columns besides (`Products`, `ProductVersions`), and documents of goods are kept in the
/// same way (`GoodsDocuments`).
package final class Entities: ReadModel {
    package static let name = "entities"
    package static let format: Int32 = 6

    /// `begun_ms` is when the first of an entry's rows begins, `over_ms` from when on what it says makes it over; `search` is text
    /// to look for words in, in small letters.
    package static let tables = """
        \(SaidBook.table)
        CREATE TABLE entity_span (
            id text COLLATE "C" NOT NULL, entity text COLLATE "C" NOT NULL, from_ms int8 NOT NULL, until_ms int8 NOT NULL,
            begun_ms int8 NOT NULL, is_ended boolean NOT NULL, over_ms int8, members jsonb NOT NULL,
            search text COLLATE "C" NOT NULL);
        \(Products.tables)
        \(ProductVersions.tables)
        \(GoodsDocuments.tables)
        """
    /// So many signs of a name order a list: an index must be able to hold them.
    package static let orderedSigns = 500

    /// In the orders of lists, and by any three letters that stand together in what a search looks in.
    package static let keys = """
        \(SaidBook.key)
        ALTER TABLE entity_span ADD PRIMARY KEY (entity, id, from_ms);
        CREATE INDEX entity_span_name_ka ON entity_span (entity, left(coalesce(members#>>'{name,ka}', ''), \(orderedSigns)) COLLATE "C", id);
        CREATE INDEX entity_span_name_en ON entity_span (entity, left(coalesce(members#>>'{name,en}', ''), \(orderedSigns)) COLLATE "C", id);
        CREATE INDEX entity_span_since ON entity_span (entity, from_ms DESC, id);
        CREATE INDEX entity_span_search ON entity_span USING gin (search davtari.gin_trgm_ops);
        \(Products.keys)
        \(ProductVersions.keys)
        \(GoodsDocuments.keys)
        """
    package static let contents: [Contents] = [
        Contents("SELECT t::text FROM entity_span t ORDER BY entity COLLATE \"C\", id COLLATE \"C\", from_ms"),
        Products.contents, ProductVersions.contents, GoodsDocuments.contents,
    ]

    private static let derived =
        EntityShapes.kept.map { EntitySpans.table(of: $0) } + [
            Products.table, ProductVersions.table, GoodsDocuments.table,
        ]

    private let book: SaidBook

    package init(_ connection: Connection, _ log: any LogAccess, isRebuild: Bool) {
        book = SaidBook(Self.name, connection, isRebuild ? SpilledRows(connection, keys: Self.keys) : nil)
    }

    package func fold(_ records: [FoldRecord], repeats: [FoldRecord]) throws {
        try book.fold(records) { event in
            EntityShapes.entry(of: event.fact).map { [SaidKey($0.shape.name, $0.id)] }
                ?? GoodsDocuments.key(of: event).map { [$0] } ?? []
        }
    }

    package func write() throws { try book.write(Self.derived) }
    package func spill() throws { try spillRows() }
    package func finish(_ connection: Connection) throws { try finish(book.shelf) }
    package func forget() { book.shelf.forget() }
    package var inHand: Int { book.shelf.count }
}
