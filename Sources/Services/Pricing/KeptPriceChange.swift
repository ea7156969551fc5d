import Events
import JSON
import Postgres
import Rules

/// A change of many prices that was made, with what each price was before, so that it can be undone as one.
///
/// The prices themselves are facts; this is a note of the office's beside them.
package struct KeptPriceChange: Sendable, Equatable {
    package let id: String
    package let changedBy: String
    package let changedAt: Instant
    /// From when the prices hold.
    package let effectiveAt: Instant
    /// What was asked for, as the command's body.
    package let asked: JSON
    package let prices: Int
    package let undoneBy: String?
    package let undoneAt: Instant?

    /// What one price was and became.
    package struct Price: Sendable, Equatable {
        package let price: String
        package let product: String
        package let stores: [String]
        package let currency: String
        /// nil: there was none of this id.
        package let before: UnitAmount?
        package let old: UnitAmount
        package let new: UnitAmount
    }

    static let schema = """
        CREATE TABLE IF NOT EXISTS davtari.price_change (
            id text PRIMARY KEY, changed_by text NOT NULL, changed_at int8 NOT NULL, effective_at int8 NOT NULL,
            asked text NOT NULL, undone_by text, undone_at int8);
        CREATE TABLE IF NOT EXISTS davtari.price_changed (
            change text NOT NULL REFERENCES davtari.price_change, price text NOT NULL, product text NOT NULL,
            stores text[] NOT NULL, currency text NOT NULL, before_amount int8, before_per int8, old_amount int8 NOT NULL,
            old_per int8 NOT NULL, new_amount int8 NOT NULL, new_per int8 NOT NULL, PRIMARY KEY (change, price));
        """
}

extension KeptPriceChange {
    private static let columns: SQL = """
        c.id, c.changed_by, c.changed_at, c.effective_at, c.asked, c.undone_by, c.undone_at,
            (SELECT count(*) FROM davtari.price_changed p WHERE p.change = c.id)
        """

    private init(_ row: Row) throws {
        (id, changedBy) = (try row.text(0), try row.text(1))
        changedAt = Instant(milliseconds: try row.int64(2))
        effectiveAt = Instant(milliseconds: try row.int64(3))
        asked = try JSON(parsing: Array(try row.text(4).utf8))
        undoneBy = try row.optionalText(5)
        undoneAt = try row.optionalInt64(6).map { Instant(milliseconds: $0) }
        prices = Int(try row.int64(7))
    }

    package static func named(_ id: String, _ connection: Connection) throws -> KeptPriceChange? {
        guard EntityID.isOne(id) else { return nil }
        return try connection.query("SELECT \(columns) FROM davtari.price_change c WHERE c.id = \(id)")
            .first.map { try KeptPriceChange($0) }
    }

    /// The latest first.
    package static func all(_ connection: Connection, limit: Int64) throws -> [KeptPriceChange] {
        try connection.query(
            "SELECT \(columns) FROM davtari.price_change c ORDER BY c.changed_at DESC, c.id LIMIT \(limit)"
        ).map { try KeptPriceChange($0) }
    }

    /// By product.
    package func changed(_ connection: Connection) throws -> [Price] {
        try connection.query(
            """
            SELECT price, product, stores, currency, before_amount, before_per, old_amount, old_per, new_amount, new_per
            FROM davtari.price_changed WHERE change = \(id) ORDER BY product COLLATE "C", price COLLATE "C"
            """
        ).map { row in
            let before = try row.optionalInt64(4).map { UnitAmount(amount: $0, per: try row.optionalInt64(5) ?? 1_000) }
            return Price(
                price: try row.text(0), product: try row.text(1), stores: try row.textArray(2),
                currency: try row.text(3), before: before,
                old: UnitAmount(amount: try row.int64(6), per: try row.int64(7)),
                new: UnitAmount(amount: try row.int64(8), per: try row.int64(9)))
        }
    }

    /// Keeps a change that is being decided.
    static func keep(_ id: String, _ call: Call, at effective: Instant, _ connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO davtari.price_change (id, changed_by, changed_at, effective_at, asked)
            VALUES (\(id), \(call.caller), \(call.now.milliseconds), \(effective.milliseconds),
                \(String(decoding: call.body.canonical, as: UTF8.self)))
            """)
    }

    static func keep(_ price: Price, of change: String, _ connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO davtari.price_changed (change, price, product, stores, currency, before_amount, before_per,
                old_amount, old_per, new_amount, new_per)
            VALUES (\(change), \(price.price), \(price.product), \(price.stores), \(price.currency),
                \(price.before?.amount), \(price.before?.per), \(price.old.amount), \(price.old.per),
                \(price.new.amount), \(price.new.per))
            """)
    }

    func undone(_ call: Call, _ connection: Connection) throws {
        try connection.execute(
            """
            UPDATE davtari.price_change SET undone_by = \(call.caller), undone_at = \(call.now.milliseconds)
            WHERE id = \(id)
            """)
    }
}
