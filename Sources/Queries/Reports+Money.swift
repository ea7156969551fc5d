import Events
import Postgres
import Projections

/// Payments, and what customers owe.
extension Reports {
    package static let payments = Report(
        "payments", "Payments outside the till’s own tenders; those unknown, or never answered, are to be reconciled.",
        of: .money,
        [
            Column("payment", .text, "m.payment"), Column("store", .text, "m.store"),
            Column("status", .text, "m.status"),
            Column("is_unreconciled", .boolean, "m.status IN ('initiated', 'unknown', 'expected')"),
            Column("method", .text, "m.method"), Column("purpose", .text, "m.purpose"), .customer(of: "m.customer"),
            Column("order", .text, "m.order_id"), Column("receipt", .text, "m.receipt"),
            Column("original", .text, "m.original"), Column("provider", .text, "m.provider"),
            Column("terminal", .text, "m.terminal"), Column("authorization", .text, "m.\"authorization\""),
            Column("reference", .text, "m.reference"), Column("code", .text, "m.code"),
            Column("first_at", .instant, "m.first_at"), Column("last_at", .instant, "m.last_at"),
            Column("settles_on", .date, "m.settles_on"), Column("currency", .text, "m.currency"),
            Column("last_fact", .text, "m.last_fact"),
            .measure("payments", .integer, "1"), .measure("asked", .money, "m.asked"),
            .measure("captured", .money, "m.captured"), .measure("refunded", .money, "m.refunded"),
            .measure("kept", .money, "m.captured::numeric - m.refunded"), .measure("fee", .money, "m.fee"),
        ],
        key: ["payment"], sort: [("last_at", true)], shops: .column("m.store"),
        leads: [
            Lead("event", "/v1/events/{last_fact}"), Lead("receipt", "/v1/receipts/{receipt}"),
            Lead("orders", "/v1/orders", passes: Lead.same("order")),
        ],
        source: { scene in "\(scene.dossiers("payment")) m\(scene.person(of: "m.customer"))" })

    package static let accounts = Report(
        "accounts", "What customers’ accounts are made of: receipts on account, payments, the office’s entries.",
        of: .money,
        [
            .customer(of: "e.customer"), Column("fact", .text, "e.fact"), Column("kind", .text, "e.kind"),
            Column("store", .text, "e.store"), Column("at", .instant, "e.at"), Column("document", .text, "e.document"),
            Column("contract", .text, "e.contract"), Column("method", .text, "e.method"),
            Column("payment", .text, "e.payment"), Column("due_on", .date, "e.due_on"),
            Column("operator", .text, "e.operator"), Column("reason", .text, "e.reason"),
            Column("currency", .text, "e.currency"),
            .measure("amount", .money, "e.amount"), .measure("entries", .integer, "1"),
        ],
        key: ["fact"], sort: [("at", true)], shops: .column("e.store"),
        leads: [
            Lead("event", "/v1/events/{fact}"),
            Lead("balance", "/v1/balances", passes: Lead.same("customer", "currency")),
        ],
        source: { scene in "\(entries(scene)) e\(scene.person(of: "e.customer"))" })

    package static let balances = Report(
        "balances", "What each customer owes; below zero it is owed to them.", of: .money,
        [
            .customer(of: "b.customer", isMerged: true), Column("currency", .text, "b.currency"),
            Column("last_at", .instant, "b.last_at"), .measure("balance", .money, "b.balance"),
            .measure("charged", .money, "b.charged"), .measure("settled", .money, "b.settled"),
            .measure("entries", .integer, "b.entries"),
        ],
        key: ["customer", "currency"], sort: [("balance", true)], shops: .source,
        leads: [
            Lead("accounts", "/v1/accounts", passes: Lead.same("customer", "currency")),
            Lead("history", "/v1/customers/{customer}/history"),
        ],
        source: { scene in
            """
            (SELECT coalesce(i.stands_for, e.customer) AS customer, e.currency, \(unsafeSQL: Sum.of("e.amount")) AS balance,
                \(unsafeSQL: Sum.of("greatest(e.amount, 0)")) AS charged,
                \(unsafeSQL: Sum.of("greatest(-e.amount::numeric, 0)")) AS settled, count(*) AS entries,
                max(e.at) FILTER (WHERE e.at <= \(QueryDay.now)) AS last_at
            FROM \(entries(scene)) e LEFT JOIN \(scene.dossiers("person")) i ON i.customer = e.customer
            WHERE \(scene.isSeen("e.store")) GROUP BY 1, 2) b
            """
        })

    package static let tenderKinds = Report(
        "tender_kinds", "Kinds of tender besides the usual ones: what receipts say, and which the chain has defined.",
        of: .money,
        [
            Column("kind", .text, "t.kind"), Column("store", .text, "t.store"), Column("currency", .text, "t.currency"),
            Column("name_ka", .text, "d.name_ka"), Column("name_en", .text, "d.name_en"),
            Column("is_defined", .boolean, "(d.kind IS NOT NULL)"),
            Column("is_retired", .boolean, "coalesce(d.retired, false)"),
            .measure("receipts", .integer, "t.receipts"), .measure("amount", .money, "t.amount"),
        ],
        key: ["kind", "store", "currency"], sort: [("amount", true)], shops: .column("t.store"),
        source: { scene in
            """
            \(ownTenders(scene.trade("receipt"))) t
            LEFT JOIN \(scene.dossiers("tender_kind")) d ON d.kind = t.kind
            """
        })

    static func ownTenders(_ receipts: SQL) -> SQL {
        """
        (SELECT t.kind, r.store, r.currency, count(DISTINCT (r.writer, r.writerseq)) AS receipts,
            \(unsafeSQL: Sum.of("t.amount")) AS amount
        FROM (SELECT * FROM \(receipts) WHERE \(unsafeSQL: TenderKinds.ownTenders) AND status IN ('counted', 'suspect')) r
        CROSS JOIN LATERAL \(ReceiptLines.tenders(of: "r", as: "t")) WHERE t.kind <> ALL(\(Tender.kinds)) GROUP BY 1, 2, 3)
        """
    }

    /// Positive: so much more is owed. What a receipt puts on account is its tender.
    private static func entries(_ scene: Scene) -> SQL {
        """
        (SELECT customer, fact, kind, store, at, document, contract, method, payment, due_on, operator, reason, currency,
            amount FROM \(scene.dossiers("account_entry"))
        UNION ALL
        SELECT r.customer, r.writer || ':' || r.writerseq, 'receipt', r.store, r.effective_at, r.receipt_number, NULL, NULL,
            NULL, NULL, r.operator, NULL, r.currency, \(unsafeSQL: Sum.of("t.amount"))
        FROM \(scene.trade("receipt")) r CROSS JOIN LATERAL \(ReceiptLines.tenders(of: "r", as: "t"))
        WHERE r.status = 'counted' AND r.customer IS NOT NULL AND t.kind = 'account'
        GROUP BY r.customer, r.writer, r.writerseq, r.store, r.effective_at, r.receipt_number, r.operator, r.currency)
        """
    }
}
