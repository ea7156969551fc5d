import Events
import Log
import Postgres
import Rules

/// The serving versions of all read models, as one snapshot sees them.
///
/// Every screen's queries take it: made and used in one REPEATABLE READ READ ONLY transaction, it joins rows that
/// belong together, and says how far they are.
package struct ScreenModels {
    /// How far a read model is, and what went wrong with it last.
    package struct State: Sendable {
        package let name: String
        package let position: Position
        package let lastError: String?
    }

    package let states: [State]
    /// Whether the reader is told who persons are.
    package let identity: Bool
    /// What of entries the reader does not reach.
    package let narrowing: Narrowing
    let connection: Connection
    let schemas: Schemas

    package init(_ connection: Connection, identity: Bool = false, narrowing: Narrowing = .none) throws {
        (self.connection, self.identity, self.narrowing) = (connection, identity, narrowing)
        let rows = try connection.prepared(
            "screen_models",
            "SELECT name, version, position, last_error FROM davtari.read_model WHERE serving ORDER BY name", [])
        states = try rows.map {
            State(
                name: try $0.text(0), position: Position(offsets: try $0.int64Array(2)),
                lastError: try $0.optionalText(3))
        }
        schemas = try Schemas(serving: try zip(states, rows).map { ($0.name, try $1.int(1), $0.position) })
    }

    /// The movements of a product in a store, from this snapshot.
    package func movements(
        store: String, product: String, limit: Int, cursor: String?, for sight: Sight
    ) throws -> Movements.Page {
        try Movements.list(connection, store: store, product: product, limit: limit, cursor: cursor, for: sight)
    }

    /// What a product is called now.
    package func name(ofProduct product: String) throws -> ScreenName {
        let rows = try connection.query(
            "SELECT name_ka, name_en FROM \(entities("product")) WHERE product = \(product)")
        return ScreenName(id: product, ka: try rows.first?.optionalText(0), en: try rows.first?.optionalText(1))
    }

    func trade(_ table: String) -> SQL { schemas.trade(table) }
    func entities(_ table: String) -> SQL { schemas.entities(table) }
    func completeness(_ table: String) -> SQL { schemas.completeness(table) }
    func dossiers(_ table: String) -> SQL { schemas.dossiers(table) }

    /// The same snapshot as reports see it, all shops.
    var scene: Scene { Scene(schemas: schemas, columns: [], stores: nil) }
}

/// What something is called, in the languages of the house, and its id for when it is called nothing.
package struct ScreenName: Sendable, Hashable {
    package var id: String
    package var ka: String?
    package var en: String?

    package init(id: String, ka: String? = nil, en: String? = nil) { (self.id, self.ka, self.en) = (id, ka, en) }
}

/// The sums that screens show; money in minor units of one currency, quantity in thousandths.
package struct ScreenFigures: Sendable, Equatable {
    package var receipts: Int64 = 0
    package var returns: Int64 = 0
    package var quantity: Int64 = 0
    package var gross: Int64 = 0
    package var discount: Int64 = 0
    package var net: Int64 = 0
    package var tax: Int64 = 0
    /// Of what was sold in its shop's currency; the rest has none in this one (docs/RULES.md, Currencies).
    package var cost: Int64 = 0
    package var booked: Int64 = 0
    /// Of the receipts, and of the net, what was sold in another currency than its shop's.
    package var foreignReceipts: Int64 = 0
    package var foreignNet: Int64 = 0

    package init() {}

    /// All of it was sold in another currency than its shop's, if `isForeign`.
    func foreign(_ isForeign: Bool) -> ScreenFigures {
        guard isForeign else { return self }
        var figures = self
        (figures.cost, figures.booked) = (0, 0)
        (figures.foreignReceipts, figures.foreignNet) = (receipts, net)
        return figures
    }

    private var isAllForeign: Bool { foreignReceipts > 0 && foreignReceipts >= receipts }
    /// What has a margin.
    package var ownNet: Int64 { net.minus(foreignNet) }

    /// Before discount, with tax.
    package var list: Int64 { gross.plus(discount) }
    /// nil where nothing has one.
    package var margin: Int64? { isAllForeign ? nil : ownNet.minus(cost) }
    package var bookedMargin: Int64? { isAllForeign ? nil : ownNet.minus(booked) }

    package mutating func add(_ other: ScreenFigures) {
        receipts = receipts.plus(other.receipts)
        returns = returns.plus(other.returns)
        quantity = quantity.plus(other.quantity)
        gross = gross.plus(other.gross)
        discount = discount.plus(other.discount)
        net = net.plus(other.net)
        tax = tax.plus(other.tax)
        cost = cost.plus(other.cost)
        booked = booked.plus(other.booked)
        foreignReceipts = foreignReceipts.plus(other.foreignReceipts)
        foreignNet = foreignNet.plus(other.foreignNet)
    }

    /// The columns that `init(_:from:)` reads, in its order.
    static let names = ["receipts", "returns", "quantity", "gross", "discount", "net", "tax", "cost", "booked"]
    static let columns: SQL = "\(unsafeSQL: names.joined(separator: ", "))"

    init(_ row: Row, from column: Int) throws {
        receipts = try row.int64(column)
        returns = try row.int64(column + 1)
        quantity = try row.int64(column + 2)
        gross = try row.int64(column + 3)
        discount = try row.int64(column + 4)
        net = try row.int64(column + 5)
        tax = try row.int64(column + 6)
        cost = try row.int64(column + 7)
        booked = try row.int64(column + 8)
    }
}
