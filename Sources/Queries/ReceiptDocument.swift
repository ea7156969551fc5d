import Events
import JSON
import Postgres
import Projections
import Rules

/// One receipt as it counts now.
package enum ReceiptDocument {
    /// Where the counting version stands in the log, with the document; nil when no such receipt is known, or none that
    /// may be seen.
    package static func find(_ connection: Connection, _ id: FactID, for sight: Sight) throws -> (
        json: JSON, source: RecordSource, schemas: Schemas
    )? {
        let schemas = try Schemas(connection)
        let columns = SQL(unsafeSQL: ReceiptRow.columns.joined(separator: ", "))
        let rows = try connection.query(
            """
            SELECT \(columns) FROM \(schemas.trade("receipt"))
            WHERE writer = \(id.writer) AND writerseq = \(id.sequence) AND status <> 'expected'
            """)
        guard let row = rows.first else { return nil }
        let entry = try ReceiptRow.read(row)
        guard sight.sees(store: entry.store) else { return nil }
        let isForeign = try isForeign(connection, schemas, entry)
        let known = (
            names: try names(connection, schemas, entry),
            returns: try returns(connection, schemas, entry.returns.map(\.own.fact), sight)
        )
        return (json(entry, known.names, known.returns, isForeign: isForeign, sight), entry.source, schemas)
    }

    /// Whether it is in another currency than its shop's: then what was sold cost the shop's, and there is no margin.
    private static func isForeign(_ connection: Connection, _ schemas: Schemas, _ entry: ReceiptEntry) throws -> Bool {
        try connection.query(
            """
            SELECT 1 FROM \(schemas.stores) s
            WHERE store = \(entry.store) AND currency <> \(entry.currency)
            """
        ).first != nil
    }

    /// Which of the receipts that gave goods of this one back may be seen; nil: all.
    static func returns(
        _ connection: Connection, _ schemas: Schemas, _ ids: [FactID], _ sight: Sight
    ) throws -> Set<FactID>? {
        guard let stores = sight.stores else { return nil }
        guard !ids.isEmpty else { return [] }
        let rows = try connection.query(
            """
            SELECT writer, writerseq FROM \(schemas.trade("receipt"))
            WHERE (writer, writerseq) IN (SELECT * FROM unnest(\(ids.map(\.writer))::text[], \(ids.map(\.sequence))::int8[]))
                AND store = ANY(\(stores))
            """)
        return Set(try rows.map { FactID(writer: try $0.text(0), sequence: try $0.int64(1)) })
    }

    private static func names(_ connection: Connection, _ schemas: Schemas, _ entry: ReceiptEntry) throws -> ByID<
        (String?, String?)
    > {
        let rows = try connection.query(
            """
            SELECT product, name_ka, name_en FROM \(schemas.entities("product"))
            WHERE product = ANY(\(entry.lines.map(\.product)))
            """)
        var names = ByID<(String?, String?)>()
        for row in rows { names[try row.text(0)] = (try row.optionalText(1), try row.optionalText(2)) }
        return names
    }

    private static let costs: Set<String> = ["cost", "cost_booked", "margin"]
    private static let persons: Set<String> = ["customer"]

    /// The members that may be seen.
    private static func seen(_ json: JSON, _ sight: Sight, isForeign: Bool) -> JSON {
        var hidden: Set<String> = []
        if isForeign || !sight.sees(.cost) { hidden.formUnion(costs) }
        if !sight.sees(.personal) { hidden.formUnion(persons) }
        return .object((json.object ?? []).filter { !hidden.contains($0.name) })
    }

    private static func json(
        _ entry: ReceiptEntry, _ names: ByID<(String?, String?)>, _ returns: Set<FactID>?, isForeign: Bool,
        _ sight: Sight
    ) -> JSON {
        let figures = entry.figures.shown
        let json: JSON = [
            "receipt": .string(entry.id.description), "status": .string(entry.status.rawValue),
            "store": .string(entry.store),
            "till": .text(entry.till), "number": .text(entry.number), "day": .string(entry.day.description),
            "effective_at": .string(Instant(milliseconds: entry.effectiveMs).description),
            "recorded_at": .string(Instant(milliseconds: entry.source.recordedAt).description),
            "revision": .int(entry.revision), "operator": .text(entry.operator), "customer": .text(entry.customer),
            "customer_category": .text(entry.customerCategory), "channel": .text(entry.channel),
            "currency": .string(entry.currency), "is_foreign": .bool(isForeign), "gross": .int(entry.gross),
            "rounding": .int(entry.rounding),
            "discount": .int(figures.discount), "revenue": .int(figures.net), "tax": .int(figures.tax),
            "cost": .int(figures.cost), "cost_booked": .int(figures.booked),
            "margin": .int(figures.net.minus(figures.cost)),
            "lines": .array(entry.lines.map { seen(line($0, names[$0.product]), sight, isForeign: isForeign) }),
            "tenders": .array(entry.tenders.map { ["kind": .string($0.kind), "amount": .int($0.amount)] }),
            "grants": .array(entry.grants.map(grant)),
            "faults": ReceiptRow.faultsJSON(entry.faults),
            "returned_by": .array(
                entry.returns.map { given in
                    // What another shop took back is gone from here all the same.
                    let isSeen = returns?.contains(given.own.fact) ?? true
                    return [
                        "receipt": isSeen ? .string(given.own.fact.description) : .null, "line": .int(given.line),
                        "quantity": .int(given.quantity),
                    ]
                }),
            "log": ["partition": .int(Int64(entry.source.partition)), "offset": .int(entry.source.offset)],
            "links": .object(
                [JSON.Member("event", .string("/v1/receipts/\(entry.id)/event"))]
                    + (entry.revisionKey.map { [.init("correction", .string("/v1/events/\($0.fact)"))] } ?? [])),
        ]
        return seen(json, sight, isForeign: isForeign)
    }

    private static func line(_ line: ReceiptEntry.LineEntry, _ names: (ka: String?, en: String?)?) -> JSON {
        [
            "line": .int(line.line), "kind": .string(line.kind),
            "product": line.product.isEmpty ? .null : .string(line.product),
            "name_ka": .text(names?.ka), "name_en": .text(names?.en), "is_known": .bool(names != nil),
            "quantity": .int(line.quantity), "gross": .int(line.gross), "discount": .int(line.discount),
            "net": .int(line.net),
            "tax": .int(line.tax), "cost": .int(line.cost), "cost_booked": .int(line.booked),
            "original": line.original.map { ["receipt": .string($0.receipt), "line": .int($0.line)] } ?? .null,
        ]
    }

    private static func grant(_ grant: ReceiptEntry.GrantEntry) -> JSON {
        [
            "line": .int(grant.line), "rule": .string(grant.rule), "version": .int(grant.version),
            "kind": .string(grant.kind),
            "reason": .string(grant.reason), "approver": .string(grant.approver), "amount": .int(grant.amount),
        ]
    }
}
