import JSON

/// A column as it is declared once: filters, sort, grouping, CSV, JSON and error texts all derive from this.
package struct Column: Sendable {
    package enum Kind: String, Sendable { case text, integer, money, quantity, rate, date, instant, boolean }
    /// Who may see it; rights come with a later round, the declaration is here from the start.
    package enum Sensitivity: String, Sendable { case open, cost, personal }
    /// A dimension can be grouped by; a measure is a sum over what is grouped.
    package enum Role: Sendable { case dimension, measure }

    package let name: String
    package let kind: Kind
    package let role: Role
    package let sensitivity: Sensitivity
    /// Its SQL: over the report's source for a dimension, an aggregate for a measure.
    let sql: String

    init(_ name: String, _ kind: Kind, _ sql: String, _ role: Role = .dimension, _ sensitivity: Sensitivity = .open) {
        (self.name, self.kind, self.sql, self.role, self.sensitivity) = (name, kind, sql, role, sensitivity)
    }

    static func measure(_ name: String, _ kind: Kind, _ sql: String, _ sensitivity: Sensitivity = .open) -> Column {
        Column(name, kind, sql, .measure, sensitivity)
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
        isText || isBoolean
            ? sql
            : "CASE WHEN (\(sql)) IS NOT NULL THEN "
                + "least(greatest((\(sql))::numeric, -9223372036854775808), 9223372036854775807) END"
    }
    var castSQL: String { isText ? "text" : isBoolean ? "bool" : "int8" }
}
