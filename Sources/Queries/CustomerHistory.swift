import Events
import JSON
import Postgres
import Rules

/// Everything a customer has bought, where, when, and what was given to them and why: what the reports say of one.
///
/// Asked for by any id of the person, it is told of all of them.
package enum CustomerHistory {
    /// Favourites that are listed.
    private static let favourites = 10

    /// Asks ahead. The answer is nil when the customer is neither registered nor on any receipt that may be seen.
    ///
    /// - Parameters:
    ///   - favouriteDays: of how many days up to the last purchase the favourites are.
    ///   - schemas: of the caller's transaction.
    package static func ahead(
        _ connection: Connection, _ customer: String, favouriteDays: Int, limit: Int, cursor: String?, for sight: Sight,
        in schemas: Schemas
    ) throws -> Awaited<JSON?> {
        let scene = Scene(schemas: schemas, columns: [], stores: sight.stores)
        let ids = try scene.ids(connection, of: [customer])
        // The smallest by its bytes stands for all of them.
        let person = ids.min { $0.utf8.lexicographicallyPrecedes($1.utf8) } ?? customer
        let asked = Asked(connection: connection, scene: scene, ids: ids, sight: sight)
        let awaited = (
            sums: try asked.ahead(Reports.customers),
            profile: try asked.profile(of: person),
            grantsSince: try asked.latestGrants(limit),
            favourites: try CustomerFavourites.ahead(
                connection, scene, of: ids, days: favouriteDays, limit: Self.favourites),
            receipts: try asked.ahead(Reports.receipts, limit: limit, cursor: cursor)
        )
        return Awaited {
            let (sums, profile, since) = (try awaited.sums(), try awaited.profile(), try awaited.grantsSince())
            // That somebody is registered is the chain's to know; a reader of some shops knows those who bought there.
            guard !sums.rows.isEmpty || profile != nil && sight.entries else { return nil }
            let grants = try asked.ahead(
                Reports.discounts, since.map { [.init("effective_at", .gte, [$0.description])] } ?? [], limit: limit)
            let favourites = try awaited.favourites()
            let (receipts, given, best) = (try awaited.receipts(), try grants(), try favourites())
            return [
                "customer": .string(person), "ids": .array(ids.map { .string($0) }),
                "category": .text(try profile?.optionalText(0)),
                "totals": .array(sums.objects),
                "favourite_days": .int(Int64(favouriteDays)), "favourite_products": .array(best.products),
                "favourite_categories": .array(best.categories),
                "grants": .array(given.objects), "has_more_grants": .bool(given.next != nil),
                "receipts": .array(receipts.objects), "next": .text(receipts.next),
            ]
        }
    }

    /// What is asked about one customer.
    private struct Asked {
        let connection: Connection
        let scene: Scene
        /// Of the person, all of them.
        let ids: [String]
        let sight: Sight

        func ahead(
            _ report: Report, _ more: [QueryRequest.Filter] = [], limit: Int = QueryRequest.defaultLimit,
            cursor: String? = nil
        ) throws -> Awaited<Report.Answer> {
            var request = QueryRequest()
            request.filters = [.init("customer", .in, ids)] + more
            (request.limit, request.cursor) = (limit, cursor)
            return try report.usualAhead(connection, request, for: sight, in: scene.schemas)
        }

        /// One row with the category, where the person is registered.
        func profile(of person: String) throws -> Awaited<Row?> {
            try connection.ahead(
                """
                SELECT g.category FROM \(scene.schemas.customersNow) g WHERE g.customer = ANY(\(ids))
                ORDER BY g.category IS NULL, g.from_ms DESC, g.customer <> \(person) LIMIT 1
                """
            ).map(\.first)
        }

        /// Since when the last receipts with a grant are: every one has one at least, so they hold the last grants, and the
        /// rest of the customer's receipts need not be looked into. nil where there are no more than so many.
        func latestGrants(_ limit: Int) throws -> Awaited<Instant?> {
            try connection.ahead(
                """
                SELECT effective_at FROM \(scene.trade("receipt"))
                WHERE customer = ANY(\(ids)) AND \(scene.isSeen("store")) AND status = 'counted' AND grant_figures <> '{}'
                ORDER BY effective_at DESC OFFSET \(limit) LIMIT 1
                """
            ).map { try $0.first.map { Instant(milliseconds: try $0.int64(0)) } }
        }
    }
}

extension Report.Answer {
    /// The rows as objects by column name.
    package var objects: [JSON] {
        rows.map { row in .object(zip(columns, row).map { JSON.Member($0.name, $1) }) }
    }
}
