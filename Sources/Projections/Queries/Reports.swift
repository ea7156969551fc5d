/// The questions that can be asked; each is a list of columns over tables.
package enum Reports {
    package static let all: [Report] = [
        stores, stock, customers, margins, discounts, receipts, completeness, quarantine,
    ]

    package static let stores = Report(
        "stores",
        [
            Column("store", .text, "s.store"), Column("name_ka", .text, "s.name_ka"),
            Column("name_en", .text, "s.name_en"),
            Column("zone", .text, "s.zone"), Column("currency", .text, "s.currency"),
            Column("address", .text, "s.address"),
            Column("opens_on", .date, "s.opens_on"),
            Column("tills", .integer, "t.tills", .measure), Column("last_business_date", .date, "d.last_day"),
            Column("missing", .integer, "coalesce(w.missing, 0)", .measure),
        ],
        key: ["store"], sort: [("store", false)],
        source: { schemas, _ in
            """
            \(schemas.catalogue).store s
            LEFT JOIN LATERAL (SELECT count(*) AS tills FROM \(schemas.catalogue).till t WHERE t.store = s.store) t ON true
            LEFT JOIN LATERAL (SELECT max(business_date) AS last_day FROM \(schemas.trade).store_day d WHERE d.store = s.store) d ON true
            LEFT JOIN LATERAL (SELECT sum(missing) AS missing FROM \(schemas.completeness).writer w WHERE w.store = s.store) w ON true
            """
        })

    package static let stock = Report(
        "stock",
        [
            Column("store", .text, "k.store"), Column("product", .text, "k.product"),
            Column("name_ka", .text, "p.name_ka"), Column("name_en", .text, "p.name_en"),
            Column("unit", .text, "p.unit"),
            Column("department", .text, "p.department"), Column("category", .text, "p.category"),
            .measure("quantity", .quantity, "k.quantity"), .measure("value", .money, "k.value", .cost),
            .measure("sold_28_days", .quantity, "k.sold_28"),
            Column("last_sale", .date, "k.last_sale"),
            .measure("days_left", .integer, "CASE WHEN k.sold_28 > 0 THEN floor(k.quantity * 28.0 / k.sold_28) END"),
            Column("is_negative", .boolean, "k.quantity < 0"), Column("is_guess", .boolean, "k.is_guess"),
        ],
        key: ["store", "product"], sort: [("store", false), ("product", false)],
        source: { schemas, _ in
            // What is sold without being kept (services, gift cards) has no stock.
            """
            (SELECT s.* FROM \(schemas.trade).stock s LEFT JOIN \(schemas.catalogue).product g ON g.product = s.product
                WHERE coalesce(g.kind, 'goods') = 'goods') k
            LEFT JOIN \(schemas.catalogue).product p ON p.product = k.product
            """
        },
        measures: { column, _ in column.name == "days_left" ? "min(\(column.sql))" : "sum(\(column.sql))" })

    package static let customers = Report(
        "customers",
        [
            Column("customer", .text, "c.customer", .dimension, .personal), Column("currency", .text, "c.currency"),
            Column("category", .text, "f.category"), Column("registered_at", .instant, "f.registered_at"),
            .measure("receipts", .integer, "c.receipts"), .measure("returns", .integer, "c.returns"),
            .measure("visits", .integer, "c.visits"), .measure("turnover", .money, "c.gross"),
            .measure("revenue", .money, "c.net"), .measure("discount", .money, "c.discount"),
            .measure("quantity", .quantity, "c.quantity"),
            .measure(
                "average_receipt", .money, "CASE WHEN c.receipts > 0 THEN round(c.gross::numeric / c.receipts) END"),
            .measure("cost", .money, "c.cost", .cost), .measure("margin", .money, "c.net::numeric - c.cost", .cost),
            Column("first_visit", .date, "c.first_visit"), Column("last_visit", .date, "c.last_visit"),
        ],
        key: ["customer", "currency"], sort: [("turnover", true)],
        source: { schemas, _ in
            "\(schemas.trade).customer c LEFT JOIN \(schemas.catalogue).customer_profile f ON f.customer = c.customer"
        },
        measures: { column, _ in
            column.name == "average_receipt" ? "round(sum(c.gross) / nullif(sum(c.receipts), 0))" : "sum(\(column.sql))"
        })

    package static let receipts = Report(
        "receipts",
        [
            Column("receipt", .text, "r.writer || ':' || r.writerseq"), Column("number", .text, "r.receipt_number"),
            Column("store", .text, "r.store"), Column("day", .date, "r.business_date"),
            Column("effective_at", .instant, "r.effective_at"), Column("recorded_at", .instant, "r.recorded_at"),
            Column("till", .text, "r.till"), Column("operator", .text, "r.operator"),
            Column("customer", .text, "r.customer", .dimension, .personal), Column("channel", .text, "r.channel"),
            Column("status", .text, "r.status"), Column("currency", .text, "r.currency"),
            Column("revision", .integer, "r.revision"),
            .measure("gross", .money, "r.figures[4]"), .measure("discount", .money, "r.figures[5]"),
            .measure("revenue", .money, "r.figures[6]"), .measure("tax", .money, "r.figures[7]"),
            .measure("cost", .money, "r.figures[8]", .cost), .measure("cost_booked", .money, "r.figures[9]", .cost),
            .measure("margin", .money, "r.figures[6]::numeric - r.figures[8]", .cost),
        ],
        key: ["receipt"], sort: [("effective_at", true)],
        source: { schemas, _ in "(SELECT * FROM \(schemas.trade).receipt WHERE status <> 'expected') r" },
        measures: { column, _ in "sum(\(column.sql))" })

    package static let discounts = Report(
        "discounts",
        [
            Column("rule", .text, "g.rule"), Column("version", .integer, "g.version"), Column("kind", .text, "g.kind"),
            Column("reason", .text, "g.reason"), Column("approver", .text, "nullif(g.approver, '')"),
            Column("store", .text, "r.store"), Column("day", .date, "r.business_date"),
            Column("customer", .text, "r.customer", .dimension, .personal), Column("operator", .text, "r.operator"),
            Column("receipt", .text, "r.writer || ':' || r.writerseq"), Column("line", .integer, "g.line"),
            Column("currency", .text, "r.currency"),
            .measure("amount", .money, "sum(g.amount)"), .measure("grants", .integer, "count(*)"),
        ],
        key: [], sort: [("amount", true)],
        source: { schemas, _ in
            """
            (SELECT * FROM \(schemas.trade).receipt WHERE status = 'counted') r CROSS JOIN LATERAL
            unnest(r.grant_line, r.grant_rule, r.grant_version, r.grant_kind, r.grant_reason, r.grant_approver, r.grant_amount)
                AS g(line, rule, version, kind, reason, approver, amount)
            """
        })

    package static let completeness = Report(
        "completeness",
        [
            Column("writer", .text, "w.writer"), Column("store", .text, "w.store"), Column("till", .text, "t.till"),
            .measure("complete_through", .integer, "w.prefix"), .measure("greatest", .integer, "w.greatest"),
            .measure("missing", .integer, "w.missing"), .measure("repeats", .integer, "w.repeats"),
            .measure("unknown", .integer, "w.unknown"), .measure("damaged", .integer, "w.damaged"),
            Column("last_fact_at", .instant, "w.last_effective"),
            Column("last_recorded_at", .instant, "w.last_recorded"),
            Column("gaps", .text, "w.gaps"),
            .measure(
                "silent_minutes", .integer, "floor((extract(epoch FROM now()) * 1000 - w.last_effective) / 60000)"),
        ],
        key: ["writer"], sort: [("missing", true)],
        source: { schemas, _ in
            "\(schemas.completeness).writer w LEFT JOIN \(schemas.catalogue).till t ON t.writer = w.writer"
        }, measures: { column, _ in "sum(\(column.sql))" })

    package static let quarantine = Report(
        "quarantine",
        [
            Column("partition", .integer, "q0.log_partition"), Column("offset", .integer, "q0.log_offset"),
            Column("fact", .text, "q0.writer || ':' || q0.writerseq"), Column("writer", .text, "q0.writer"),
            Column("store", .text, "q0.store"), Column("recorded_at", .instant, "q0.recorded_at"),
            Column("kept_offset", .integer, "q0.kept_offset"),
            Column("kept", .text, "convert_from(q0.kept, 'UTF8')"),
            Column("other", .text, "convert_from(q0.other, 'UTF8')"),
        ],
        key: ["partition", "offset"], sort: [("recorded_at", true)],
        source: { schemas, _ in "\(schemas.completeness).quarantine q0" })

    package static let unreadable = Report(
        "unreadable",
        [
            Column("partition", .integer, "u.log_partition"), Column("offset", .integer, "u.log_offset"),
            Column("fact", .text, "u.writer || ':' || u.writerseq"), Column("store", .text, "u.store"),
            Column("recorded_at", .instant, "u.recorded_at"), Column("faults", .text, "u.faults"),
        ],
        key: ["partition", "offset"], sort: [("recorded_at", true)],
        source: { schemas, _ in "\(schemas.completeness).unreadable u" })
}
