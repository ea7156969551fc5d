import Events
import JSON
import Postgres
import Rules

/// What pages ask of the entities.
package enum ScreenEntities {
    /// All that was said of an entry; nil where nothing was.
    package static func history(_ models: ScreenModels, _ shape: EntityShape, _ id: String) throws -> EntityHistory? {
        let rows = try models.connection.query(
            """
            SELECT facts FROM \(models.schemas.table(Entities.self, "said")) WHERE kind = \(shape.name) AND id = \(id)
            """)
        guard let row = rows.first else { return nil }
        let parser = JSONParser()
        return EntityHistory(
            try row.bytesArray(0).compactMap { EntityHistory.Saying(try Event.read($0, with: parser), of: shape) })
    }

    /// A page of an entity's list.
    ///
    /// - Throws: `QueryRefusal` where the address asks for what there is not, such as a cursor of another order.
    package static func list(_ models: ScreenModels, _ report: Report, _ request: QueryRequest) throws -> Report.Answer
    {
        try report.ahead(models.connection, request, for: .everything, in: models.schemas)()
    }
}
