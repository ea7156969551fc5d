import Events
import Postgres
import Rules

/// A stocktake under way: several people count into it, and only what it comes to becomes a fact. Until then it is a draft of the
/// office's, in tables of its own: what is half counted has not happened to the stock.
package struct Counting: Sendable, Equatable {
    package let store: String
    package let id: String
    /// What is counted: a level of the products' hierarchy; nil: the whole shop.
    package let category: String?
    /// Differences that are worth more, in minor units, are counted again before it ends; nil: none.
    package let recountAbove: Int64?
    package let openedBy: String
    package let openedAt: Instant
    /// nil while it is under way.
    package let end: End?

    package enum End: String, Sendable { case recorded, dropped }

    static let schema = """
        CREATE TABLE IF NOT EXISTS davtari.counting (
            store text NOT NULL, id text NOT NULL, category text, recount_above int8, opened_by text NOT NULL,
            opened_at int8 NOT NULL, ended text, PRIMARY KEY (store, id));
        CREATE TABLE IF NOT EXISTS davtari.counting_entry (
            number int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY, store text NOT NULL, counting text NOT NULL,
            product text NOT NULL, place text, quantity int8 NOT NULL, again boolean NOT NULL, counted_by text NOT NULL,
            counted_at int8 NOT NULL, expected int8 NOT NULL,
            FOREIGN KEY (store, counting) REFERENCES davtari.counting);
        CREATE INDEX IF NOT EXISTS counting_entry_of ON davtari.counting_entry (store, counting, number);
        """

    /// What one person counted of one product in one place at one moment.
    package struct Entry: Sendable, Equatable {
        package let number: Int64
        package let product: String
        package let place: String?
        /// Thousandths.
        package let quantity: Int64
        /// Whether it is all of the product, counted again: what was counted before counts no more.
        package let isAgain: Bool
        package let countedBy: String
        package let countedAt: Instant
        /// What the books had at that moment.
        package let expected: Int64

        package init(
            number: Int64, product: String, place: String?, quantity: Int64, isAgain: Bool, countedBy: String,
            countedAt: Instant, expected: Int64
        ) {
            (self.number, self.product, self.place, self.quantity) = (number, product, place, quantity)
            (self.isAgain, self.countedBy) = (isAgain, countedBy)
            (self.countedAt, self.expected) = (countedAt, expected)
        }
    }

    /// What the entries of one product come to.
    package struct Sum: Sendable, Equatable {
        package let product: String
        package internal(set) var quantity: Int64
        /// By the books, at the moment of the last entry.
        package internal(set) var expected: Int64
        package internal(set) var countedAt: Instant
        package internal(set) var isAgain: Bool
        package internal(set) var people: [String]

        package var difference: Int64 { quantity.subtractingReportingOverflow(expected).partialValue }
    }

    /// Brings the entries of each product to one moment, that of its last one: what moved by the books between two of them is taken
    /// from, or added to, what was counted by then.
    package static func sums(_ entries: [Entry]) -> [Sum] {
        var sums: ByID<Sum> = [:]
        for entry in entries {
            let before = sums[entry.product].flatMap { entry.isAgain ? nil : $0 }
            let moved = before.map { entry.expected &- $0.expected } ?? 0
            let people = before?.people ?? []
            sums[entry.product] = Sum(
                product: entry.product, quantity: max((before?.quantity ?? 0) &+ moved, 0) &+ entry.quantity,
                expected: entry.expected, countedAt: entry.countedAt,
                isAgain: entry.isAgain || before?.isAgain ?? false,
                people: people.contains(entry.countedBy) ? people : people + [entry.countedBy])
        }
        return sums.sorted.map(\.value)
    }
}

extension Counting {
    private static let columns: SQL = "store, id, category, recount_above, opened_by, opened_at, ended"

    private init(_ row: Row) throws {
        (store, id, category) = (try row.text(0), try row.text(1), try row.optionalText(2))
        (recountAbove, openedBy) = (try row.optionalInt64(3), try row.text(4))
        openedAt = Instant(milliseconds: try row.int64(5))
        end = try row.optionalText(6).flatMap { End(rawValue: $0) }
    }

    package static func named(_ store: String, _ id: String, _ connection: Connection) throws -> Counting? {
        guard EntityID.isOne(store), EntityID.isOne(id) else { return nil }
        return try connection.query(
            "SELECT \(columns) FROM davtari.counting WHERE store = \(store) AND id = \(id)"
        ).first.map { try Counting($0) }
    }

    /// Those of these shops, what is under way first; nil: of every shop.
    package static func all(of stores: [String]?, _ connection: Connection, limit: Int64) throws -> [Counting] {
        let condition: SQL = stores.map { "store = ANY(\($0))" } ?? "true"
        return try connection.query(
            """
            SELECT \(columns) FROM davtari.counting WHERE \(condition)
            ORDER BY ended IS NOT NULL, opened_at DESC, id LIMIT \(limit)
            """
        ).map { try Counting($0) }
    }

    /// In the order in which they were counted.
    package func entries(_ connection: Connection) throws -> [Entry] {
        try connection.query(
            """
            SELECT number, product, place, quantity, again, counted_by, counted_at, expected FROM davtari.counting_entry
            WHERE store = \(store) AND counting = \(id) ORDER BY number
            """
        ).map { row in
            Entry(
                number: try row.int64(0), product: try row.text(1), place: try row.optionalText(2),
                quantity: try row.int64(3), isAgain: try row.bool(4), countedBy: try row.text(5),
                countedAt: Instant(milliseconds: try row.int64(6)), expected: try row.int64(7))
        }
    }
}
