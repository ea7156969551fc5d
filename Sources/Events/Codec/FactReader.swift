import JSON

/// Reads a fact's members from JSON and goes on behind what is wrong: a till's fact is kept whatever it says, so
/// everything wrong with it is told at once.
struct FactReader: FactVisitor {
    let object: JSONValue
    /// Where this object lies: empty, or ending in a dot.
    let path: String
    let faults: FaultList

    /// Numbers beyond this are not exact in every JSON reader (RFC 8259, section 6).
    static let integerLimit: Int64 = 1 << 53

    private func member(_ name: StaticString) -> JSONValue? {
        guard let value = object[name], !value.isNull else { return nil }
        return value
    }

    private func fault(_ name: StaticString, _ rule: String, _ message: String) {
        faults.add(Fault(path + "\(name)", rule, message))
    }

    private func missing(_ name: StaticString) { fault(name, "required", "\(name) is required") }

    mutating func text(_ name: StaticString, _ value: inout String?, _ kind: TextKind) {
        guard let member = member(name) else { return }
        guard let text = member.string else { return fault(name, "string", "\(name) must be a string") }
        guard !text.utf8.contains(0) else { return fault(name, "text.nul", "\(name) must hold no NUL") }
        if let trouble = kind.trouble(with: text) { return fault(name, trouble.rule, "\(name) \(trouble.message)") }
        value = text
    }

    mutating func text(_ name: StaticString, _ value: inout String, _ kind: TextKind) {
        var read: String?
        text(name, &read, kind)
        if let read { value = read } else if member(name) == nil { missing(name) }
    }

    mutating func int(_ name: StaticString, _ value: inout Int64?, _ kind: IntKind) {
        guard let member = member(name) else { return }
        guard let number = member.int64 else {
            let rule = member.double == nil ? "integer" : "integer.fraction"
            return fault(name, rule, "\(name) must be an integer (\(kind.unit))")
        }
        guard number.magnitude <= Self.integerLimit.magnitude else {
            return fault(name, "integer.range", "\(name) must lie within ±2^53")
        }
        if kind == .ordinal, number < 1 { return fault(name, "integer.range", "\(name) must be 1 or more") }
        value = number
    }

    mutating func int(_ name: StaticString, _ value: inout Int64, _ kind: IntKind, default preset: Int64?) {
        var read: Int64?
        int(name, &read, kind)
        if let read {
            value = read
        } else if member(name) == nil {
            if let preset { value = preset } else { missing(name) }
        }
    }

    mutating func bool(_ name: StaticString, _ value: inout Bool) {
        guard let member = member(name) else { return }
        guard let read = member.bool else { return fault(name, "boolean", "\(name) must be true or false") }
        value = read
    }

    mutating func day(_ name: StaticString, _ value: inout CalendarDay?, required: Bool) {
        guard let member = member(name) else { return required ? missing(name) : () }
        guard let utf8 = member.utf8, utf8.count == 10, let day = CalendarDay(utf8: utf8) else {
            return fault(name, "date", "\(name) must be a date written YYYY-MM-DD")
        }
        value = day
    }

    mutating func texts(_ name: StaticString, _ value: inout [String]) {
        guard let member = member(name) else { return }
        guard let elements = member.elements else { return fault(name, "array", "\(name) must be an array of strings") }
        for element in elements {
            guard let text = element.string else { return fault(name, "array", "\(name) must be an array of strings") }
            guard !text.utf8.contains(0) else { return fault(name, "text.nul", "\(name) must hold no NUL") }
            value.append(text)
        }
    }

    mutating func part<Part: FactPart>(_ name: StaticString, _ value: inout Part?, required: Bool) {
        guard let member = member(name) else { return required ? missing(name) : () }
        guard member.kind == .object else { return fault(name, "object", "\(name) must be an object") }
        var part = Part()
        var reader = FactReader(object: member, path: path + "\(name).", faults: faults)
        part.visit(&reader)
        value = part
    }

    mutating func parts<Part: FactPart>(_ name: StaticString, _ value: inout [Part], required: Bool) {
        guard let member = member(name) else { return required ? missing(name) : () }
        guard let elements = member.elements else { return fault(name, "array", "\(name) must be an array of objects") }
        var index = 0
        for element in elements {
            let place = path + "\(name)[\(index)]"
            index += 1
            guard element.kind == .object else {
                faults.add(Fault(place, "object", "each of \(name) must be an object"))
                continue
            }
            var part = Part()
            var reader = FactReader(object: element, path: place + ".", faults: faults)
            part.visit(&reader)
            value.append(part)
        }
    }

    mutating func free(_ name: StaticString, _ value: inout JSON?) {
        guard let member = member(name) else { return }
        guard member.kind == .object else { return fault(name, "object", "\(name) must be an object") }
        value = JSON(member)
    }
}

extension TextKind {
    /// Longer ids are refused by no one at the till, but they are marked: an index must be able to hold them.
    static let idLimit = 200

    func trouble(with text: String) -> (rule: String, message: String)? {
        switch self {
        case .plain, .base64: nil
        case .id:
            text.isEmpty || text.utf8.count > Self.idLimit ? ("id", "must have 1 to \(Self.idLimit) bytes") : nil
        case .currency:
            Currency.exponent(of: text) == nil
                ? ("currency", "must be an ISO 4217 code, not “\(text.prefix(12))”") : nil
        case .instant:
            Instant(text) == nil ? ("instant", "must be an RFC 3339 time with its offset") : nil
        case .dayOrInstant:
            Instant(text) == nil && CalendarDay(text) == nil
                ? ("instant", "must be an RFC 3339 time with its offset, or a date") : nil
        case .zone: Zone(text) == nil ? ("zone", "must be an IANA time zone such as Asia/Tbilisi") : nil
        case .choice(let choices):
            choices.contains(text) ? nil : ("choice", "must be one of \(choices.joined(separator: ", "))")
        }
    }
}

extension IntKind {
    package var unit: String {
        switch self {
        case .money: "minor units"
        case .quantity: "thousandths of the base unit"
        case .rate: "millionths"
        case .number: "a number"
        case .ordinal: "a number from 1"
        }
    }
}
