import Postgres
import Projections
import Rules

/// Who entries are that are people, joined to them where that may be told: it stands in no read model, and nobody is named before
/// this database knows who was erased (`PersonVault.isReady`).
enum PersonNames {
    /// The columns of `davtari.person` that a list shows, by the paths of their fields.
    static let columns = [
        "name": "person.name", "taxNumber": "person.tax_number", "phone": "person.phone", "email": "person.email",
        "cards": "nullif(array_to_string(person.cards, ', '), '')",
    ]

    /// Joins `person` to rows of an entity.
    static func join(_ entity: String, to id: String) -> SQL {
        """
        LEFT JOIN davtari.person person ON person.entity = \(entity) AND person.id = \(unsafeSQL: id)
            AND (SELECT davtari.is_verified())
        """
    }

    /// What a search looks in, by the paths of their fields.
    private static let searched: [(path: String, sql: SQL)] = [
        ("name", "lower(person.name)"), ("email", "lower(person.email)"), ("taxNumber", "person.tax_number"),
        ("phone", "person.phone"), ("cards", "lower(person.cards::text)"),
    ]

    /// What a search looks in: a row's own text, and who the person is, as far as that is shown.
    static func text(_ search: SQL, of shape: EntityShape, _ narrowing: Narrowing) -> SQL {
        let shown = searched.filter { isShown($0.path, of: shape, narrowing) }.map(\.sql)
        return "concat_ws(E'\\n', \(SQL.join([search] + shown)))"
    }

    /// The phone that digits are looked for in.
    static func phone(of shape: EntityShape, _ narrowing: Narrowing) -> SQL {
        isShown("phone", of: shape, narrowing) ? "person.phone" : "NULL::text"
    }

    private static func isShown(_ path: String, of shape: EntityShape, _ narrowing: Narrowing) -> Bool {
        !narrowing.hides("\(shape.roleName).\(path)")
    }
}

/// Words that are all found in a text.
enum SearchWords {
    /// A word each, since an index of what stands together understands `LIKE`.
    static func found(_ text: String, in search: SQL) -> SQL {
        let patterns = EntitySearch.words(text).map { "%\(escaped($0))%" }
        let words = patterns.map { pattern -> SQL in "\(search) LIKE \(pattern)" }
        return words.isEmpty ? "true" : "(\(SQL.join(words, separator: " AND ")))"
    }

    /// Signs that `LIKE` reads otherwise stand for themselves.
    private static func escaped(_ word: String) -> String {
        word.reduce(into: "") { $0 += "\\%_".contains($1) ? "\\\($1)" : String($1) }
    }

    /// The same, or that a phone holds the digits of the text, as it is said or dialled.
    static func found(_ text: String, in search: SQL, orOf phone: SQL) -> SQL {
        let parts = text.contains(where: \.isLetter) ? [] : Person.partsOfNumber(text)
        return """
            (\(found(text, in: search))
                OR EXISTS (SELECT FROM unnest(\(parts)::text[]) part WHERE strpos(\(phone), part) > 0))
            """
    }
}
