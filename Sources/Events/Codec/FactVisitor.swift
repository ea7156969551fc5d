import JSON

/// One declaration of a fact's members serves reading, writing and its JSON Schema.
///
/// Each fact says in `visit` what members it has; a visitor reads them from JSON, writes them, or notes them down as a
/// schema. So schema and Swift cannot drift apart, and a new fact is one list.
package protocol FactVisitor {
    /// Optional text.
    mutating func text(_ name: StaticString, _ value: inout String?, _ kind: TextKind)
    /// Required text.
    mutating func text(_ name: StaticString, _ value: inout String, _ kind: TextKind)
    /// An optional integer.
    mutating func int(_ name: StaticString, _ value: inout Int64?, _ kind: IntKind)
    /// A required integer, or one with a default.
    mutating func int(_ name: StaticString, _ value: inout Int64, _ kind: IntKind, default: Int64?)
    mutating func bool(_ name: StaticString, _ value: inout Bool)
    mutating func day(_ name: StaticString, _ value: inout CalendarDay?, required: Bool)
    mutating func texts(_ name: StaticString, _ value: inout [String])
    mutating func part<Part: FactPart>(_ name: StaticString, _ value: inout Part?, required: Bool)
    mutating func parts<Part: FactPart>(_ name: StaticString, _ value: inout [Part], required: Bool)
    /// An object whose members are not ours to name.
    mutating func free(_ name: StaticString, _ value: inout JSON?)
}

/// What has members: a fact, or an object inside one.
package protocol FactPart: Sendable {
    init()
    mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor)
}

package enum TextKind: Sendable, Equatable {
    case plain, id, currency, instant, dayOrInstant, zone, base64
    case choice([String])
}

package enum IntKind: String, Sendable {
    /// Minor units of the fact's currency.
    case money
    /// Thousandths of the product's base unit.
    case quantity
    /// Millionths.
    case rate
    /// A plain number.
    case number
    /// A number from 1.
    case ordinal
}

extension FactVisitor {
    @inline(__always) package mutating func text(_ name: StaticString, _ value: inout String?) {
        text(name, &value, .plain)
    }
    @inline(__always) package mutating func id(_ name: StaticString, _ value: inout String?) { text(name, &value, .id) }
    @inline(__always) package mutating func id(_ name: StaticString, _ value: inout String) { text(name, &value, .id) }
    @inline(__always) package mutating func money(_ name: StaticString, _ value: inout Int64) {
        int(name, &value, .money, default: nil)
    }
    @inline(__always) package mutating func money(_ name: StaticString, _ value: inout Int64, default preset: Int64) {
        int(name, &value, .money, default: preset)
    }
    @inline(__always) package mutating func part<Part: FactPart>(_ name: StaticString, _ value: inout Part?) {
        part(name, &value, required: false)
    }
    @inline(__always) package mutating func parts<Part: FactPart>(_ name: StaticString, _ value: inout [Part]) {
        parts(name, &value, required: false)
    }
}
