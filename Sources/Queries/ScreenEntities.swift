import Events
import JSON
import People
import Postgres
import Projections
import Rules

/// What pages ask of the entities.
package enum ScreenEntities {
    /// All that was said of an entry; nil where nothing was.
    package static func history(_ models: ScreenModels, _ shape: EntityShape, _ id: String) throws -> EntityHistory? {
        let rows = try models.connection.query(
            """
            SELECT facts FROM \(models.schemas.table(Entities.self, "said")) WHERE kind = \(shape.name) AND id = \(shape.key(id))
            """)
        guard let row = rows.first else { return nil }
        let parser = JSONParser()
        let events = try row.bytesArray(0).map { try Event.read($0, with: parser) }
        return EntityHistory(try opened(models, shape, id, events))
    }

    /// What facts say; who they say that a person is only to who may know.
    private static func opened(
        _ models: ScreenModels, _ shape: EntityShape, _ id: String, _ events: [Event]
    ) throws -> [EntityHistory.Saying] {
        let isOpen = try shape.isPerson && models.identity && PersonVault.isReady(models.connection)
        let who = isOpen ? PersonID.Entity(rawValue: shape.name).map { PersonID($0, id) } : nil
        let key = try who.flatMap { try PersonVault.key(of: $0, models.connection) }
        return try events.compactMap { event in
            guard let saying = EntityHistory.Saying(event, of: shape) else { return nil }
            guard let who, let key, let sealed = saying.members?["sealed"]?.string, let type = event.fact.type?.name,
                let person = try PersonVault.open(sealed, of: who, from: type, key)
            else { return saying }
            return saying.opening(person)
        }
    }

    /// Who an entry is that is a person, as it stands now; nil where that is not known, or not told.
    package static func person(_ models: ScreenModels, _ shape: EntityShape, _ id: String) throws -> Person? {
        guard shape.isPerson, models.identity, try PersonVault.isReady(models.connection),
            let entity = PersonID.Entity(rawValue: shape.name)
        else { return nil }
        return try PersonVault(models.connection) { _ in }.person(PersonID(entity, id))
    }

    /// The entity of the users' own of this name, as it is defined at a moment; nil where there is none.
    package static func own(_ models: ScreenModels, _ name: String, at moment: Instant) throws -> EntityShape? {
        guard OwnEntities.isName(name) else { return nil }
        let found = try models.connection.query(
            """
            SELECT members::text FROM \(models.schemas.entries(at: moment))
            WHERE entity = \(EntityShape.entity.name) AND id = \(name)
            """)
        guard let definition = try found.first.map({ FactMembers(try JSON(parsing: Array($0.text(0).utf8))) }) else {
            return nil
        }
        return EntityShape(own: name, definition, fields: try ownFields(models, of: name, at: moment))
    }

    /// An entity of ours as it is at a moment: with the users' own fields of it.
    package static func ours(_ models: ScreenModels, _ shape: EntityShape, at moment: Instant) throws -> EntityShape {
        shape.with(own: try ownFields(models, of: shape.name, at: moment))
    }

    /// The users' own fields of an entity.
    package static func ownFields(
        _ models: ScreenModels, of entity: String, at moment: Instant
    ) throws -> [OwnField] {
        try models.connection.query(
            """
            SELECT id, members::text FROM \(models.schemas.entries(at: moment))
            WHERE entity = \(EntityShape.field.name) AND members->>'entity' = \(entity) ORDER BY id
            """
        ).map { OwnField(try $0.text(0), FactMembers(try JSON(parsing: Array($0.text(1).utf8)))) }
    }

    /// Every entity of the users' own, with how many entries it has.
    package static func allOwn(
        _ models: ScreenModels, at moment: Instant
    ) throws -> [(shape: EntityShape, entries: Int64)] {
        let counted = ByID(
            try models.connection.query(
                """
                SELECT split_part(id, '/', 1), count(*) FROM \(models.schemas.entries(at: moment))
                WHERE entity = \(EntityShape.entry.name) AND NOT is_ended GROUP BY 1
                """
            ).map { (try $0.text(0), try $0.int64(1)) })
        let defined = try models.connection.query(
            """
            SELECT id FROM \(models.schemas.entries(at: moment))
            WHERE entity = \(EntityShape.entity.name) AND members->>'retired' IS DISTINCT FROM 'true' ORDER BY id
            """)
        return try defined.compactMap { row in
            let name = try row.text(0)
            return try own(models, name, at: moment).map { ($0, counted[name] ?? 0) }
        }
    }

    /// How many entries of each entity there are at a moment, of those that the reader reaches; those that ended are not counted.
    ///
    /// - Parameter stores: by entity, the shops that the reader sees of it; all where it is not named.
    package static func counts(
        _ models: ScreenModels, at moment: Instant, of stores: [String: [String]]
    ) throws -> ByID<Int64> {
        let less = EntityShapes.all.filter { stores[$0.name] != nil || models.narrowing.entries[$0.roleName] != nil }
            .map { shape -> SQL in
                """
                (e.entity <> \(shape.name)
                    OR \(Schemas.isOf(stores[shape.name], shape)) AND \(models.schemas.reached(shape, models.narrowing)))
                """
            }
        let rows = try models.connection.query(
            """
            SELECT entity, count(*) FROM \(models.schemas.entries(at: moment))
            WHERE NOT is_ended AND \(less.isEmpty ? "true" : SQL.join(less, separator: " AND ")) GROUP BY entity
            """)
        return ByID(try rows.map { (try $0.text(0), try $0.int64(1)) })
    }

    /// What some entries are called at a moment: those that have a name.
    ///
    /// - Parameter entity: as references name it; of one that has no names here, none is found.
    package static func names(
        _ models: ScreenModels, of entity: String, _ ids: [String], at moment: Instant
    ) throws -> ByID<ScreenName> {
        guard !ids.isEmpty, let source = source(models, entity, moment, isChosen: false) else { return [:] }
        return ByID(
            try models.connection.query("SELECT id, ka, en FROM \(source) WHERE id = ANY(\(ids))")
                .map { (try $0.text(0), try name($0)) })
    }

    /// All entries that can be named now, by name; nil where there are more than `limit`, or none can have a name.
    package static func offered(
        _ models: ScreenModels, _ entity: String, at moment: Instant, limit: Int
    ) throws -> [ScreenName]? {
        guard let source = source(models, entity, moment, isOver: false) else { return nil }
        let rows = try models.connection.query(
            "SELECT id, ka, en FROM \(source) ORDER BY coalesce(ka, en, id), id LIMIT \(Int64(limit) + 1)")
        return rows.count > limit ? nil : try rows.map(name)
    }

    /// What references of an entity are read as.
    package static func needs(of entity: String) -> [Scope] { EntityShapes.named(entity)?.needs ?? [.catalogue] }

    /// Entries in whose id, name or codes all words of a text are found, those first whose name begins with the first.
    package static func found(
        _ models: ScreenModels, _ entity: String, _ text: String, at moment: Instant, for sight: Sight, limit: Int
    ) throws -> [ScreenName] {
        guard let source = source(models, entity, moment, isOver: false) else { return [] }
        let isSeen = EntityShapes.named(entity).map { Schemas.isOf(sight.stores, $0) } ?? "true"
        let words = EntitySearch.words(text)
        return try models.connection.query(
            """
            SELECT id, ka, en FROM \(source)
            WHERE \(SearchWords.found(text, in: "search", orOf: "phone")) AND \(isSeen)
            ORDER BY NOT starts_with(lower(coalesce(ka, en, id)), \(words.first ?? "")), coalesce(ka, en, id), id
            LIMIT \(Int64(limit))
            """
        ).map(name)
    }

    /// What entries are meant by texts that are no ids: by name or code as a whole, whatever the letters' size, or by barcode, where
    /// one entry alone has it. Texts that are ids stand for themselves.
    package static func ids(
        _ models: ScreenModels, of entity: String, typed texts: [String], at moment: Instant
    ) throws -> [String: String] {
        let asked = texts.filter(EntityID.isOne)
        guard let source = source(models, entity, moment, isOver: false) else { return [:] }
        let known = try models.connection.query("SELECT id FROM \(source) WHERE id = ANY(\(asked))").map {
            try $0.text(0)
        }
        let others = asked.filter { text in !known.contains { ExactText.same($0, text) } }
        guard !others.isEmpty else { return [:] }
        var meant: [String: String] = [:]
        for text in others {
            for spelling in Barcode.spellings(text) {
                meant[EntitySearch.words(spelling).joined(separator: " ")] = text
            }
        }
        let lines = Array(meant.keys)
        var found: [String: Set<String>] = [:]
        let rows = try models.connection.query(
            "SELECT id, search FROM \(source) WHERE string_to_array(search, E'\\n') && \(lines)::text[]")
        for row in rows {
            for line in try row.text(1).split(separator: "\n") {
                if let text = meant[String(line)] { found[text, default: []].insert(try row.text(0)) }
            }
        }
        return found.compactMapValues { $0.count == 1 ? $0.first : nil }
    }

    /// Which of these ids entries have, whether or not they are over.
    package static func known(
        _ models: ScreenModels, _ entity: String, _ ids: [String], at moment: Instant
    ) throws -> Set<String> {
        let rows = try models.connection.query(
            """
            SELECT DISTINCT id FROM \(models.schemas.entities("entity_span"))
            WHERE entity = \(entity) AND id = ANY(\(ids.filter(EntityID.isOne)))
            """)
        return Set(try rows.map { try $0.text(0) })
    }

    /// The one entry that has a text in a field, by the text: a barcode however it is written, a name whatever its letters' size. Of
    /// people nothing is found: who they are stands in no read model.
    package static func holders(
        _ models: ScreenModels, _ shape: EntityShape, of path: String, _ texts: [String], at moment: Instant
    ) throws -> [String: String] {
        guard let field = shape.field(path), !field.isSealed else { return [:] }
        var meant: [String: String] = [:]
        for text in texts {
            for spelling in path == "barcodes" ? Barcode.spellings(text) : [text.lowercased()] {
                meant[spelling] = text
            }
        }
        let steps = path.split(separator: ".").map(String.init)
        let prefix = shape.owner.map { "\($0)/" } ?? ""
        let rows = try models.connection.query(
            """
            SELECT n.id, w.word FROM (
                SELECT id, members#>\(steps) AS said FROM \(models.schemas.entries(at: moment))
                WHERE entity = \(shape.name) AND starts_with(id, \(prefix))) n,
                LATERAL (SELECT lower(n.said#>>'{}') AS word WHERE jsonb_typeof(n.said) = 'string'
                    UNION ALL SELECT lower(t) FROM jsonb_array_elements_text(
                        CASE WHEN jsonb_typeof(n.said) = 'array' THEN n.said ELSE '[]' END) t) w
            WHERE w.word = ANY(\(Array(meant.keys)))
            """)
        var found: [String: Set<String>] = [:]
        for row in rows {
            if let text = meant[try row.text(1)] {
                found[text, default: []].insert(String(try row.text(0).dropFirst(prefix.count)))
            }
        }
        return found.compactMapValues { $0.count == 1 ? $0.first : nil }
    }

    private static func name(_ row: Row) throws -> ScreenName {
        ScreenName(id: try row.text(0), ka: try row.optionalText(1), en: try row.optionalText(2))
    }

    /// - Parameters:
    ///   - isOver: false: without those that ended.
    ///   - isChosen: only those that the reader reaches, to be chosen or found; a name that stands in a document is told to all.
    private static func source(
        _ models: ScreenModels, _ entity: String, _ moment: Instant, isOver: Bool = true, isChosen: Bool = true
    ) -> SQL? {
        switch entity {
        case "product" where !models.narrowing.concerns(entity):
            return """
                (SELECT product AS id, name_ka AS ka, name_en AS en,
                        lower(concat_ws(\("\n"), product, name_ka, name_en, array_to_string(barcodes, \("\n")))) AS search,
                        NULL AS phone, NULL::jsonb AS members
                    FROM \(models.entities("product"))) n
                """
        case FactReferences.roleEntity: return source(models, EntityShape.entity.name, moment, isOver: isOver)
        case FactReferences.roleField:
            // As `EntityShape.with(own:)` seals them.
            return """
                (SELECT f.entity || CASE WHEN f.entity = 'customer' OR f.entity = 'employee' AND f.is_personal
                        THEN '.personalFields.' ELSE '.fields.' END || f.id AS id,
                        coalesce(t.members#>>'{name,ka}', f.entity) || ': ' || f.ka AS ka,
                        coalesce(t.members#>>'{name,en}', f.entity) || ': ' || f.en AS en,
                        f.search, NULL AS phone, NULL::jsonb AS members
                    FROM (SELECT e.id, e.members->>'entity' AS entity, e.members#>>'{name,ka}' AS ka,
                            e.members#>>'{name,en}' AS en, e.search,
                            e.members->>'sensitivity' IS NOT DISTINCT FROM 'personal' AS is_personal
                        FROM \(models.schemas.entries(at: moment))
                        WHERE e.entity = \(EntityShape.field.name) AND NOT e.is_ended) f
                    LEFT JOIN \(models.schemas.entries(at: moment, as: "t"))
                        ON t.entity = \(EntityShape.entity.name) AND t.id = f.entity) n
                """
        default:
            guard let shape = EntityShapes.named(entity) else { return nil }
            // Of people nothing in the open is a name.
            let (isNamed, narrowing) = (shape.isPerson && models.identity, models.narrowing)
            let name: SQL = isNamed ? "person.name" : "NULL"
            let phone = isNamed ? PersonNames.phone(of: shape, narrowing) : "NULL"
            let search = Schemas.searched(shape, narrowing)
            let reached = isChosen ? models.schemas.reached(shape, narrowing) : "true"
            return """
                (SELECT e.id, coalesce(e.members#>>'{name,ka}', \(name)) AS ka, coalesce(e.members#>>'{name,en}', \(name)) AS en,
                        \(isNamed ? PersonNames.text(search, of: shape, narrowing) : search) AS search,
                        \(phone) AS phone, e.members
                    FROM \(models.schemas.entries(at: moment)) \(isNamed ? PersonNames.join(entity, to: "e.id") : "")
                    WHERE e.entity = \(entity) AND (\(isOver) OR NOT e.is_ended) AND \(reached)) n
                """
        }
    }
}
