import Events
import JSON

/// A fact's members read from a tree, member by member, with nothing done for speed: what `FactReader` must agree with.
struct PlainReader: FactVisitor {
    private let object: JSON
    private let path: String
    private(set) var faults: [Fault] = []

    init(_ object: JSON, path: String = "") { (self.object, self.path) = (object, path) }

    /// What the fact says, and the first hundred things that are wrong with it.
    static func read<Part: FactPart>(_ type: Part.Type, _ data: JSON) -> (encoded: [UInt8], faults: [Fault]) {
        var (part, reader) = (Part(), PlainReader(data))
        part.visit(&reader)
        return (part.encoded, Array(reader.faults.prefix(100)))
    }

    /// The first name that stands twice in one object: the object's own before those inside.
    static func repeatedName(_ json: JSON) -> String? {
        if let elements = json.array { return elements.lazy.compactMap(repeatedName).first }
        guard let members = json.object else { return nil }
        for (index, member) in members.enumerated() where members[..<index].contains(where: { $0.name == member.name })
        {
            return member.name
        }
        return members.lazy.compactMap { repeatedName($0.value) }.first
    }

    private func member(_ name: StaticString) -> JSON? {
        guard let value = object["\(name)"], !value.isNull else { return nil }
        return value
    }

    private mutating func fault(_ name: StaticString, _ rule: String, _ message: String) {
        faults.append(Fault(path + "\(name)", rule, message))
    }

    mutating func text(_ name: StaticString, _ value: inout String?, _ kind: TextKind) {
        guard let member = member(name) else { return }
        guard let text = member.string else { return fault(name, "string", "\(name) must be a string") }
        if let (rule, message) = Self.trouble(kind, text) { return fault(name, rule, "\(name) \(message)") }
        value = text
    }

    mutating func text(_ name: StaticString, _ value: inout String, _ kind: TextKind) {
        var read: String?
        text(name, &read, kind)
        if let read { value = read } else if member(name) == nil { fault(name, "required", "\(name) is required") }
    }

    mutating func int(_ name: StaticString, _ value: inout Int64?, _ kind: IntKind) {
        guard let member = member(name) else { return }
        guard let number = member.int else {
            if case .double = member {
                return fault(name, "integer.fraction", "\(name) must be an integer (\(kind.unit))")
            }
            return fault(name, "integer", "\(name) must be an integer (\(kind.unit))")
        }
        guard abs(Double(number)) <= 9_007_199_254_740_992, number.magnitude <= 9_007_199_254_740_992 else {
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
            return
        }
        guard member(name) == nil else { return }
        if let preset { value = preset } else { fault(name, "required", "\(name) is required") }
    }

    mutating func bool(_ name: StaticString, _ value: inout Bool) {
        guard let member = member(name) else { return }
        guard let read = member.bool else { return fault(name, "boolean", "\(name) must be true or false") }
        value = read
    }

    mutating func day(_ name: StaticString, _ value: inout CalendarDay?, required: Bool) {
        guard let member = member(name) else {
            return required ? fault(name, "required", "\(name) is required") : ()
        }
        guard let day = member.string.flatMap({ CalendarDay($0) }) else {
            return fault(name, "date", "\(name) must be a date written YYYY-MM-DD")
        }
        value = day
    }

    mutating func texts(_ name: StaticString, _ value: inout [String]) {
        guard let member = member(name) else { return }
        for element in member.array ?? [.null] {
            guard let text = element.string else { return fault(name, "array", "\(name) must be an array of strings") }
            if let (rule, message) = Self.trouble(.id, text) {
                fault(name, rule, "each of \(name) \(message)")
            } else {
                value.append(text)
            }
        }
    }

    mutating func part<Part: FactPart>(_ name: StaticString, _ value: inout Part?, required: Bool) {
        guard let member = member(name) else {
            return required ? fault(name, "required", "\(name) is required") : ()
        }
        guard member.object != nil else { return fault(name, "object", "\(name) must be an object") }
        value = read(member, path + "\(name).")
    }

    mutating func parts<Part: FactPart>(_ name: StaticString, _ value: inout [Part], required: Bool) {
        guard let member = member(name) else {
            return required ? fault(name, "required", "\(name) is required") : ()
        }
        guard let elements = member.array else { return fault(name, "array", "\(name) must be an array of objects") }
        for (index, element) in elements.enumerated() {
            let place = path + "\(name)[\(index)]"
            if element.object != nil {
                value.append(read(element, place + "."))
            } else {
                faults.append(Fault(place, "object", "each of \(name) must be an object"))
            }
        }
    }

    mutating func free(_ name: StaticString, _ value: inout JSON?) {
        guard let member = member(name) else { return }
        guard member.object != nil else { return fault(name, "object", "\(name) must be an object") }
        value = member
    }

    private mutating func read<Part: FactPart>(_ object: JSON, _ path: String) -> Part {
        var (part, reader) = (Part(), PlainReader(object, path: path))
        part.visit(&reader)
        faults += reader.faults
        return part
    }

    private static func trouble(_ kind: TextKind, _ text: String) -> (rule: String, message: String)? {
        if text.unicodeScalars.contains("\0") { return ("text.nul", "must not hold the character U+0000") }
        return switch kind {
        case .plain, .base64: nil
        case .id: (1...200).contains(text.utf8.count) ? nil : ("id", "must have 1 to 200 bytes")
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
