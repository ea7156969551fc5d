import Events
import Postgres
import Projections
import Rules

/// What roles leave out of entries (`Narrowing`), as questions put it.
extension Schemas {
    /// A condition that leaves the entries of an entity that are reached; `e` is the entry.
    func reached(_ shape: EntityShape, _ narrowing: Narrowing) -> SQL { reached(shape.roleName, narrowing) }

    /// The same of an entity as roles name it.
    func reached(_ name: String, _ narrowing: Narrowing) -> SQL {
        guard let alternatives = narrowing.entries[name] else { return "true" }
        let all = alternatives.map { SQL.join($0.map(condition), separator: " AND ") }
        return all.isEmpty ? "false" : "(\(SQL.join(all, separator: " OR ")))"
    }

    private func condition(_ condition: EntryCondition) -> SQL {
        switch condition {
        case .field(let path, let values):
            let steps = path.split(separator: ".").map(String.init)
            return """
                (CASE jsonb_typeof(e.members#>\(steps)) WHEN 'array' THEN e.members#>\(steps) ?| \(values)
                    ELSE coalesce(e.members#>>\(steps) = ANY(\(values)), false) END)
                """
        case .own(let author):
            return "(\(saidFirst("e.entity", "e.id")) = \(author)) IS TRUE"
        }
    }

    /// Of entries that are of a shop, a condition that leaves those of some shops; of others, and where all are seen, none.
    static func isOf(_ stores: [String]?, _ shape: EntityShape) -> SQL {
        switch (stores, shape.shop) {
        case (let stores?, .itself?): "id = ANY(\(stores))"
        case (let stores?, .member(let path)?): "members->>\(path) = ANY(\(stores))"
        default: "true"
        }
    }

    /// Who said an entry first, as facts name them; nil where no fact of it is known yet.
    package func saidFirst(_ connection: Connection, _ entity: String, _ id: String) throws -> String? {
        try connection.query("SELECT \(saidFirst("\(entity)", "\(id)"))").first?.optionalText(0)
    }

    private func saidFirst(_ entity: SQL, _ id: SQL) -> SQL {
        """
        (SELECT a.author FROM \(table(AuditTrail.self, "audit_entry")) a WHERE a.entity = \(entity) AND a.subject = \(id)
            ORDER BY a.recorded_at, a.log_partition, a.log_offset LIMIT 1)
        """
    }

    /// What a search for an entry looks in: its id and the fields that are shown; `e` is the entry.
    static func searched(_ shape: EntityShape, _ narrowing: Narrowing) -> SQL {
        guard shape.fields.contains(where: { $0.isLookedIn && narrowing.hides($0.place ?? "") }) else {
            return "e.search"
        }
        let shown = shape.fields.filter { $0.isLookedIn && !narrowing.hides($0.place ?? "") }
            .map { field -> SQL in "e.members#>>\(field.path.split(separator: ".").map(String.init))" }
        return "lower(concat_ws(E'\\n', \(SQL.join(["e.id" as SQL] + shown))))"
    }
}

extension EntityField {
    /// Whether a search looks in it, or in a field of its lines.
    fileprivate var isLookedIn: Bool {
        guard case .lines(let fields) = kind else { return isSearched && !isSealed }
        return fields.contains(where: \.isSearched)
    }
}

extension ScreenEntities {
    /// Who said an entry first; nil where that is not known here yet.
    package static func saidFirst(_ models: ScreenModels, _ shape: EntityShape, _ id: String) throws -> String? {
        try models.schemas.saidFirst(models.connection, shape.name, shape.key(id))
    }
}
