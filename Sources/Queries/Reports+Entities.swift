import Postgres
import Projections
import Rules

/// What a report of an entity has beside its fields.
struct EntityAddition: Sendable {
    /// What follows from several members; `s` is the entry.
    var columns: [Column] = []
    /// What the number of entries is called.
    var counting = "entries"
    var leads: [Lead] = []
    /// Those of its columns that lists show, behind the fields, as they are called.
    var shown: [EntityField] = []
    /// What is joined to the entry.
    var joins: @Sendable (Scene) -> SQL = { _ in "" }
    /// What holds of entries that are there; `e` is the entry.
    var isThere: SQL?
}

/// Entries of the entities, as they are now or were on a day: columns, filters and search follow from the declaration.
extension Reports {
    package static let entities = EntityShapes.all.map { entity($0) }

    /// The report of an entity, under its address.
    package static func of(_ shape: EntityShape) -> Report? { all.first { $0.name == shape.report } }

    /// The column of a field: `taxNumber` becomes `tax_number`, `name.ka` `name_ka`; of one of the users' own its id behind
    /// `fields_`, since two ids may differ in their capitals alone.
    package static func column(_ path: String) -> String {
        if path.hasPrefix(ownPrefix) { return "fields_" + path.dropFirst(ownPrefix.count) }
        return path.reduce(into: "") { name, character in
            if character.isUppercase { name += "_" }
            name += character == "." ? "_" : character.lowercased()
        }
    }

    private static let ownPrefix = "fields."

    /// The column of a field, or what its columns begin with.
    package static func column(_ field: EntityField) -> String { field.column ?? column(field.path) }

    /// What lists show of an entity beside its fields.
    package static func more(_ shape: EntityShape) -> [EntityField] { additions[shape.name]?.shown ?? [] }

    /// Whether a list can show a field.
    package static func hasColumn(_ field: EntityField) -> Bool { !columns(field).isEmpty }

    /// A field's columns; none where it holds objects in a list, or what only who knows the person knows.
    private static func columns(_ field: EntityField) -> [Column] { declared(field).map { $0.told(with: field.place) } }

    private static func declared(_ field: EntityField) -> [Column] {
        if field.isSealed {
            let name = column(field.path)
            return PersonNames.columns[field.path] == nil
                ? [] : [Column(name, .text, "s.person_\(name)", .dimension, .identity)]
        }
        // cannot mislead: paths are words of the source, or ids of which `OwnEntities` has seen that they are such
        let path = field.path.split(separator: ".").joined(separator: ",")
        let said = "s.members#>>'{\(path)}'"
        // cannot mislead: a word of the source
        let text = field.preset.map { "coalesce(\(said), '\($0)')" } ?? said
        let name = column(field)
        let sensitivity: Column.Sensitivity = field.isPersonal ? .personal : field.isCost ? .cost : .open
        // Facts say of the users' own fields what they like, and one that is no number must not take the list away.
        let isOwn = field.path.hasPrefix(ownPrefix)
        let number = isOwn ? "(CASE WHEN \(text) ~ '^-?[0-9]{1,18}$' THEN (\(text))::int8 END)" : "(\(text))::int8"
        let (kind, sql): (Column.Kind, String)
        switch field.kind {
        // An amount may say its own currency.
        case .day where isOwn, .money where isOwn: (kind, sql) = (.text, "(\(text))")
        case .flag where isOwn: (kind, sql) = (.boolean, "((\(text)) IS NOT DISTINCT FROM 'true')")
        case .text, .currency, .zone, .choice, .moment, .reference, .right: (kind, sql) = (.text, "(\(text))")
        // Postgres knows no year 0, which facts may name.
        case .day: (kind, sql) = (.date, "(CASE WHEN \(text) >= '0001' THEN (\(text))::date END)")
        case .integer: (kind, sql) = (.integer, number)
        case .money: (kind, sql) = (.money, number)
        case .quantity: (kind, sql) = (.quantity, number)
        case .rate: (kind, sql) = (.rate, number)
        // What is not said is not so.
        case .flag: (kind, sql) = (.boolean, "coalesce((\(text))::boolean, false)")
        case .texts, .choices, .references, .rights:
            let all = "jsonb_array_elements_text(s.members#>'{\(path)}') WITH ORDINALITY e(word, place)"
            (kind, sql) = (.text, "(SELECT string_agg(e.word, ', ' ORDER BY e.place) FROM \(all))")
        case .unitAmount:
            return [("amount", Column.Kind.money), ("per", .quantity)].map { part, kind in
                Column("\(name)_\(part)", kind, "((s.members#>>'{\(path),\(part)}')::int8)", .dimension, sensitivity)
            }
        case .lines, .ratio: return []
        }
        let column = Column(name, kind, sql, .dimension, sensitivity)
        return [field.path.hasPrefix("name.") ? column.orderedByItsBeginning : column]
    }

    private static func shops(of shape: EntityShape) -> Report.Shops {
        switch shape.shop {
        case .itself?: .column("s.id")
        case .member(let path)?: .column("(s.members->>'\(path)')")
        case nil: shape.isOfAllShops ? .every : .entries
        }
    }

    /// The report of an entity; of one of the users' own for one asking, since facts change it.
    package static func entity(_ shape: EntityShape) -> Report {
        let fields = shape.fields.flatMap { columns($0) }
        let more = additions[shape.name] ?? EntityAddition()
        // cannot mislead: the name of an entity of the users' own is a word (`OwnEntities.isName`)
        let id = shape.owner.map { "substr(s.id, \($0.count + 2))" } ?? "s.id"
        let sealed = shape.sealed.compactMap { field in
            PersonNames.columns[field.path].map { (name: column(field.path), sql: $0) }
        }
        return Report(
            shape.report, "\(shape.many.en) as they are known now, or were on a day.", of: shape.area.readAs,
            [Column(shape.idName, .text, id, .dimension, shape.isIDPersonal ? .personal : .open).present] + fields
                + more.columns + [
                    Column("ended", .boolean, "s.is_over").present,
                    Column("since", .instant, "s.from_ms").present,
                    Column("until", .instant, "nullif(s.until_ms, 9223372036854775807)"),
                    .measure(more.counting, .integer, "1"),
                ],
            key: [shape.idName], sort: [(shape.idName, false)],
            shops: shops(of: shape),
            leads: more.leads,
            arguments: [
                Argument(name: "as_of", description: "a date (its end) or an RFC 3339 time; absent: now"),
                Argument(
                    name: "q", description: "words that are all found in its id, name, numbers or address", kind: .text),
            ],
            source: { scene in
                let moment = scene.arguments["as_of"].flatMap { Argument.moment($0) } ?? .now
                let text = scene.arguments["q"] ?? ""
                let isNamed = shape.isPerson && scene.identity && (scene.asks(Set(sealed.map(\.name))) || !text.isEmpty)
                // cannot mislead: words of the source
                let names = sealed.map { ", \($0.sql) AS person_\($0.name)" }.joined()
                let named: SQL = isNamed ? "\(unsafeSQL: names)" : ""
                let join: SQL = isNamed ? PersonNames.join(shape.name, to: "e.id") : ""
                let search = Schemas.searched(shape, scene.narrowing)
                let found =
                    isNamed
                    ? SearchWords.found(
                        text, in: PersonNames.text(search, of: shape, scene.narrowing),
                        orOf: PersonNames.phone(of: shape, scene.narrowing))
                    : SearchWords.found(text, in: search)
                return """
                    (SELECT e.*, e.is_ended OR coalesce(e.over_ms <= \(moment.milliseconds), false) AS is_over\(named)
                        FROM \(scene.schemas.entries(at: moment)) \(join)
                        WHERE e.entity = \(shape.name) AND starts_with(e.id, \(shape.key(""))) AND \(found)
                        AND \(scene.schemas.reached(shape, scene.narrowing))
                        \(more.isThere.map { "AND \($0)" as SQL } ?? "")) s \(more.joins(scene))
                    """
            })
    }
}
