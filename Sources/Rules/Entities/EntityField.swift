import Events
import JSON

/// A field of an entity, as the fact's `visit` has it.
package struct EntityField: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case text, currency, integer
        /// Minor units of the entry's currency.
        case money
        case choice([String])
    }

    /// As facts say it: `address`, `name.ka`.
    package let path: String
    package let kind: Kind
    /// The path itself until it is given a label.
    package internal(set) var title: Title
    /// What the words of a choice are called.
    package internal(set) var choiceTitles: [String: Title] = [:]
    /// Whether a search looks in it.
    package internal(set) var isSearched = false

    init(_ path: String, _ kind: Kind) {
        (self.path, self.kind) = (path, kind)
        title = Title(ka: path, en: path)
    }

    /// The fields of a fact: without its id, the circumstances of saying it and what it clears.
    ///
    /// Fields of types that no entity of ours has yet (days, lists, objects in lists) are not among them.
    static func all<Body: FactBody>(of type: Body.Type, idName: String) -> [EntityField] {
        let others = Set(FieldLister.fields(of: Circumstances.self).map(\.path) + [idName, "cleared"])
        return FieldLister.fields(of: type).filter { !others.contains($0.path) }
    }
}

/// Notes the fields of a fact.
private struct FieldLister: FactVisitor {
    private var fields: [EntityField] = []

    static func fields<Part: FactPart>(of type: Part.Type) -> [EntityField] {
        var (part, lister) = (Part(), FieldLister())
        part.visit(&lister)
        return lister.fields
    }

    private mutating func add(_ name: StaticString, _ kind: EntityField.Kind) {
        fields.append(EntityField("\(name)", kind))
    }

    private mutating func text(_ name: StaticString, _ kind: TextKind) {
        switch kind {
        case .choice(let choices): add(name, .choice(choices))
        case .currency: add(name, .currency)
        default: add(name, .text)
        }
    }

    mutating func text(_ name: StaticString, _ value: inout String?, _ kind: TextKind) { text(name, kind) }
    mutating func text(_ name: StaticString, _ value: inout String, _ kind: TextKind) { text(name, kind) }
    mutating func int(_ name: StaticString, _ value: inout Int64?, _ kind: IntKind) {
        add(name, kind == .money ? .money : .integer)
    }
    mutating func int(_ name: StaticString, _ value: inout Int64, _ kind: IntKind, default preset: Int64?) {
        add(name, kind == .money ? .money : .integer)
    }
    mutating func bool(_ name: StaticString, _ value: inout Bool) { add(name, .text) }
    mutating func day(_ name: StaticString, _ value: inout CalendarDay?, required: Bool) { add(name, .text) }
    mutating func texts(_ name: StaticString, _ value: inout [String]) { add(name, .text) }
    mutating func part<Part: FactPart>(_ name: StaticString, _ value: inout Part?, required: Bool) {
        fields += Self.fields(of: Part.self).map { EntityField("\(name).\($0.path)", $0.kind) }
    }
    mutating func parts<Part: FactPart>(_ name: StaticString, _ value: inout [Part], required: Bool) {
        add(name, .text)
    }
    mutating func free(_ name: StaticString, _ value: inout JSON?) { add(name, .text) }
}
