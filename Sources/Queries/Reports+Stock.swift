/// What is on the shelves.
extension Reports {
    package static let stock = Report(
        "stock", "On hand and value by shop and product; what is negative, what runs out.", of: .stock,
        [
            Column("store", .text, "k.store").present, Column("product", .text, "k.product").present,
            Column("name_ka", .text, "p.name_ka"), Column("name_en", .text, "p.name_en"),
            Column("unit", .text, "p.unit"),
            Column("department", .text, "p.department").told(with: "product.hierarchy"),
            Column("category", .text, "p.category").told(with: "product.hierarchy"),
            Column("currency", .text, "s.currency"),
            .measure("quantity", .quantity, "k.quantity").present,
            .measure("value", .money, "k.value", .cost).present,
            .measure("in_transit", .quantity, "coalesce(t.quantity, 0)"),
            .measure("in_transit_value", .money, "coalesce(t.value, 0)", .cost),
            .measure("sold_28_days", .quantity, "k.sold_28").present,
            Column("last_sale", .date, "k.last_sale"),
            .measure("days_left", .integer, "k.days_left"),
            Column("is_negative", .boolean, "k.quantity < 0"), Column("is_guess", .boolean, "k.is_guess"),
        ],
        key: ["store", "product"], sort: [("store", false), ("product", false)],
        companions: ["product": ["name_ka", "name_en", "unit"]], shops: .column("k.store"),
        leads: [
            Lead("movements", "/v1/stock/movements", arguments: ["store", "product"]),
            Lead(
                "receipts", "/v1/receipts", fixed: [("status", "counted")],
                passes: Lead.same("store", "product", "department", "category")),
            Lead("transfers", "/v1/transfers", passes: Lead.same("store", "product")),
        ],
        source: { scene in
            // What is sold without being kept (services, gift cards) has no stock.
            """
            (SELECT s.* FROM \(scene.trade("stock")) s WHERE \(scene.stocked("s")) AND NOT EXISTS (
                SELECT 1 FROM \(scene.entities("product")) g WHERE g.product = s.product AND g.kind <> 'goods')) k
            LEFT JOIN \(scene.entities("product")) p ON p.product = k.product
            LEFT JOIN \(scene.schemas.stores) s ON s.store = k.store
            LEFT JOIN (SELECT store, product, sum(in_transit) AS quantity, sum(in_transit_value) AS value
                FROM \(scene.trade("transfer_line")) WHERE in_transit <> 0 GROUP BY store, product) t
                ON t.store = k.store AND t.product = k.product
            """
        },
        measures: { column, _ in column.name == "days_left" ? "min(\(column.sql))" : "sum(\(column.sql))" })

    package static let transfers = Report(
        "transfers", "What was sent from shop to shop, a row a dispatched line: what arrived, what is on its way.",
        of: .stock,
        [
            Column("transfer", .text, "t.transfer"), Column("dispatch", .text, "t.writer || ':' || t.writerseq"),
            Column("place", .integer, "t.part"), Column("line", .integer, "t.line"), Column("store", .text, "t.store"),
            Column("to", .text, "t.to_store"), Column("product", .text, "t.product"),
            Column("name_ka", .text, "p.name_ka"), Column("name_en", .text, "p.name_en"),
            Column("unit", .text, "p.unit"), Column("sent_at", .instant, "t.sent_at"),
            Column("last_received_at", .instant, "t.last_received_at"), Column("is_closed", .boolean, "t.is_closed"),
            Column("currency", .text, "s.currency"),
            .measure("sent", .quantity, "t.sent"), .measure("received", .quantity, "t.received"),
            .measure("missing", .quantity, "t.missing"), .measure("damaged", .quantity, "t.damaged"),
            .measure("surplus", .quantity, "t.surplus"), .measure("in_transit", .quantity, "t.in_transit"),
            .measure(
                "unaccounted", .quantity,
                "CASE WHEN t.is_closed THEN greatest(t.sent::numeric - t.received - t.missing - t.damaged, 0) ELSE 0 END"
            ),
            .measure("in_transit_value", .money, "t.in_transit_value", .cost),
            .measure("cost", .money, "t.cost", .cost), .measure("cost_booked", .money, "t.booked", .cost),
        ],
        key: ["dispatch", "place"], sort: [("sent_at", true), ("dispatch", false), ("place", false)],
        companions: ["product": ["name_ka", "name_en", "unit"]], shops: .column("t.store"),
        leads: [
            Lead("event", "/v1/events/{dispatch}"),
            Lead("movements", "/v1/stock/movements", arguments: ["store", "product"]),
        ],
        source: { scene in
            """
            \(scene.trade("transfer_line")) t LEFT JOIN \(scene.entities("product")) p ON p.product = t.product
            LEFT JOIN \(scene.schemas.stores) s ON s.store = t.store
            """
        })
}
