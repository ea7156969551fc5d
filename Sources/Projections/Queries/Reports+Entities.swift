import Postgres
import Rules

/// Entries of the entities, as they are now or were on a day: columns, filters and search follow from the declaration.
extension Reports {
    package static let suppliers = entity(
        .supplier, "Suppliers as they are known now, or were on a day.", of: .stock)

    /// The report of an entity, under its address.
    package static func of(_ shape: EntityShape) -> Report? { all.first { $0.name == shape.path } }

    /// The column of a field: `taxNumber` becomes `tax_number`, `name.ka` `name_ka`.
    package static func column(_ path: String) -> String {
        path.reduce(into: "") { name, character in
            if character.isUppercase { name += "_" }
            name += character == "." ? "_" : character.lowercased()
        }
    }

    private static func entity(_ shape: EntityShape, _ summary: String, of scope: Scope) -> Report {
        let fields = shape.fields.map { field -> Column in
            // cannot mislead: paths are words of the source
            let text = "s.members#>>'{\(field.path.split(separator: ".").joined(separator: ","))}'"
            return switch field.kind {
            case .text, .currency, .choice: Column(column(field.path), .text, "(\(text))")
            case .integer: Column(column(field.path), .integer, "(\(text))::int8")
            case .money: Column(column(field.path), .money, "(\(text))::int8")
            }
        }
        return Report(
            shape.path, summary, of: scope,
            [Column(shape.name, .text, "s.id").present] + fields + [
                Column("ended", .boolean, "s.is_ended").present,
                Column("since", .instant, "s.from_ms").present,
                Column("until", .instant, "nullif(s.until_ms, 9223372036854775807)"),
                .measure(shape.path, .integer, "1"),
            ],
            key: [shape.name], sort: [(shape.name, false)], shops: .source,
            arguments: [
                Argument(name: "as_of", description: "a date (its end) or an RFC 3339 time; absent: now"),
                Argument(
                    name: "q", description: "words that are all found in its id, name, numbers or address", kind: .text),
            ],
            source: { scene in
                let moment = scene.arguments["as_of"].flatMap { Argument.moment($0) } ?? .now
                let words = EntitySearch.words(scene.arguments["q"] ?? "")
                // Of the chain: who sees some shops sees none of them.
                let isSeen: SQL = scene.stores == nil ? "true" : "false"
                return """
                    (SELECT * FROM \(scene.schemas.table(Entities.self, "entity_span"))
                        WHERE entity = \(shape.name) AND from_ms <= \(moment.milliseconds)
                        AND \(moment.milliseconds) < until_ms AND \(isSeen)
                        AND NOT EXISTS (SELECT FROM unnest(\(words)::text[]) w(word) WHERE strpos(search, word) = 0)) s
                    """
            })
    }
}
