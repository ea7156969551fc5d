import Events
import Postgres

/// What the office calls discount rules, which are no entity yet: from its own streams (`davtari.stream`).
package enum RuleNames {
    /// Those of some ids that have been defined.
    package static func of(_ models: ScreenModels, _ ids: [String]) throws -> ByID<ScreenName> {
        guard !ids.isEmpty else { return [:] }
        return ByID(
            try models.connection.query(
                """
                SELECT id, davtari.said(state)->'name'->>'ka', davtari.said(state)->'name'->>'en' FROM davtari.stream
                WHERE kind = 'discountRule' AND id = ANY(\(ids)) AND version > 0
                """
            ).map { row in
                let id = try row.text(0)
                return (id, ScreenName(id: id, ka: try row.optionalText(1), en: try row.optionalText(2)))
            })
    }
}
