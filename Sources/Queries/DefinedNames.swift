import Events
import Postgres

/// What the office calls the things that facts name. It is the office's own (`davtari.stream`) and no read model's.
package enum DefinedNames {
    package enum Kind: String, Sendable { case customerCategory, discountRule, tenderKind }

    /// Those of some ids that have been defined.
    package static func of(_ models: ScreenModels, _ kind: Kind, _ ids: [String]) throws -> ByID<ScreenName> {
        guard !ids.isEmpty else { return [:] }
        return ByID(
            try models.connection.query(
                """
                SELECT id, davtari.said(state)->'name'->>'ka', davtari.said(state)->'name'->>'en' FROM davtari.stream
                WHERE kind = \(kind.rawValue) AND id = ANY(\(ids)) AND version > 0
                """
            ).map { row in
                let id = try row.text(0)
                return (id, ScreenName(id: id, ka: try row.optionalText(1), en: try row.optionalText(2)))
            })
    }
}
