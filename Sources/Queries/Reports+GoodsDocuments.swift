/// Deliveries, transfers, stocktakes and what else moves or values goods, as paper has it.
extension Reports {
    package static let goodsDocuments = Report(
        "goods_documents",
        "Deliveries, transfers, stocktakes, write-offs and the like, a row a document as it counts now.",
        of: .stock,
        [
            Column("fact", .text, "d.fact").present, Column("kind", .text, "d.kind").present,
            Column("document", .text, "d.id"), Column("number", .text, "d.number"), Column("store", .text, "d.store"),
            Column("to", .text, "d.to_store"), Column("supplier", .text, "d.supplier"),
            Column("purchase_order", .text, "d.members->>'purchaseOrder'"),
            Column("waybill", .text, "d.members#>>'{waybill,number}'"),
            // Of goods that travel; a document that was taken back needs none.
            Column(
                "lacks_waybill", .boolean,
                "d.kind IN ('delivery', 'transfer', 'vendorReturn') AND NOT d.is_reversed AND d.members#>>'{waybill,number}' IS NULL"
            ).present,
            // Whoever received goods may not know what they cost; who does corrects the delivery.
            Column(
                "lacks_cost", .boolean,
                "d.kind = 'delivery' AND NOT d.is_reversed AND d.members @? '$.lines[*] ? (!exists(@.cost))'"
            ).present,
            Column("effective_at", .instant, "d.at_ms").present, Column("said_at", .instant, "d.said_ms").present,
            Column("operator", .text, "d.author"),
            Column(
                "status", .text,
                "CASE WHEN d.is_reversed THEN 'reversed' WHEN d.revision > 0 THEN 'corrected' ELSE 'entered' END"
            ).present,
            Column("revised_by", .text, "d.revised_by"), Column("reason", .text, "d.reason"),
            Column("currency", .text, "d.currency"),
            .measure("documents", .integer, "1"), .measure("lines", .integer, "d.lines"),
            .measure("amount", .money, "d.amount", .cost),
            Report.groupsOfShops(of: "d.store"),
            .set("product", .text) { _ in "SELECT l->>'product' FROM jsonb_array_elements(d.members->'lines') l" },
        ],
        key: ["fact"], sort: [("effective_at", true), ("fact", true)], shops: .source,
        leads: [Lead("event", "/v1/events/{fact}"), Lead("revision", "/v1/events/{revised_by}")],
        // Who is sent goods sees by which document.
        source: { scene in
            """
            (SELECT * FROM \(scene.entities("goods_document")) t
                WHERE \(scene.isSeen("t.store")) OR \(scene.isSeen("t.to_store"))) d
            """
        })
}
