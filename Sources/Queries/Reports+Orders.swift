/// What customers ordered, what is still open of it, and what has to be bought for it.
extension Reports {
    package static let orders = Report(
        "orders", "Customers’ orders: what they come to, their deposits and how far they are.", of: .orders,
        [
            Column("order", .text, "o.order_id").present, Column("number", .text, "o.number"),
            Column("store", .text, "o.store"),
            Column("status", .text, "o.status"), .customer(of: "o.customer"),
            Column("customer_category", .text, "o.customer_category").told(with: "customer.category"),
            Column("channel", .text, "o.channel"),
            Column("operator", .text, "o.operator"), Column("fulfilment", .text, "o.fulfilment"),
            Column("promised_for", .text, "o.promised_for"), Column("valid_until", .text, "o.valid_until"),
            Column("first_at", .instant, "o.first_at"), Column("last_at", .instant, "o.last_at").present,
            Column("revision", .integer, "o.revision"), Column("currency", .text, "o.currency"),
            Column("receipts", .text, "nullif(array_to_string(o.receipts, ', '), '')"),
            Column("last_fact", .text, "o.last_fact"),
            .measure("orders", .integer, "1"), .measure("lines", .integer, "o.lines"),
            .measure("gross", .money, "o.gross"),
            .measure("discount", .money, "o.discount"), .measure("revenue", .money, "o.net"),
            .measure("tax", .money, "o.tax"), .measure("deposited", .money, "o.deposited"),
            .measure("deposit_left", .money, "o.deposited::numeric - o.consumed - o.charge"),
            .measure("charge", .money, "o.charge"),
            .set("receipt", .text) { _ in "SELECT unnest(o.receipts)" },
            .set("product", .text) { scene in
                "SELECT l.product FROM \(scene.dossiers("order_line")) l WHERE l.order_id = o.order_id"
            },
        ],
        key: ["order"], sort: [("last_at", true), ("order", true)], shops: .column("o.store"),
        leads: [
            Lead("lines", "/v1/order_lines", passes: Lead.same("order")), Lead("event", "/v1/events/{last_fact}"),
            Lead("payments", "/v1/payments", passes: Lead.same("order")),
        ],
        source: { scene in "\(scene.dossiers("customer_order")) o\(scene.person(of: "o.customer"))" })

    package static let orderLines = Report(
        "order_lines", "Lines of orders: ordered, reserved, handed over, and what is still open.", of: .orders,
        [
            Column("order", .text, "l.order_id"), Column("line", .integer, "l.line"), Column("kind", .text, "l.kind"),
            Column("product", .text, "l.product"), Column("name_ka", .text, "p.name_ka"),
            Column("name_en", .text, "p.name_en"), Column("store", .text, "o.store"),
            Column("status", .text, "o.status"),
            .customer(of: "o.customer"), Column("promised_for", .text, "o.promised_for"),
            Column("currency", .text, "o.currency"),
            .measure("ordered", .quantity, "l.ordered"), .measure("reserved", .quantity, "l.reserved"),
            .measure("handed_over", .quantity, "l.handed_over"), .measure("open", .quantity, "l.open"),
            .measure("gross", .money, "l.gross"), .measure("discount", .money, "l.discount"),
            .measure("revenue", .money, "l.net"),
        ],
        key: ["order", "line"], sort: [("order", false), ("line", false)],
        companions: ["product": ["name_ka", "name_en"]], shops: .column("o.store"),
        leads: [
            Lead("order", "/v1/orders", passes: Lead.same("order")),
            Lead("stock", "/v1/stock", passes: Lead.same("store", "product")),
        ],
        source: { scene in
            """
            \(scene.dossiers("order_line")) l JOIN \(scene.dossiers("customer_order")) o ON o.order_id = l.order_id
            LEFT JOIN \(scene.entities("product")) p ON p.product = l.product\(scene.person(of: "o.customer"))
            """
        })

    package static let purchaseOrders = Report(
        "purchase_orders", "Orders to suppliers: what they come to, when they are expected and how much has come.",
        of: .orders,
        [
            Column("purchase_order", .text, "o.purchase_order").present, Column("number", .text, "o.number"),
            Column("store", .text, "o.store"), Column("supplier", .text, "o.supplier"),
            Column("status", .text, "o.status"), Column("expected_on", .date, "o.expected_on"),
            Column("placed_at", .instant, "o.placed_at").present, Column("last_at", .instant, "o.last_at").present,
            Column("operator", .text, "o.operator"), Column("currency", .text, "o.currency"),
            Column("last_fact", .text, "o.last_fact"),
            .measure("orders", .integer, "1"), .measure("lines", .integer, "o.lines"),
            .measure("ordered", .quantity, "o.ordered"), .measure("received", .quantity, "o.received"),
            .measure("open", .quantity, "o.open"), .measure("cost", .money, "o.cost", .cost),
            .set("product", .text) { scene in
                """
                SELECT l.product FROM \(scene.dossiers("purchase_line")) l WHERE l.purchase_order = o.purchase_order
                """
            },
        ],
        key: ["purchase_order"], sort: [("placed_at", true), ("purchase_order", true)], shops: .column("o.store"),
        leads: [
            Lead("lines", "/v1/purchases", passes: Lead.same("purchase_order")),
            Lead("event", "/v1/events/{last_fact}"),
        ],
        source: { scene in "\(scene.dossiers("purchase_order")) o" })

    package static let purchases = Report(
        "purchases", "What was ordered from suppliers, and what has come of it.", of: .orders,
        [
            Column("purchase_order", .text, "u.purchase_order"), Column("product", .text, "u.product"),
            Column("name_ka", .text, "p.name_ka"), Column("name_en", .text, "p.name_en"),
            Column("number", .text, "u.number"), Column("store", .text, "u.store"),
            Column("supplier", .text, "u.supplier"), Column("status", .text, "u.status"),
            Column("expected_on", .date, "u.expected_on"), Column("placed_at", .instant, "u.placed_at"),
            Column("currency", .text, "u.currency"),
            .measure("ordered", .quantity, "u.ordered"), .measure("received", .quantity, "u.received"),
            .measure("open", .quantity, "u.open"), .measure("cost", .money, "u.cost", .cost),
        ],
        key: ["purchase_order", "product"], sort: [("placed_at", true)],
        companions: ["product": ["name_ka", "name_en"]], shops: .column("u.store"),
        leads: [Lead("stock", "/v1/stock", passes: Lead.same("store", "product"))],
        source: { scene in
            "\(scene.dossiers("purchase_line")) u LEFT JOIN \(scene.entities("product")) p ON p.product = u.product"
        })

    package static let purchasePlan = Report(
        "purchase_plan", "What open orders want and neither lies on the shelf nor is on its way.", of: .orders,
        [
            Column("store", .text, "w.store"), Column("product", .text, "w.product"),
            Column("name_ka", .text, "p.name_ka"), Column("name_en", .text, "p.name_en"),
            Column("unit", .text, "p.unit"),
            .measure("wanted", .quantity, "w.wanted"), .measure("on_hand", .quantity, "w.on_hand"),
            .measure("on_its_way", .quantity, "w.coming"),
            .measure("to_buy", .quantity, "greatest(w.wanted::numeric - greatest(w.on_hand, 0) - w.coming, 0)"),
        ],
        key: ["store", "product"], sort: [("to_buy", true)], companions: ["product": ["name_ka", "name_en", "unit"]],
        shops: .column("w.store"),
        leads: [
            Lead("orders", "/v1/order_lines", fixed: [("open.gt", "0")], passes: Lead.same("store", "product")),
            Lead("purchases", "/v1/purchases", fixed: [("open.gt", "0")], passes: Lead.same("store", "product")),
            Lead("movements", "/v1/stock/movements", arguments: ["store", "product"]),
        ],
        source: { scene in
            """
            (SELECT d.store, d.product, d.wanted, coalesce(k.quantity, 0) AS on_hand, coalesce(u.coming, 0) AS coming FROM (
                SELECT o.store, l.product, \(unsafeSQL: Sum.of("l.open")) AS wanted
                FROM \(scene.dossiers("order_line")) l JOIN \(scene.dossiers("customer_order")) o ON o.order_id = l.order_id
                WHERE l.open > 0 AND l.product IS NOT NULL GROUP BY 1, 2) d
            LEFT JOIN \(scene.trade("stock")) k ON k.store = d.store AND k.product = d.product
            LEFT JOIN (SELECT store, product, \(unsafeSQL: Sum.of("open")) AS coming FROM \(scene.dossiers("purchase_line"))
                WHERE open > 0 GROUP BY 1, 2) u ON u.store = d.store AND u.product = d.product) w
            LEFT JOIN \(scene.entities("product")) p ON p.product = w.product
            """
        })
}
