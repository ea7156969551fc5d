import Postgres

/// What a report's SQL is made for: the serving versions, the columns that are asked, and the shops that may be seen.
package struct Scene: Sendable {
    let schemas: Schemas
    /// Columns in use: shown, grouped or filtered by.
    let columns: Set<String>
    /// nil: every shop.
    let stores: [String]?

    func trade(_ table: String) -> SQL { schemas.trade(table) }
    func catalogue(_ table: String) -> SQL { schemas.catalogue(table) }
    func completeness(_ table: String) -> SQL { schemas.completeness(table) }

    /// Whether any of some columns is asked for.
    func asks(_ some: Set<String>) -> Bool { !columns.isDisjoint(with: some) }

    /// A condition that leaves the shops that may be seen; true where all may.
    func isSeen(_ store: SQL) -> SQL {
        guard let stores else { return "true" }
        return "\(store) = ANY(\(stores))"
    }
}
