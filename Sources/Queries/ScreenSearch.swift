import Events
import Postgres
import Projections
import Rules

/// What one text means, wherever it stands: an entry's id, name or code, a person's name, phone or card, a receipt's number, a
/// document's. Each part is asked for by itself, so that a page shows only what its reader may see.
package enum ScreenSearch {
    /// Shorter, nearly everything would be found.
    package static let least = 2
    /// Of each kind.
    package static let limit = 6

    /// Entries that are no persons, by entity, those first whose name begins with the text.
    ///
    /// - Parameter shapes: with what the reader sees of each.
    package static func entries(
        _ models: ScreenModels, _ text: String, _ shapes: [(shape: EntityShape, sight: Sight)], at moment: Instant
    ) throws -> [(shape: EntityShape, entries: [ScreenName])] {
        guard !shapes.isEmpty else { return [] }
        let conditions = shapes.map { shape, sight -> SQL in
            let seen = Schemas.isOf(sight.stores, shape)
            guard sight.narrowing.concerns(shape.roleName) else { return "(e.entity = \(shape.name) AND \(seen))" }
            return """
                (e.entity = \(shape.name) AND \(seen) AND \(models.schemas.reached(shape, sight.narrowing))
                    AND \(SearchWords.found(text, in: Schemas.searched(shape, sight.narrowing))))
                """
        }
        let first = EntitySearch.words(text).first ?? ""
        let rows = try models.connection.query(
            """
            SELECT entity, id, ka, en FROM (
                SELECT *, row_number() OVER (PARTITION BY entity
                    ORDER BY NOT starts_with(lower(coalesce(ka, en, id)), \(first)), coalesce(ka, en, id), id) AS place
                FROM (SELECT e.entity, e.id, e.members#>>'{name,ka}' AS ka, e.members#>>'{name,en}' AS en
                    FROM \(models.schemas.entries(at: moment))
                    WHERE \(SearchWords.found(text, in: "e.search")) AND NOT e.is_ended
                        AND (\(SQL.join(conditions, separator: " OR ")))) n) placed
            WHERE place <= \(Int64(limit)) ORDER BY entity, place
            """)
        var found: [String: [ScreenName]] = [:]
        for row in rows {
            found[try row.text(0), default: []].append(
                ScreenName(id: try row.text(1), ka: try row.optionalText(2), en: try row.optionalText(3)))
        }
        return shapes.compactMap { shape, _ in found[shape.name].map { (shape, $0) } }
    }

    package struct FoundReceipt: Sendable {
        package let id: FactID
        package let number: String?
        package let store: String
        package let day: CalendarDay
        package let gross: Int64
        package let currency: String
    }

    /// Receipts by their number or their id, the latest first.
    package static func receipts(_ models: ScreenModels, _ text: String, for sight: Sight) throws -> [FoundReceipt] {
        let id = FactID(text)
        let seen: SQL = sight.stores.map { "store = ANY(\($0))" } ?? "true"
        return try models.connection.query(
            """
            SELECT writer, writerseq, receipt_number, store, business_date - DATE '1970-01-01', gross, currency FROM \(models.trade("receipt"))
            WHERE (receipt_number = \(text) OR writer = \(id?.writer)::text AND writerseq = \(id?.sequence)::int8)
                AND status <> 'expected' AND \(seen)
            ORDER BY business_date DESC, writer, writerseq LIMIT \(Int64(limit))
            """
        ).map { row in
            FoundReceipt(
                id: FactID(writer: try row.text(0), sequence: try row.int64(1)), number: try row.optionalText(2),
                store: try row.text(3), day: CalendarDay(daysSince1970: Int32(try row.int(4))), gross: try row.int64(5),
                currency: try row.text(6))
        }
    }

    /// Documents of goods by their paper's number or their id: the fact that said each, its kind and number.
    package static func goodsDocuments(
        _ models: ScreenModels, _ text: String, for sight: Sight
    ) throws -> [(fact: String, kind: String, number: String?)] {
        let seen: SQL = sight.stores.map { "(store = ANY(\($0)) OR to_store = ANY(\($0)))" } ?? "true"
        return try models.connection.query(
            """
            SELECT fact, kind, coalesce(number, id) FROM \(models.entities("goods_document"))
            WHERE (number = \(text) OR id = \(text)) AND \(seen)
            ORDER BY at_ms DESC, fact LIMIT \(Int64(limit))
            """
        ).map { (try $0.text(0), try $0.text(1), try $0.optionalText(2)) }
    }

    /// Purchase orders, orders and payments by their number or their id.
    package static func tradeDocuments(
        _ models: ScreenModels, _ kind: TradeDocumentKind, _ text: String, for sight: Sight
    ) throws -> [(id: String, number: String?)] {
        let (table, id, number): (String, SQL, SQL) =
            switch kind.name {
            case TradeDocumentKind.purchaseOrder.name: ("purchase_order", "purchase_order", "number")
            case TradeDocumentKind.order.name: ("customer_order", "order_id", "number")
            default: ("payment", "payment", "reference")
            }
        let seen: SQL = sight.stores.map { "store = ANY(\($0))" } ?? "true"
        return try models.connection.query(
            """
            SELECT \(id), \(number) FROM \(models.dossiers(table))
            WHERE (\(id) = \(text) OR \(number) = \(text)) AND \(seen) ORDER BY last_at DESC, 1 LIMIT \(Int64(limit))
            """
        ).map { (try $0.text(0), try $0.optionalText(1)) }
    }
}
