import JSON
import Postgres

/// Everything a customer has bought, where, when, and what was given to them and why.
package enum CustomerHistory {
    /// Favourites that are listed.
    private static let favourites: Int64 = 10

    /// nil when the customer is neither registered nor on any receipt.
    package static func find(
        _ connection: Connection, _ customer: String, limit: Int, cursor: String?
    ) throws -> (json: JSON, schemas: Schemas)? {
        let schemas = try Schemas(connection)
        var totals = QueryRequest()
        totals.filters = [.init("customer", .eq, [customer])]
        let sums = try Reports.customers.run(connection, totals)
        let profile = try connection.query(
            "SELECT category FROM \(unsafeSQL: schemas.catalogue).customer_profile WHERE customer = \(customer)"
        ).first
        guard !sums.rows.isEmpty || profile != nil else { return nil }
        var receipts = QueryRequest()
        receipts.filters = [.init("customer", .eq, [customer])]
        receipts.limit = limit
        receipts.cursor = cursor
        let page = try Reports.receipts.run(connection, receipts)
        let json: JSON = [
            "customer": .string(customer), "category": .text(try profile?.optionalText(0)),
            "totals": .array(sums.objects),
            "favourite_products": .array(
                try favourites(connection, schemas, customer, by: "l.product, p.name_ka, p.name_en", productColumns)),
            "favourite_categories": .array(
                try favourites(connection, schemas, customer, by: "p.department, p.category", categoryColumns)),
            "grants": .array(try grants(connection, schemas, customer, limit)),
            "receipts": .array(page.objects), "next": .text(page.next),
        ]
        return (json, schemas)
    }

    private static let productColumns = ["product", "name_ka", "name_en"]
    private static let categoryColumns = ["department", "category"]

    private static func favourites(
        _ connection: Connection, _ schemas: Schemas, _ customer: String, by group: String, _ names: [String]
    ) throws -> [JSON] {
        let rows = try connection.query(
            """
            SELECT \(unsafeSQL: group), count(DISTINCT (r.writer, r.writerseq))::int8, sum(l.quantity)::int8, sum(l.gross)::int8
            FROM \(unsafeSQL: schemas.trade).receipt r
            CROSS JOIN LATERAL unnest(r.line_kind, r.line_product, r.line_quantity, r.line_gross) AS l(kind, product, quantity, gross)
            LEFT JOIN \(unsafeSQL: schemas.catalogue).product p ON p.product = l.product
            WHERE r.customer = \(customer) AND r.status = 'counted' AND l.kind IN ('sale', 'return')
            GROUP BY \(unsafeSQL: group) ORDER BY sum(l.gross) DESC, 1 LIMIT \(favourites)
            """)
        return try rows.map { row in
            var members = try names.enumerated().map { JSON.Member($1, .text(try row.optionalText($0))) }
            for (index, name) in ["receipts", "quantity", "gross"].enumerated() {
                members.append(.init(name, .int(try row.int64(names.count + index))))
            }
            return .object(members)
        }
    }

    private static func grants(_ connection: Connection, _ schemas: Schemas, _ customer: String, _ limit: Int) throws
        -> [JSON]
    {
        let rows = try connection.query(
            """
            SELECT r.writer || ':' || r.writerseq, r.business_date::text, g.line, g.rule, g.version, g.kind, g.reason, g.approver,
                g.amount, r.currency
            FROM \(unsafeSQL: schemas.trade).receipt r CROSS JOIN LATERAL
            unnest(r.grant_line, r.grant_rule, r.grant_version, r.grant_kind, r.grant_reason, r.grant_approver, r.grant_amount)
                AS g(line, rule, version, kind, reason, approver, amount)
            WHERE r.customer = \(customer) AND r.status = 'counted'
            ORDER BY r.effective_at DESC, r.writer, r.writerseq, g.line LIMIT \(Int64(limit))
            """)
        return try rows.map { row in
            [
                "receipt": .string(try row.text(0)), "day": .string(try row.text(1)), "line": .int(try row.int64(2)),
                "rule": .string(try row.text(3)), "version": .int(try row.int64(4)), "kind": .string(try row.text(5)),
                "reason": .string(try row.text(6)), "approver": .string(try row.text(7)),
                "amount": .int(try row.int64(8)),
                "currency": .string(try row.text(9)),
            ]
        }
    }
}

extension Report.Answer {
    /// The rows as objects by column name.
    package var objects: [JSON] {
        rows.map { row in .object(zip(columns, row).map { JSON.Member($0.name, $1) }) }
    }
}
