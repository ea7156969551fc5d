import Postgres

/// Receipts, and what was given away on them.
extension Reports {
    package static let receipts = Report(
        "receipts", "Receipts: by number, customer, product, tender, amount and whatever else stands on them.",
        of: .sales,
        [
            Column("receipt", .text, "r.writer || ':' || r.writerseq"), Column("number", .text, "r.receipt_number"),
            Column("store", .text, "r.store"), Column("day", .date, "r.business_date"),
            Column("week", .text, isoWeek("r.business_date")), Column("month", .text, month("r.business_date")),
            Column("effective_at", .instant, "r.effective_at"), Column("recorded_at", .instant, "r.recorded_at"),
            Column("till", .text, "r.till"), Column("operator", .text, "r.operator"),
            .customer(of: "r.customer"),
            Column("customer_category", .text, categoryAtSale("r")).told(with: "customer.category"),
            Column("channel", .text, "r.channel"),
            Column("status", .text, "r.status"), Column("currency", .text, "r.currency"),
            Column("is_foreign", .boolean, "NOT \(isOwn("r"))"),
            Column("revision", .integer, "r.revision"), .measure("receipts", .integer, "r.figures[1]"),
            .measure("gross", .money, "r.figures[4]"), .measure("discount", .money, "r.figures[5]"),
            .measure("revenue", .money, "r.figures[6]"), .measure("tax", .money, "r.figures[7]"),
            .measure("cost", .money, "CASE WHEN \(isOwn("r")) THEN r.figures[8] END", .cost),
            .measure("cost_booked", .money, "CASE WHEN \(isOwn("r")) THEN r.figures[9] END", .cost),
            .measure("margin", .money, "CASE WHEN \(isOwn("r")) THEN r.figures[6]::numeric - r.figures[8] END", .cost),
            .set("product", .text) { _ in
                """
                SELECT nullif(l.product, '') FROM \(ReceiptLines.lines(of: "r", as: "l"))
                WHERE l.kind IN \(ReceiptLines.turnoverKinds)
                """
            },
            .set("line_kind", .text) { _ in "SELECT l.kind FROM \(ReceiptLines.lines(of: "r", as: "l"))" },
            Column.set("department", .text) { ofProducts("department", $0) }.told(with: "product.hierarchy"),
            Column.set("category", .text) { ofProducts("category", $0) }.told(with: "product.hierarchy"),
            Column.set("brand", .text) { ofProducts("brand", $0) }.told(with: "product.brand"),
            .set("tender", .text) { _ in "SELECT t.kind FROM \(ReceiptLines.tenders(of: "r", as: "t"))" },
            .set("tender_amount", .money) { _ in "SELECT t.amount FROM \(ReceiptLines.tenders(of: "r", as: "t"))" },
            .set("rule", .text) { _ in "SELECT g.rule FROM \(ReceiptLines.grants(of: "r", as: "g"))" },
        ],
        key: ["receipt"], sort: [("effective_at", true)], shops: .column("r.store"),
        leads: [Lead("receipt", "/v1/receipts/{receipt}"), Lead("event", "/v1/receipts/{receipt}/event")],
        source: { scene in
            """
            (SELECT * FROM \(scene.trade("receipt")) WHERE status <> 'expected') r\(scene.person(of: "r.customer"))\
            \(scene.categoryAtSale(of: "r"))
            LEFT JOIN \(scene.schemas.stores) s ON s.store = r.store
            """
        },
        // Revenue is what counts, as in every report, unless the question is about others.
        measures: { column, asked in
            asked.contains("status") ? "sum(\(column.sql))" : "sum(\(column.sql)) FILTER (WHERE r.status = 'counted')"
        })

    package static let tenders = Report(
        "tenders", "What was paid with, by day, shop, till and operator: a row a tender of a receipt that counts.",
        of: .sales,
        [
            Column("receipt", .text, "r.writer || ':' || r.writerseq"), Column("place", .integer, "t.place"),
            Column("store", .text, "r.store"), Column("day", .date, "r.business_date"),
            Column("week", .text, isoWeek("r.business_date")), Column("month", .text, month("r.business_date")),
            Column("effective_at", .instant, "r.effective_at"), Column("till", .text, "r.till"),
            Column("operator", .text, "r.operator"), Column("tender", .text, "t.kind"),
            Column("currency", .text, "r.currency"),
            .measure("amount", .money, "t.amount"), .measure("tenders", .integer, "1"),
        ],
        key: ["receipt", "place"], sort: [("effective_at", true)], shops: .column("r.store"),
        leads: [
            Lead("receipt", "/v1/receipts/{receipt}"),
            Lead(
                "receipts", "/v1/receipts", fixed: [("status", "counted")],
                passes: Lead.same("store", "day", "week", "month", "till", "operator", "tender", "currency")),
        ],
        source: { scene in
            """
            (SELECT * FROM \(scene.trade("receipt")) WHERE status = 'counted') r
            CROSS JOIN LATERAL \(ReceiptLines.tenders(of: "r", as: "t"))
            """
        })

    /// Whether a row is in its shop's currency, which is joined as `s`; where nobody has said the shop's, it is.
    static func isOwn(_ row: String) -> String { "coalesce(s.currency = \(row).currency, true)" }

    /// The category that the customer had when they bought (`Scene.categoryAtSale`); where none is known, what the till
    /// wrote.
    static func categoryAtSale(_ row: String) -> String { "coalesce(cat.category, \(row).customer_category)" }

    /// What the products on a receipt's lines belonged to when it was made, as margins count them.
    private static func ofProducts(_ column: String, _ scene: Scene) -> SQL {
        """
        SELECT p.\(identifier: column) FROM \(ReceiptLines.lines(of: "r", as: "l"))
        \(scene.version(of: "l.product", at: "r.effective_at", as: "p"))
        WHERE l.kind IN \(ReceiptLines.turnoverKinds)
        """
    }

    static func isoWeek(_ day: String) -> String { "to_char(\(day), 'IYYY-\"W\"IW')" }
    static func month(_ day: String) -> String { "to_char(\(day), 'YYYY-MM')" }

    package static let discounts = Report(
        "discounts", "Who gave whom what, by which rule and version, why, approved by whom.", of: .sales,
        [
            Column("rule", .text, "g.rule"), Column("version", .integer, "g.version"), Column("kind", .text, "g.kind"),
            Column("reason", .text, "nullif(g.reason, '')"), Column("approver", .text, "nullif(g.approver, '')"),
            Column("store", .text, "r.store"), Column("day", .date, "r.business_date"),
            Column("week", .text, isoWeek("r.business_date")), Column("month", .text, month("r.business_date")),
            Column("effective_at", .instant, "r.effective_at"),
            .customer(of: "r.customer"),
            Column("customer_category", .text, categoryAtSale("r")).told(with: "customer.category"),
            Column("operator", .text, "r.operator"),
            Column("till", .text, "r.till"), Column("receipt", .text, "r.writer || ':' || r.writerseq"),
            Column("line", .integer, "g.line"), Column("place", .integer, "g.place"),
            Column("product", .text, "l.product"), Column("product_name_ka", .text, "p.name_ka"),
            Column("product_name_en", .text, "p.name_en"), Column("currency", .text, "r.currency"),
            .measure("amount", .money, "g.amount"), .measure("grants", .integer, "1"),
        ],
        key: ["receipt", "place"], sort: [("effective_at", true), ("amount", true)],
        companions: ["product": ["product_name_ka", "product_name_en"]], shops: .column("r.store"),
        leads: [
            Lead("receipt", "/v1/receipts/{receipt}"),
            Lead(
                "receipts", "/v1/receipts", fixed: [("status", "counted")],
                passes: Lead.same(
                    "rule", "store", "day", "week", "month", "customer", "operator", "till", "product", "currency")),
        ],
        source: { scene in
            let grants: SQL = """
                (SELECT * FROM \(scene.trade("receipt")) WHERE status = 'counted') r\(scene.person(of: "r.customer"))\
                \(scene.categoryAtSale(of: "r")) CROSS JOIN LATERAL \(ReceiptLines.grants(of: "r", as: "g"))
                """
            guard scene.asks(["product", "product_name_ka", "product_name_en"]) else { return grants }
            return """
                \(grants) CROSS JOIN LATERAL (SELECT \(ReceiptLines.product(of: "r", line: "g.line")) AS product) l
                LEFT JOIN \(scene.entities("product")) p ON p.product = l.product
                """
        })

    package static let grants = Report(
        "grants", "Discounts granted outside receipts: coupons handed out, personal discounts, tiers reached.",
        of: .sales,
        [
            Column("grant", .text, "g.grant_id"), Column("fact", .text, "g.fact"), Column("store", .text, "g.store"),
            .customer(of: "g.customer"), Column("kind", .text, "g.kind"), Column("rule", .text, "g.rule"),
            Column("version", .integer, "g.version"), Column("coupon", .text, "g.coupon"),
            Column("percent", .rate, "g.percent"), Column("base", .money, "g.base"),
            Column("valid_from", .text, "g.valid_from"), Column("valid_to", .text, "g.valid_to"),
            Column("granted_at", .instant, "g.at"), Column("operator", .text, "g.operator"),
            Column("approver", .text, "g.approver"), Column("reason", .text, "g.reason"),
            Column("currency", .text, "g.currency"),
            .measure("amount", .money, "g.amount"), .measure("grants", .integer, "1"),
        ],
        key: ["grant"], sort: [("granted_at", true)], shops: .column("g.store"),
        leads: [
            Lead("event", "/v1/events/{fact}"),
            Lead("discounts", "/v1/discounts", passes: Lead.same("customer", "rule")),
        ],
        source: { scene in "\(scene.dossiers("granted")) g\(scene.person(of: "g.customer"))" })
}
