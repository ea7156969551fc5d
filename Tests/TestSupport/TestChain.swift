import Events
import JSON
import Log

/// A log in a database of its own, and events made by hand.
package final class TestChain {
    package let conninfo: String
    package let log: PostgresLog
    private var numbers: [String: Int64] = [:]

    package init(partitions: Int = 4) throws {
        conninfo = try LaidOut.database(partitions: partitions)
        log = try PostgresLog(conninfo, partitions: partitions)
    }

    deinit { log.shutdown() }

    /// Posts a fact to a store's books (nil: the chain's) under the writer's next number; returns its id.
    @discardableResult
    package func post(
        _ type: String, _ data: JSON, store: String?, writer: String, at time: String = "2026-03-01T12:00:00Z",
        number: Int64? = nil
    ) throws -> String {
        let sequence = number ?? (numbers[writer, default: 0] + 1)
        numbers[writer] = max(sequence, numbers[writer, default: 0])
        let bytes = Self.event(type, data, store: store, writer: writer, sequence: sequence, at: time)
        try append(bytes, store: store)
        return "\(writer):\(sequence)"
    }

    package func append(_ bytes: [UInt8], store: String?) throws { try appendAll([(store, bytes)]) }

    /// Appends facts in their order, those of one partition at once: two partitions have no order between them.
    package func appendAll(_ facts: [(store: String?, bytes: [UInt8])]) throws {
        var records: [Int: [NewRecord]] = [:]
        for fact in facts {
            let key: PartitionKey = fact.store.map { .store($0) } ?? .chain
            records[log.identity.partition(of: key), default: []].append(NewRecord(key: key.text, bytes: fact.bytes))
        }
        for (partition, records) in records { _ = try log.append(records, to: partition) }
    }

    package static func event(
        _ type: String, _ data: JSON, store: String?, writer: String, sequence: Int64, at time: String
    ) -> [UInt8] {
        let source = (store.map { "/stores/\($0)" } ?? "/chain") + "/writers/\(writer)"
        return Envelope(
            id: FactID(writer: writer, sequence: sequence), source: source, type: type, occurredAt: Instant(time)!
        ).encoded(data: data.bytes)
    }

    /// A receipt of one line a product, paid in cash, without tax.
    package static func receipt(
        _ lines: [(product: String, quantity: Int64, gross: Int64)], day: String = "2026-03-01",
        customer: String? = nil,
        original: (receipt: String, line: Int64)? = nil
    ) -> JSON {
        var data: JSON = [
            "number": "1", "businessDate": .string(day), "currency": "GEL",
            "gross": .int(lines.reduce(0) { $0 + $1.gross }),
            "lines": .array(
                lines.enumerated().map { index, line in
                    var json: JSON = [
                        "line": .int(Int64(index + 1)), "kind": line.quantity < 0 ? "return" : "sale",
                        "product": .string(line.product), "quantity": .int(line.quantity), "gross": .int(line.gross),
                    ]
                    if let original {
                        json["original"] = ["receipt": .string(original.receipt), "line": .int(original.line)]
                    }
                    return json
                }),
            "tenders": [["tender": 1, "kind": "cash", "amount": .int(lines.reduce(0) { $0 + $1.gross })]],
        ]
        if let customer { data["customer"] = .string(customer) }
        return data
    }

    package static func delivery(_ lines: [(product: String, quantity: Int64, cost: Int64)], at: String? = nil) -> JSON
    {
        var data: JSON = [
            "delivery": "d", "currency": "GEL",
            "lines": .array(
                lines.enumerated().map { index, line in
                    [
                        "line": .int(Int64(index + 1)), "product": .string(line.product),
                        "quantity": .int(line.quantity),
                        "cost": .int(line.cost),
                    ]
                }),
        ]
        if let at { data["effectiveAt"] = .string(at) }
        return data
    }
}
