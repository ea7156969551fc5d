import Events
import Postgres
import Rules

/// Goods that are being received: what came is scanned line by line, often by who does not know what it costs, beside what was expected;
/// only what it comes to becomes a fact. Until then it is a draft of the office's, in tables of its own.
package struct Receiving: Sendable, Equatable {
    package let store: String
    package let id: String
    package let source: Source
    package let supplier: String?
    package let openedBy: String
    package let openedAt: Instant
    /// nil while it is under way.
    package let end: End?

    package enum End: String, Sendable { case recorded, dropped }

    /// What was expected.
    package enum Source: Sendable, Equatable {
        case purchaseOrder(String)
        case transfer(String)
        /// Whatever the supplier brings.
        case nothing

        fileprivate var words: (kind: String?, id: String?) {
            switch self {
            case .purchaseOrder(let id): ("purchaseOrder", id)
            case .transfer(let id): ("transfer", id)
            case .nothing: (nil, nil)
            }
        }
    }

    static let schema = """
        CREATE TABLE IF NOT EXISTS davtari.receiving (
            store text NOT NULL, id text NOT NULL, expected text, expected_id text, supplier text, opened_by text NOT NULL,
            opened_at int8 NOT NULL, ended text, PRIMARY KEY (store, id));
        CREATE UNIQUE INDEX IF NOT EXISTS receiving_under_way
            ON davtari.receiving (store, expected, expected_id) WHERE ended IS NULL;
        CREATE TABLE IF NOT EXISTS davtari.receiving_entry (
            number int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY, store text NOT NULL, receiving text NOT NULL,
            code text NOT NULL, product text, quantity int8 NOT NULL, received_by text NOT NULL, received_at int8 NOT NULL,
            FOREIGN KEY (store, receiving) REFERENCES davtari.receiving);
        CREATE INDEX IF NOT EXISTS receiving_entry_of ON davtari.receiving_entry (store, receiving, number);
        """

    /// What one person took in of one product.
    package struct Entry: Sendable, Equatable {
        package let number: Int64
        /// As it was scanned or typed.
        package let code: String
        /// nil where nobody knew whose the code is.
        package let product: String?
        /// Thousandths of the product's unit; of a code that nobody knows thousandths of what it stands on.
        package let quantity: Int64
        package let receivedBy: String
        package let receivedAt: Instant
    }

    /// One product, or a code that nobody knows: what was expected, and what came.
    package struct Line: Sendable, Equatable {
        /// nil of a code that nobody knows.
        package let product: String?
        /// A code that nobody knows; else the product's id.
        package let code: String
        package let expected: Int64
        package internal(set) var received: Int64

        package var isUnknown: Bool { product == nil }
        /// Beyond what was expected, or not expected at all.
        package var isOver: Bool { received > expected }
        package var isShort: Bool { received < expected }
    }

    /// What was expected in its order, then what else came, by product; codes that nobody knows last.
    package static func lines(_ expected: [(product: String, quantity: Int64)], _ entries: [Entry]) -> [Line] {
        var lines = expected.map { Line(product: $0.product, code: $0.product, expected: $0.quantity, received: 0) }
        var others: [Line] = []
        for entry in entries {
            func isSame(_ line: Line) -> Bool {
                switch (entry.product, line.product) {
                case (let one?, let other?): ExactText.same(one, other)
                case (nil, nil): ExactText.same(entry.code, line.code)
                default: false
                }
            }
            if let place = lines.firstIndex(where: isSame) {
                lines[place].received &+= entry.quantity
            } else if let place = others.firstIndex(where: isSame) {
                others[place].received &+= entry.quantity
            } else {
                others.append(
                    Line(
                        product: entry.product, code: entry.product ?? entry.code, expected: 0, received: entry.quantity
                    ))
            }
        }
        return lines + others.filter { !$0.isUnknown } + others.filter(\.isUnknown)
    }
}

extension Receiving {
    private static let columns: SQL = "store, id, expected, expected_id, supplier, opened_by, opened_at, ended"

    private init(_ row: Row) throws {
        (store, id, supplier) = (try row.text(0), try row.text(1), try row.optionalText(4))
        source =
            switch (try row.optionalText(2), try row.optionalText(3)) {
            case ("purchaseOrder", let id?): .purchaseOrder(id)
            case ("transfer", let id?): .transfer(id)
            default: .nothing
            }
        (openedBy, openedAt) = (try row.text(5), Instant(milliseconds: try row.int64(6)))
        end = try row.optionalText(7).flatMap { End(rawValue: $0) }
    }

    package static func named(_ store: String, _ id: String, _ connection: Connection) throws -> Receiving? {
        guard EntityID.isOne(store), EntityID.isOne(id) else { return nil }
        return try connection.query(
            "SELECT \(columns) FROM davtari.receiving WHERE store = \(store) AND id = \(id)"
        ).first.map { try Receiving($0) }
    }

    /// The one under way of what is expected there.
    package static func underWay(_ source: Source, at store: String, _ connection: Connection) throws -> Receiving? {
        guard let kind = source.words.kind, let named = source.words.id, EntityID.isOne(named) else { return nil }
        return try connection.query(
            """
            SELECT \(columns) FROM davtari.receiving
            WHERE store = \(store) AND expected = \(kind) AND expected_id = \(named) AND ended IS NULL
            """
        ).first.map { try Receiving($0) }
    }

    /// Those of these shops, what is under way first; nil: of every shop.
    package static func all(of stores: [String]?, _ connection: Connection, limit: Int64) throws -> [Receiving] {
        let condition: SQL = stores.map { "store = ANY(\($0))" } ?? "true"
        return try connection.query(
            """
            SELECT \(columns) FROM davtari.receiving WHERE \(condition)
            ORDER BY ended IS NOT NULL, opened_at DESC, id LIMIT \(limit)
            """
        ).map { try Receiving($0) }
    }

    static func open(_ receiving: Receiving, _ connection: Connection) throws {
        let (kind, named) = receiving.source.words
        try connection.execute(
            """
            INSERT INTO davtari.receiving (store, id, expected, expected_id, supplier, opened_by, opened_at)
            VALUES (\(receiving.store), \(receiving.id), \(kind), \(named), \(receiving.supplier), \(receiving.openedBy),
                \(receiving.openedAt.milliseconds))
            """)
    }

    /// In the order in which they came.
    package func entries(_ connection: Connection) throws -> [Entry] {
        try connection.query(
            """
            SELECT number, code, product, quantity, received_by, received_at FROM davtari.receiving_entry
            WHERE store = \(store) AND receiving = \(id) ORDER BY number
            """
        ).map { row in
            Entry(
                number: try row.int64(0), code: try row.text(1), product: try row.optionalText(2),
                quantity: try row.int64(3), receivedBy: try row.text(4),
                receivedAt: Instant(milliseconds: try row.int64(5)))
        }
    }

    /// What is still expected, by product: of a purchase order what was ordered and has not come, of a transfer what is on its way.
    package func expected(_ connection: Connection) throws -> [(product: String, quantity: Int64)] {
        switch source {
        case .nothing: []
        case .purchaseOrder(let id):
            try StreamTable.peek(connection, PurchaseOrderDecider.self, id)?.state.expected ?? []
        case .transfer(let id): try StreamTable.peek(connection, TransferDecider.self, id)?.state.expected ?? []
        }
    }

    /// The fact on whose page it can be seen, once it is recorded: the delivery, or the transfer's dispatch.
    package func document(_ connection: Connection) throws -> String? {
        guard end == .recorded else { return nil }
        guard case .transfer(let id) = source else {
            let stream = GoodsDocumentDecider.stream(store, "delivery", self.id)
            return try StreamTable.peek(connection, GoodsDocumentDecider.self, stream)?.state.fact
        }
        return try StreamTable.peek(connection, TransferDecider.self, id)?.state.dispatch
    }
}

extension PurchaseOrderDecider.State {
    /// What was ordered and has not come, in the order's order.
    var expected: [(product: String, quantity: Int64)] {
        guard stage == .placed, let order = said?.part else { return [] }
        return order.lines.summed.compactMap { product, ordered in
            let open = ordered &- max(received[product] ?? 0, 0)
            return open > 0 ? (product, open) : nil
        }
    }
}

extension TransferDecider.State {
    /// What is on its way, by product.
    var expected: [(product: String, quantity: Int64)] {
        lines.sorted { $0.key < $1.key }.filter { $0.value.open > 0 }.map {
            (product: $0.value.product, quantity: $0.value.open)
        }
        .summed
    }
}

extension Sequence where Element: GoodsLine {
    /// How much of each product, in the order in which they stand first.
    fileprivate var summed: [(product: String, quantity: Int64)] {
        compactMap { line in line.product.map { (product: $0, quantity: line.quantity ?? 0) } }.summed
    }
}

extension Sequence where Element == (product: String, quantity: Int64) {
    fileprivate var summed: [(product: String, quantity: Int64)] {
        reduce(into: []) { sums, line in
            if let place = sums.firstIndex(where: { ExactText.same($0.product, line.product) }) {
                sums[place].quantity &+= line.quantity
            } else {
                sums.append(line)
            }
        }
    }
}
