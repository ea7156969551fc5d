import JSON

/// A line of a receipt; its number is stable, since returns and corrections name it.
///
/// A year has millions of them, and most have few members: what is rarely there lies in a box (`LineExtras`).
package struct Line: FactPart, Equatable {
    package var line: Int64 = 0
    package var kind = ""
    package var product: String?
    /// Thousandths; negative on returns.
    package var quantity: Int64?
    package var listPrice: UnitAmount?
    /// Minor units, after discount, with tax.
    package var gross: Int64 = 0
    package var discount: Int64 = 0
    /// Defaults to gross − Σ taxes.
    package var net: Int64?
    package var taxes: [LineTax] = []
    package var grants: [Grant] = []
    package internal(set) var extras = LineExtras()

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.int("line", &line, .ordinal, default: nil)
        visitor.text("kind", &kind, .choice(LineKind.names))
        visitor.id("product", &product)
        visitor.text("barcode", &barcode)
        visitor.int("quantity", &quantity, .quantity)
        visitor.text("unit", &unit)
        visitor.part("conversion", &conversion)
        visitor.part("listPrice", &listPrice)
        visitor.id("priceFact", &priceFact)
        visitor.money("gross", &gross)
        visitor.money("discount", &discount, default: 0)
        visitor.int("net", &net, .money)
        visitor.parts("taxes", &taxes)
        visitor.parts("grants", &grants)
        visitor.parts("salespeople", &salespeople)
        visitor.text("lot", &lot)
        visitor.text("serial", &serial)
        visitor.parts("components", &components)
        visitor.part("original", &original)
        visitor.text("condition", &condition)
        visitor.text("reason", &reason)
    }

    package var lineKind: LineKind? { LineKind(named: kind) }
    package var tax: Int64 { taxes.reduce(0) { $0 &+ $1.amount } }
    package var netOrDefault: Int64 { net ?? (gross &- tax) }
    package var movesGoods: Bool { kind == "sale" || kind == "return" }
    /// Whether its product and quantity can be read, so that its goods move.
    package var isReadable: Bool { product != nil && quantity != nil }
}

package enum LineKind: String, CaseIterable, Sendable {
    case sale, `return`, void, liability, charge

    static let names = allCases.map(\.rawValue)

    /// `init(rawValue:)`, where millions of lines ask: most are sales.
    init?(named name: String) { if name == "sale" { self = .sale } else { self.init(rawValue: name) } }
}

/// Money for a quantity: a unit price or cost as an exact pair.
package struct UnitAmount: FactPart, Equatable {
    package var amount: Int64 = 0
    /// Thousandths.
    package var per: Int64 = 1000
    package init() {}
    package init(amount: Int64, per: Int64) { (self.amount, self.per) = (amount, per) }
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.money("amount", &amount)
        visitor.int("per", &per, .ordinal, default: nil)
    }
}

package struct Ratio: FactPart, Equatable {
    package var numerator: Int64 = 1
    package var denominator: Int64 = 1
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.int("numerator", &numerator, .ordinal, default: nil)
        visitor.int("denominator", &denominator, .ordinal, default: nil)
    }
}

package struct LineTax: FactPart, Equatable {
    package var code: String?
    package var rate: Int64 = 0
    package var base: Int64?
    package var amount: Int64 = 0
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("code", &code)
        visitor.int("rate", &rate, .rate, default: 0)
        visitor.int("base", &base, .money)
        visitor.money("amount", &amount)
    }
}

/// A discount given on a line: by which rule and version, on what, how much and why.
package struct Grant: FactPart, Equatable {
    package var grant: String?
    package var rule: String = ""
    package var version: Int64 = 1
    package var kind: String?
    package var base: Int64?
    package var percent: Int64?
    package var amount: Int64 = 0
    package var reason: String?
    package var approver: String?
    /// What the rule looked at: turnover, window, position read.
    package var inputs: JSON?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("grant", &grant)
        visitor.id("rule", &rule)
        visitor.int("version", &version, .ordinal, default: 1)
        visitor.id("kind", &kind)
        visitor.int("base", &base, .money)
        visitor.int("percent", &percent, .rate)
        visitor.money("amount", &amount)
        visitor.text("reason", &reason)
        visitor.id("approver", &approver)
        visitor.free("inputs", &inputs)
    }
}

package struct SalesShare: FactPart, Equatable {
    package var employee = ""
    package var share: Int64 = 1_000_000
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("employee", &employee)
        visitor.int("share", &share, .rate, default: 1_000_000)
    }
}

/// A part of a kit, for the whole line.
package struct Component: FactPart, Equatable {
    package var product = ""
    package var quantity: Int64 = 0
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("product", &product)
        visitor.int("quantity", &quantity, .quantity, default: nil)
    }
}

/// The line that a referenced return takes back.
package struct OriginalLine: FactPart, Equatable {
    package var receipt = ""
    package var line: Int64 = 0
    package init() {}
    package init(receipt: String, line: Int64) { (self.receipt, self.line) = (receipt, line) }
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("receipt", &receipt)
        visitor.int("line", &line, .ordinal, default: nil)
    }
}
