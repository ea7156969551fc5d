import Events
import Postgres
import Rules

/// What the chain consists of.
extension Reports {
    /// Of entities whose reports have more than their fields, by name.
    static let additions: [String: EntityAddition] = [
        EntityShape.product.name: product, EntityShape.store.name: store, EntityShape.till.name: till,
        EntityShape.coupon.name: coupon, EntityShape.giftCard.name: giftCard,
    ]

    /// With what is known of its books. Of a shop that was only changed or closed nothing else is known.
    private static let store = EntityAddition(
        columns: [
            Column(
                "closed_on", .date,
                "(CASE WHEN s.members->>'closedOn' >= '0001' THEN (s.members->>'closedOn')::date END)"),
            .measure("tills", .integer, "t.tills"),
            Column("last_business_date", .date, "d.last_day"),
            .measure("missing", .integer, "coalesce(w.missing, 0)"),
        ], counting: "shops",
        leads: [
            Lead("stock", "/v1/stock", passes: Lead.same("store")),
            Lead("margins", "/v1/margins", fixed: [("group", "day")], passes: Lead.same("store")),
            Lead("completeness", "/v1/completeness", passes: Lead.same("store")),
        ],
        shown: [
            EntityField("tills", .integer, Title(ka: "სალაროები", en: "Tills")),
            EntityField("last_business_date", .day, Title(ka: "ბოლო გაყიდვა", en: "Last sales")),
        ],
        joins: { scene in
            """
            LEFT JOIN LATERAL (SELECT count(*) AS tills FROM \(scene.schemas.tills) t
                WHERE t.store = s.id AND NOT t.retired) t ON true
            LEFT JOIN LATERAL (SELECT max(business_date) AS last_day FROM \(scene.trade("store_day")) d
                WHERE d.store = s.id AND d.business_date <= \(QueryDay.latest)
                    AND (d.receipts <> 0 OR d.training <> 0 OR d.suspect[1] <> 0)) d ON true
            LEFT JOIN LATERAL (SELECT sum(missing) AS missing FROM \(scene.completeness("writer")) w
                WHERE w.store = s.id) w ON true
            """
        }, isThere: "e.members ? 'currency'")

    /// With how often it was used, as commands know it.
    private static let coupon = EntityAddition(
        columns: [.measure("used", .integer, "coalesce((t.state->>'used')::int8, 0)")], counting: "coupons",
        shown: [EntityField("used", .integer, Title(ka: "გამოყენებულია", en: "Used"))],
        joins: { _ in "LEFT JOIN davtari.stream t ON t.kind = 'coupon' AND t.id = s.id" })

    /// With what is left on it, as commands know it.
    private static let giftCard = EntityAddition(
        columns: [
            .measure("balance", .money, "coalesce((t.state->>'balance')::int8, 0)"),
            Column("is_blocked", .boolean, "coalesce((t.state->>'isBlocked')::boolean, false)"),
        ], counting: "cards",
        shown: [
            EntityField("balance", .money, Title(ka: "ნაშთი", en: "Balance")),
            EntityField("is_blocked", .flag, Title(ka: "დაბლოკილია", en: "Blocked")),
        ], joins: { _ in "LEFT JOIN davtari.stream t ON t.kind = 'giftCard' AND t.id = s.id" })

    private static let till = EntityAddition(counting: "tills", isThere: "e.members ? 'store'")

    private static let product = EntityAddition(
        columns: [
            Column("department", .text, "(s.members#>>'{hierarchy,0}')").told(with: "product.hierarchy"),
            Column("category", .text, "(s.members#>>'{hierarchy,1}')").told(with: "product.hierarchy"),
            Column("status", .text, "coalesce(s.members->>'status', 'active')"),
            Column("listed_at", .instant, "s.begun_ms"),
            Column.set("barcode", .text) { _ in
                """
                SELECT jsonb_array_elements_text(s.members->'barcodes')
                UNION ALL SELECT u->>'barcode' FROM jsonb_array_elements(s.members->'units') u WHERE u ? 'barcode'
                """
            }.told(with: "product.barcodes"),
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
            FROM \(scene.entities("product")) p CROSS JOIN LATERAL unnest(p.barcodes) v(code) GROUP BY 1
            HAVING count(DISTINCT p.product) > 1) b
            """
        })
}
