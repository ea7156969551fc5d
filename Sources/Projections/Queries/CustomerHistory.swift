import Events
import JSON
import Postgres

/// Everything a customer has bought, where, when, and what was given to them and why: what the reports say of one.
///
/// Asked for by any id of the person, it is told of all of them.
package enum CustomerHistory {
    /// Favourites that are listed.
    private static let favourites = 10

    /// nil when the customer is neither registered nor on any receipt that may be seen.
    package static func find(
        _ connection: Connection, _ customer: String, limit: Int, cursor: String?, for sight: Sight = .everything
    ) throws -> (json: JSON, schemas: Schemas)? {
        let schemas = try Schemas(connection)
        let asked = Asked(connection: connection, customer: customer, sight: sight)
        let sums = try asked.answer(Reports.customers)
        let scene = Scene(schemas: schemas, columns: [], stores: sight.stores)
        let ids = try scene.ids(connection, of: [customer])
        // The smallest by its bytes stands for all of them.
        let person = ids.min { $0.utf8.lexicographicallyPrecedes($1.utf8) } ?? customer
        let profile = try connection.query(
            """
            SELECT g.category FROM \(schemas.catalogue("customer_profile")) f
            LEFT JOIN \(schemas.dossiers("customer_category")) g ON g.customer = f.customer AND g.until_ms = \(Int64.max)
            WHERE f.customer = ANY(\(ids)) ORDER BY f.customer <> \(person) LIMIT 1
            """
        ).first
        guard !sums.rows.isEmpty || profile != nil else { return nil }
        let page = try asked.answer(Reports.receipts, limit: limit, cursor: cursor)
        let grants = try asked.latestGrants(scene, of: ids, limit: limit)
        let favourites = try CustomerFavourites(connection, scene, of: ids, limit: Self.favourites)
        let json: JSON = [
            "customer": .string(person), "ids": .array(ids.map { .string($0) }),
            "category": .text(try profile?.optionalText(0)),
            "totals": .array(sums.objects),
            "favourite_products": .array(favourites.products), "favourite_categories": .array(favourites.categories),
            "grants": .array(grants.objects), "has_more_grants": .bool(grants.next != nil),
            "receipts": .array(page.objects), "next": .text(page.next),
        ]
        return (json, schemas)
    }

    /// What is asked of the reports about one customer.
    private struct Asked {
        let connection: Connection
        let customer: String
        let sight: Sight

        func answer(
            _ report: Report, _ more: [QueryRequest.Filter] = [], limit: Int = QueryRequest.defaultLimit,
            cursor: String? = nil
        ) throws -> Report.Answer {
            var request = QueryRequest()
            request.filters = [.init("customer", .eq, [customer])] + more
            (request.limit, request.cursor) = (limit, cursor)
            return try report.run(connection, request, for: sight, isUsual: true)
        }

        /// Every receipt with a grant has one at least: those from the last receipts hold the last grants, and the rest of
        /// the customer's receipts need not be looked into.
        func latestGrants(_ scene: Scene, of ids: [String], limit: Int) throws -> Report.Answer {
            let oldest = try connection.query(
                """
                SELECT effective_at FROM \(scene.trade("receipt"))
                WHERE customer = ANY(\(ids)) AND \(scene.isSeen("store")) AND status = 'counted' AND grant_figures <> '{}'
                ORDER BY effective_at DESC OFFSET \(limit) LIMIT 1
                """
            ).first
            let since = try oldest.map { Instant(milliseconds: try $0.int64(0)).description }
            let filters = since.map { [QueryRequest.Filter("effective_at", .gte, [$0])] } ?? []
            return try answer(Reports.discounts, filters, limit: limit)
        }
    }
}

extension Report.Answer {
    /// The rows as objects by column name.
    package var objects: [JSON] {
        rows.map { row in .object(zip(columns, row).map { JSON.Member($0.name, $1) }) }
    }
}
