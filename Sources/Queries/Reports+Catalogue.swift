import Events
import Postgres
import Rules

/// What the chain consists of.
extension Reports {
    package static let stores = Report(
        "stores", "Shops, with what is known of their books.", of: .catalogue,
        [
            Column("store", .text, "s.store"), Column("name_ka", .text, "s.name_ka"),
            Column("name_en", .text, "s.name_en"),
            Column("zone", .text, "s.zone"), Column("currency", .text, "s.currency"),
            Column("address", .text, "s.address"),
            Column("opens_on", .date, "s.opens_on"), Column("closed_on", .date, "s.closed_on"),
            .measure("tills", .integer, "t.tills"), Column("last_business_date", .date, "d.last_day"),
            .measure("missing", .integer, "coalesce(w.missing, 0)"),
        ],
        key: ["store"], sort: [("store", false)], shops: .column("s.store"),
        leads: [
            Lead("stock", "/v1/stock", passes: Lead.same("store")),
            Lead("margins", "/v1/margins", fixed: [("group", "day")], passes: Lead.same("store")),
            Lead("completeness", "/v1/completeness", passes: Lead.same("store")),
        ],
        source: { scene in
            """
            \(scene.catalogue("store")) s
            LEFT JOIN LATERAL (SELECT count(*) AS tills FROM \(scene.catalogue("till")) t
                WHERE t.store = s.store AND NOT t.retired) t ON true
            LEFT JOIN LATERAL (SELECT max(business_date) AS last_day FROM \(scene.trade("store_day")) d
                WHERE d.store = s.store AND d.business_date <= \(QueryDay.latest)
                    AND (d.receipts <> 0 OR d.training <> 0 OR d.suspect[1] <> 0)) d ON true
            LEFT JOIN LATERAL (SELECT sum(missing) AS missing FROM \(scene.completeness("writer")) w
                WHERE w.store = s.store) w ON true
            """
        })

    /// Of entities whose reports have more than their fields, by name.
    static let additions: [String: EntityAddition] = [EntityShape.product.name: product]

    private static let product = EntityAddition(
        columns: [
            Column("department", .text, "(s.members#>>'{hierarchy,0}')"),
            Column("category", .text, "(s.members#>>'{hierarchy,1}')"),
            Column("status", .text, "coalesce(s.members->>'status', 'active')"),
            Column("listed_at", .instant, "s.begun_ms"),
            .set("barcode", .text) { _ in
                """
                SELECT jsonb_array_elements_text(s.members->'barcodes')
                UNION ALL SELECT u->>'barcode' FROM jsonb_array_elements(s.members->'units') u WHERE u ? 'barcode'
                """
            },
        ], counting: "products",
        leads: [
            Lead("stock", "/v1/stock", passes: Lead.same("product")),
            Lead("margins", "/v1/margins", fixed: [("group", "month")], passes: Lead.same("product")),
        ])

    package static let sharedBarcodes = Report(
        "shared_barcodes", "Barcodes that several products have now, and which.", of: .catalogue,
        [
            Column("barcode", .text, "b.barcode"), Column("holders", .text, "b.holders"),
            .measure("products", .integer, "b.products"),
        ],
        key: ["barcode"], sort: [("products", true)], shops: .every,
        source: { scene in
            """
            (SELECT CASE WHEN v.code ~ '^[0-9]{8}$|^[0-9]{12,14}$' THEN lpad(v.code, 14, '0') ELSE v.code END AS barcode,
                string_agg(DISTINCT p.product, ', ' ORDER BY p.product) AS holders, count(DISTINCT p.product) AS products
            FROM \(scene.catalogue("product")) p CROSS JOIN LATERAL unnest(p.barcodes) v(code) GROUP BY 1
            HAVING count(DISTINCT p.product) > 1) b
            """
        })
}
