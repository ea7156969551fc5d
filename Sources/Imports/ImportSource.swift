import Events
import JSON
import Postgres
import Queries
import Rules
import Services
import Spreadsheets

/// Makes plans of sheets by what stands in the read models: which entries are there, by their barcodes and names.
package struct ImportSource {
    let pool: Pool

    package init(_ pool: Pool) { self.pool = pool }

    /// An entity by its address, `products` or `entries/fridge`, with the users' own fields; nil where there is none.
    package func shape(at path: String, now: Instant = .now) throws -> EntityShape? {
        try pool.withConnection { connection in
            try connection.transaction(.repeatableReadReadOnly) {
                let models = try ScreenModels(connection)
                if let shape = EntityShapes.at(path) { return try ScreenEntities.ours(models, shape, at: now) }
                let prefix = "\(EntityShape.entry.path)/"
                guard path.hasPrefix(prefix) else { return nil }
                return try ScreenEntities.own(models, String(path.dropFirst(prefix.count)), at: now)
            }
        }
    }

    /// The rows of a sheet with the entries that they mean; who they name in other columns is looked up by name and barcode.
    package func plan(
        _ sheet: Sheet, of shape: EntityShape, _ reading: ImportReading, now: Instant = .now
    ) throws -> ImportPlan {
        try pool.withConnection { connection in
            let secret = try ImportTable.secret(connection)
            return try connection.transaction(.repeatableReadReadOnly) {
                let models = try ScreenModels(connection)
                var plan = try ImportPlan(sheet, of: shape, reading, secret: secret) { path, texts in
                    try ScreenEntities.holders(models, shape, of: path, texts, at: now)
                }
                try resolve(&plan, models, now)
                for place in plan.rows.indices { plan.rows[place].order.whole = Self.whole(plan.rows[place], shape) }
                return plan
            }
        }
    }

    /// What a new entry says besides what its row does, as its form would.
    private static func whole(_ row: ImportRow, _ shape: EntityShape) -> JSON {
        var whole = row.order.change
        for field in shape.fields where whole.at(field.path) == nil {
            if let preset = field.preset { whole.put(.string(preset), at: field.path) }
            if field.kind == .currency { whole.put(.string(Currency.home), at: field.path) }
        }
        return whole
    }

    private func resolve(_ plan: inout ImportPlan, _ models: ScreenModels, _ now: Instant) throws {
        var asked: [String: Set<String>] = [:]
        for row in plan.rows {
            for reference in row.references {
                if let entity = reference.field.referred { asked[entity, default: []].formUnion(reference.texts) }
            }
        }
        for (entity, texts) in asked {
            let texts = texts.sorted()
            let known = try ScreenEntities.known(models, entity, texts, at: now)
            // Of people nothing in the open is a name.
            let isPerson = EntityShapes.named(entity)?.isPerson ?? false
            let others = texts.filter { !known.contains($0) }
            let ids = isPerson ? [:] : try ScreenEntities.ids(models, of: entity, typed: others, at: now)
            for place in plan.rows.indices {
                for reference in plan.rows[place].references where reference.field.referred == entity {
                    let row = plan.rows[place]
                    let missing = reference.texts.filter { !known.contains($0) && ids[$0] == nil }
                    plan.rows[place].doubts += missing.map {
                        RowFault(row.number, reference.heading, $0, "import.reference", "there is none called so")
                    }
                    let said = reference.texts.map { JSON.string(ids[$0] ?? $0) }
                    let isList = row.order.change.at(reference.field.path)?.array != nil
                    plan.rows[place].order.change.put(isList ? .array(said) : said[0], at: reference.field.path)
                }
            }
        }
    }
}
