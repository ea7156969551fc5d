/// What the chain consists of.
extension Reports {
    package static let stores = Report(
        "stores", "Shops, with what is known of their books.", of: .catalogue,
        [
            Column("store", .text, "s.store"), Column("name_ka", .text, "s.name_ka"),
            Column("name_en", .text, "s.name_en"),
            Column("zone", .text, "s.zone"), Column("currency", .text, "s.currency"),
            Column("address", .text, "s.address"),
            Column("opens_on", .date, "s.opens_on"),
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
            LEFT JOIN LATERAL (SELECT count(*) AS tills FROM \(scene.catalogue("till")) t WHERE t.store = s.store) t ON true
            LEFT JOIN LATERAL (SELECT max(business_date) AS last_day FROM \(scene.trade("store_day")) d
                WHERE d.store = s.store) d ON true
            LEFT JOIN LATERAL (SELECT sum(missing) AS missing FROM \(scene.completeness("writer")) w
                WHERE w.store = s.store) w ON true
            """
        })
}
