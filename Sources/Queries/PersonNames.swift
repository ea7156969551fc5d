import Postgres
import Projections
import Rules

/// Who entries are that are people, joined to them where that may be told: it stands in no read model, and nobody is named before
/// this database knows who was erased (`PersonVault.isReady`).
enum PersonNames {
    /// The columns of `davtari.person` that a list shows, by the paths of their fields.
    static let columns = [
        "name": "person.name", "phone": "person.phone", "email": "person.email",
        "cards": "nullif(array_to_string(person.cards, ', '), '')",
    ]

    /// Joins `person` to rows of an entity.
    static func join(_ entity: String, to id: String) -> SQL {
        """
        LEFT JOIN davtari.person person ON person.entity = \(entity) AND person.id = \(unsafeSQL: id)
            AND (SELECT davtari.is_verified())
        """
    }

    /// Whether all words are found in a row's own text or in who the person is, or its digits in their phone.
    static func finds(_ text: String, in search: String) -> SQL {
        let parts = text.contains(where: \.isLetter) ? [] : Person.partsOfNumber(text)
        let whole =
            "concat_ws(E'\\n', \(search), lower(person.name), lower(person.email), person.phone, lower(person.cards::text))"
        return """
            (\(SearchWords.found(text, in: whole))
                OR EXISTS (SELECT FROM unnest(\(parts)::text[]) part WHERE strpos(person.phone, part) > 0))
            """
    }
}

/// Words that are all found in a text.
enum SearchWords {
    static func found(_ text: String, in search: String) -> SQL {
        """
        NOT EXISTS (SELECT FROM unnest(\(EntitySearch.words(text))::text[]) w(word) WHERE strpos(\(unsafeSQL: search), word) = 0)
        """
    }
}
