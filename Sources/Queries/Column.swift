import JSON
import Postgres
import Rules

/// A column as it is declared once: filters, sort, grouping, CSV, JSON and error texts all derive from this.
package struct Column: Sendable {
    package enum Kind: String, Sendable {
        case text, integer, money, quantity, rate, date, instant, boolean
        package var isNumber: Bool { ![.text, .date, .instant, .boolean].contains(self) }
    }
    /// What is needed to see it, beside its report's own scope.
    package enum Sensitivity: String, Sendable {
        case open, cost, personal
        /// Who a person is.
        case identity
        /// A whole fact, or what is said of one: it may say anything.
        case whole

        package var scopes: [Scope] {
            switch self {
            case .open: []
            case .cost: [.cost]
            case .personal, .identity: [.personal]
            case .whole: WholeFact.any.needs
            }
        }

        /// The words of what is needed.
        var words: [String] { scopes.map(\.rawValue) + (self == .identity ? [Right.readIdentity.subject] : []) }
    }
    /// A dimension can be grouped by; a measure is a sum over what is grouped; of a set (the products of a receipt) can
    /// only be asked whether something is in it.
    package enum Role: Sendable { case dimension, measure, set }

    package let name: String
    package let kind: Kind
    package let role: Role
    package let sensitivity: Sensitivity
    /// Its SQL: over the report's source for a dimension, an aggregate for a measure.
    let sql: String
    /// Of a set only.
    private(set) var elements: (@Sendable (Scene) -> SQL)?
    /// Of a customer: the id as the row has it, before it is asked who stands for it.
    private(set) var rawCustomer: String?

    init(_ name: String, _ kind: Kind, _ sql: String, _ role: Role = .dimension, _ sensitivity: Sensitivity = .open) {
        (self.name, self.kind, self.sql, self.role, self.sensitivity) = (name, kind, sql, role, sensitivity)
    }

    static func measure(_ name: String, _ kind: Kind, _ sql: String, _ sensitivity: Sensitivity = .open) -> Column {
        Column(name, kind, sql, .measure, sensitivity)
    }

    /// Which customer: the id that stands for the person. `Scene.person` joins it; asked for by any of the person's ids.
    static func customer(of raw: String, isMerged: Bool = false) -> Column {
        var column = Column(
            "customer", .text, isMerged ? raw : "coalesce(i.stands_for, \(raw))", .dimension, .personal)
        column.rawCustomer = raw
        return column
    }

    /// Of what a row holds many: a query whose one column has them all.
    static func set(_ name: String, _ kind: Kind, _ elements: @escaping @Sendable (Scene) -> SQL) -> Column {
        var column = Column(name, kind, "", .set)
        column.elements = elements
        return column
    }

    /// Whether every row has one: an index on it gives the order then.
    private(set) var isPresent = false
    var present: Column {
        var column = self
        column.isPresent = true
        return column
    }

    /// The field of an entity that it is or follows from, as roles name it (`product.hierarchy`); nil where there is none.
    private(set) var place: String?
    /// The same, told to whom that field is shown.
    func told(with place: String?) -> Column {
        var column = self
        column.place = place
        return column
    }

    /// Whether its first signs alone order rows, which an index holds.
    private(set) var isOrderedByItsBeginning = false
    var orderedByItsBeginning: Column {
        var column = self
        column.isOrderedByItsBeginning = true
        return column
    }

    package var isShown: Bool { role != .set }

    /// Whether it is made of amounts of money, which are of one currency.
    var isOfMoney: Bool { kind == .money || (kind == .rate && role == .measure) }

    /// How it can be compared.
    package var operators: [QueryRequest.Filter.Operator] {
        var operators: [QueryRequest.Filter.Operator] =
            switch kind {
            case .text: [.eq, .ne, .gt, .gte, .lt, .lte, .in, .contains]
            case .boolean: [.eq, .ne, .in]
            default: [.eq, .ne, .gt, .gte, .lt, .lte, .in]
            }
        if role != .measure { operators.append(.absent) }
        return operators
    }

    package var unit: String? {
        switch kind {
        case .money: "minor units of the currency"
        case .quantity: "thousandths of the base unit"
        case .rate: "millionths"
        case .instant: "milliseconds since 1970, shown as RFC 3339"
        default: nil
        }
    }

    /// How it travels from Postgres.
    var isText: Bool { kind == .text || kind == .date }
    var isBoolean: Bool { kind == .boolean }
    /// What an absent value sorts as, so that a cursor never meets a null.
    var sortDefault: String { isText ? "''" : isBoolean ? "false" : "'-9223372036854775808'::int8" }
    /// A sum or a difference that leaves 64 bits ends at their edge: one absurd receipt must not take a report away.
    func bounded(_ sql: String) -> String {
        isText || isBoolean ? sql : Sum.bounded(sql)
    }
    /// Whether `bounded` would leave it as it is: a column of a table, not something computed.
    var isPlain: Bool { !sql.contains(" ") }
    var castSQL: String { isText ? "text" : isBoolean ? "bool" : "int8" }
}
