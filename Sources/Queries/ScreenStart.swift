import Events
import Postgres
import Rules

/// How far a chain has come with its start: what stands of each of the first things that somebody describes.
package struct ScreenStart: Sendable {
    /// What there is of an entity: how many, and the first of them.
    package struct Some: Sendable {
        package let count: Int64
        package let first: ScreenName?
    }

    package let legalEntities: Some
    package let stores: Some
    /// Their books, by the writer's name; the first of them with its shop.
    package let tills: Some
    package let tillStore: String?
    package let products: Some
    package let employees: Some
    /// The first receipt that was heard of, training ones included.
    package let receipt: String?

    package init(_ models: ScreenModels, at now: Instant) throws {
        let shapes: [EntityShape] = [.legalEntity, .store, .till, .product, .employee]
        // A list of five, each found by the key of what holds now.
        let rows = ByID(
            try models.connection.query(
                """
                SELECT e.entity, n.count, f.id, f.name_ka, f.name_en, f.store
                FROM unnest(\(shapes.map(\.name))::text[]) AS e(entity)
                CROSS JOIN LATERAL (
                    SELECT count(*) AS count FROM (
                        SELECT 1 FROM \(models.entities("entity_span")) s
                        WHERE s.entity = e.entity AND s.from_ms <= \(now.milliseconds) AND s.until_ms > \(now.milliseconds)
                            AND NOT s.is_ended LIMIT \(Self.counted)) c) n
                LEFT JOIN LATERAL (
                    SELECT s.id, s.members#>>'{name,ka}' AS name_ka, s.members#>>'{name,en}' AS name_en,
                        s.members->>'store' AS store
                    FROM \(models.entities("entity_span")) s
                    WHERE s.entity = e.entity AND s.from_ms <= \(now.milliseconds) AND s.until_ms > \(now.milliseconds)
                        AND NOT s.is_ended ORDER BY s.id, s.from_ms LIMIT 1) f ON true
                """
            ).map { (try $0.text(0), $0) })
        func some(_ shape: EntityShape) throws -> Some {
            guard let row = rows[shape.name], let id = try row.optionalText(2) else {
                return Some(count: 0, first: nil)
            }
            return Some(
                count: try row.int64(1),
                first: ScreenName(id: id, ka: try row.optionalText(3), en: try row.optionalText(4)))
        }
        legalEntities = try some(.legalEntity)
        stores = try some(.store)
        tills = try some(.till)
        products = try some(.product)
        employees = try some(.employee)
        tillStore = try rows[EntityShape.till.name]?.optionalText(5)
        receipt = try models.connection.query(
            "SELECT writer || ':' || writerseq FROM \(models.trade("receipt")) LIMIT 1"
        ).first?.text(0)
    }

    /// More than these are not counted.
    package static let counted: Int64 = 100
}
