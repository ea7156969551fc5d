import Postgres

/// What a report's SQL is made for: the serving versions, the columns that are asked, and the shops that may be seen.
package struct Scene: Sendable {
    let schemas: Schemas
    /// Columns in use: shown, grouped or filtered by.
    let columns: Set<String>
    /// nil: every shop.
    let stores: [String]?
    /// What the report was told besides, by the names of its `arguments`.
    var arguments: [String: String] = [:]
    /// Columns that are asked for by their very values.
    var pinned: Set<String> = []

    func trade(_ table: String) -> SQL { schemas.trade(table) }
    func catalogue(_ table: String) -> SQL { schemas.catalogue(table) }
    func completeness(_ table: String) -> SQL { schemas.completeness(table) }
    func dossiers(_ table: String) -> SQL { schemas.dossiers(table) }

    /// Joins, as `i`, who stands for a customer of the row; where a question names no customer it joins nothing.
    func person(of customer: String) -> SQL {
        asks(["customer"])
            ? " LEFT JOIN \(dossiers("person")) i ON i.customer = \(unsafeSQL: customer)" : ""
    }

    /// Every id of the persons that some ids are of, theirs included.
    func ids(_ connection: Connection, of customers: [String]) throws -> [String] {
        try connection.query(
            """
            SELECT m.customer FROM \(dossiers("person")) m JOIN \(dossiers("person")) a ON a.stands_for = m.stands_for
                WHERE a.customer = ANY(\(customers)) UNION SELECT unnest(\(customers)::text[]) ORDER BY 1
            """
        ).map { try $0.text(0) }
    }

    /// Joins a product's version of a moment.
    func version(of product: String, at moment: String, as alias: String) -> SQL {
        """
         LEFT JOIN \(dossiers("product_version")) \(unsafeSQL: alias) ON \(unsafeSQL: alias).product = \(unsafeSQL: product)
            AND \(unsafeSQL: alias).from_ms <= \(unsafeSQL: moment) AND \(unsafeSQL: moment) < \(unsafeSQL: alias).until_ms
        """
    }

    /// Leads a question about a product of whatever shop to the key of `stock`, which begins with the shop: by a walk from
    /// shop to shop. True of every row.
    func stocked(_ stock: String) -> SQL {
        guard pinned.contains("product"), !pinned.contains("store") else { return "true" }
        let table = trade("stock")
        return """
            \(unsafeSQL: stock).store = ANY(ARRAY(
                WITH RECURSIVE stocked(store) AS (
                    SELECT min(store) FROM \(table)
                    UNION ALL SELECT (SELECT min(t.store) FROM \(table) t WHERE t.store > stocked.store) FROM stocked
                    WHERE stocked.store IS NOT NULL)
                SELECT store FROM stocked WHERE store IS NOT NULL))
            """
    }

    /// Whether any of some columns is asked for.
    func asks(_ some: Set<String>) -> Bool { !columns.isDisjoint(with: some) }

    /// A condition that leaves the shops that may be seen; true where all may.
    func isSeen(_ store: SQL) -> SQL {
        guard let stores else { return "true" }
        return "\(store) = ANY(\(stores))"
    }
}
