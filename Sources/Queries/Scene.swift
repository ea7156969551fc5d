import Postgres
import Rules

/// What a report's SQL is made for: the serving versions, the columns that are asked, and the shops that may be seen.
package struct Scene: Sendable {
    let schemas: Schemas
    /// Columns in use: shown, grouped or filtered by.
    let columns: Set<String>
    /// nil: every shop.
    let stores: [String]?
    /// Whether who asks is told who persons are.
    var identity = false
    /// What of entries who asks does not reach.
    var narrowing = Narrowing.none
    /// What the report was told besides, by the names of its `arguments`.
    var arguments: [String: String] = [:]
    /// Columns that are asked for by their very values.
    var pinned: Set<String> = []

    func trade(_ table: String) -> SQL { schemas.trade(table) }
    func entities(_ table: String) -> SQL { schemas.entities(table) }
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

    /// Joins, as `cat`, the category that the customer of a row had at its time; where nobody asks for it, nothing.
    func categoryAtSale(of row: String) -> SQL {
        guard asks(["customer_category"]) else { return "" }
        return """
             LEFT JOIN \(schemas.customers) cat ON cat.customer = \(unsafeSQL: row).customer
                AND cat.from_ms <= \(unsafeSQL: row).effective_at AND \(unsafeSQL: row).effective_at < cat.until_ms
            """
    }

    /// Joins a product's version of a moment.
    func version(of product: String, at moment: String, as alias: String) -> SQL {
        """
         LEFT JOIN \(entities("product_version")) \(unsafeSQL: alias) ON \(unsafeSQL: alias).product = \(unsafeSQL: product)
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

    /// Counted receipts in another currency than their shop's: they stand apart, since what they sold cost the shop's.
    /// There are hardly ever any, so they are found by their days.
    var foreignReceipts: SQL {
        """
        (SELECT r.* FROM \(schemas.stores) s CROSS JOIN LATERAL (
            SELECT store, business_date, currency FROM \(trade("store_day")) a
                WHERE a.store = s.store AND a.currency < s.currency
            UNION ALL SELECT store, business_date, currency FROM \(trade("store_day")) b
                WHERE b.store = s.store AND b.currency > s.currency) d
        JOIN \(trade("receipt")) r ON r.store = d.store AND r.business_date = d.business_date AND r.currency = d.currency
            AND r.status = 'counted')
        """
    }

    /// Of them what each person bought, by currency; sums are numeric.
    var foreignByCustomer: SQL {
        """
        (SELECT coalesce(i.stands_for, f.customer) AS customer, f.currency, sum(f.figures[1]) AS receipts,
            sum(f.figures[6]) AS net, sum(f.figures[8]) AS cost, sum(f.figures[9]) AS booked
        FROM \(foreignReceipts) f LEFT JOIN \(dossiers("person")) i ON i.customer = f.customer
        WHERE f.customer IS NOT NULL AND \(isSeen("f.store")) GROUP BY 1, 2)
        """
    }

    /// Things that facts name and nobody has defined, with the first fact that names each. What the office decides by is
    /// its own (`davtari.stream`) and no read model's. `OFFSET 0`: each is looked up by its key, since few things are named and
    /// streams are many.
    var lostReferences: SQL {
        """
        (SELECT n.* FROM \(completeness("reference")) n WHERE CASE WHEN n.kind = 'store'
            THEN NOT EXISTS (SELECT FROM \(schemas.stores) s WHERE s.store = n.id)
            ELSE NOT EXISTS (
                SELECT FROM davtari.stream t WHERE t.kind = n.kind AND t.id = n.id AND t.version > 0 OFFSET 0) END)
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
