import Glibc
import JSON

/// Reads a fact's members from JSON and goes on behind what is wrong: a till's fact is kept whatever it says, so
/// everything wrong with it is told at once.
///
/// A replay is mostly this. So members are looked for where they should be, texts are judged by their bytes, and where
/// something lies is put into words only once something is wrong there.
struct FactReader: FactVisitor {
    private var members: JSONMembers
    /// Where this object lies; nil is `data` itself.
    private let path: UnsafePointer<FactPath>?
    // Whoever reads a fact holds the list meanwhile.
    private unowned(unsafe) let faults: FaultList
    /// How many of the members that are objects or arrays have been looked through for names that stand twice.
    private var lookedThrough = 0

    /// Numbers beyond this are not exact in every JSON reader (RFC 8259, section 6).
    static let integerLimit: Int64 = 1 << 53

    private init(_ object: JSONValue, _ path: UnsafePointer<FactPath>?, _ faults: FaultList) {
        members = JSONMembers(object)
        (self.path, self.faults) = (path, faults)
    }

    /// Reads an object's members into a part. What the part does not declare is passed over, but for names that stand
    /// twice.
    static func read<Part: FactPart>(
        _ object: JSONValue, into part: inout Part, at path: UnsafePointer<FactPath>? = nil, _ faults: FaultList
    ) {
        var reader = FactReader(object, path, faults)
        part.visit(&reader)
        if reader.members.hasRepeats
            || (reader.lookedThrough != reader.members.containers && object.repeatedNameAnywhere != nil)
        {
            faults.hasRepeatedName = true
        }
    }

    @inline(__always) private mutating func member(_ name: StaticString) -> JSONValue? {
        guard let value = members.take(name), !value.isNull else { return nil }
        return value
    }

    @inline(never) private func fault(_ name: StaticString, _ rule: String, _ message: String) {
        faults.add(Fault(FactPath.text(path) + "\(name)", rule, message))
    }

    @inline(never) private func missing(_ name: StaticString) { fault(name, "required", "\(name) is required") }

    // MARK: Texts

    @inline(__always) mutating func text(_ name: StaticString, _ value: inout String?, _ kind: TextKind) {
        guard let member = member(name) else { return }
        if let text = read(name, member, kind) { value = text }
    }

    @inline(__always) mutating func text(_ name: StaticString, _ value: inout String, _ kind: TextKind) {
        guard let member = member(name) else { return missing(name) }
        if let text = read(name, member, kind) { value = text }
    }

    /// nil where the member is no such text; its fault is noted then.
    @inline(__always) private func read(_ name: StaticString, _ member: JSONValue, _ kind: TextKind) -> String? {
        switch kind {
        case .id: readID(name, member)
        case .plain, .base64: readPlain(name, member)
        default: readSpecial(name, member, kind)
        }
    }

    @inline(never) private func readID(_ name: StaticString, _ member: JSONValue) -> String? {
        guard let utf8 = member.utf8, !utf8.hasNUL, (1...TextKind.idLimit).contains(utf8.count) else {
            return readSpecial(name, member, .id)
        }
        return String(checked: utf8)
    }

    @inline(never) private func readPlain(_ name: StaticString, _ member: JSONValue) -> String? {
        guard let utf8 = member.utf8, !utf8.hasNUL else { return readSpecial(name, member, .plain) }
        return String(checked: utf8)
    }

    @inline(never) private func readSpecial(_ name: StaticString, _ member: JSONValue, _ kind: TextKind) -> String? {
        guard let utf8 = member.utf8 else {
            fault(name, "string", "\(name) must be a string")
            return nil
        }
        let text = String(checked: utf8)
        if let trouble = kind.trouble(with: text, utf8) {
            fault(name, trouble.rule, "\(name) \(trouble.message)")
            return nil
        }
        return text
    }

    mutating func texts(_ name: StaticString, _ value: inout [String]) {
        guard let member = member(name) else { return }
        noteNames(inside: member)
        guard let elements = member.elements else { return fault(name, "array", "\(name) must be an array of strings") }
        for element in elements {
            guard let utf8 = element.utf8 else { return fault(name, "array", "\(name) must be an array of strings") }
            let text = String(checked: utf8)
            if let trouble = TextKind.id.trouble(with: text, utf8) {
                fault(name, trouble.rule, "each of \(name) \(trouble.message)")
                continue
            }
            value.append(text)
        }
    }

    // MARK: Numbers and days

    @inline(__always) mutating func int(_ name: StaticString, _ value: inout Int64?, _ kind: IntKind) {
        guard let member = member(name) else { return }
        if let number = read(name, member, kind) { value = number }
    }

    @inline(__always)
    mutating func int(_ name: StaticString, _ value: inout Int64, _ kind: IntKind, default preset: Int64?) {
        guard let member = member(name) else {
            if let preset { value = preset } else { missing(name) }
            return
        }
        if let number = read(name, member, kind) { value = number }
    }

    @inline(__always) private func read(_ name: StaticString, _ member: JSONValue, _ kind: IntKind) -> Int64? {
        let least = kind == .ordinal ? 1 : -Self.integerLimit
        guard let number = member.int64, number >= least, number <= Self.integerLimit else {
            faultyInt(name, member, kind)
            return nil
        }
        return number
    }

    @inline(never) private func faultyInt(_ name: StaticString, _ member: JSONValue, _ kind: IntKind) {
        guard let number = member.int64 else {
            let rule = member.double == nil ? "integer" : "integer.fraction"
            return fault(name, rule, "\(name) must be an integer (\(kind.unit))")
        }
        if number.magnitude > Self.integerLimit.magnitude {
            fault(name, "integer.range", "\(name) must lie within ±2^53")
        } else {
            fault(name, "integer.range", "\(name) must be 1 or more")
        }
    }

    @inline(__always) mutating func bool(_ name: StaticString, _ value: inout Bool) {
        guard let member = member(name) else { return }
        guard let read = member.bool else { return fault(name, "boolean", "\(name) must be true or false") }
        value = read
    }

    @inline(__always) mutating func day(_ name: StaticString, _ value: inout CalendarDay?, required: Bool) {
        guard let member = member(name) else { return required ? missing(name) : () }
        guard let utf8 = member.utf8, utf8.count == 10, let day = CalendarDay(utf8: utf8) else {
            return fault(name, "date", "\(name) must be a date written YYYY-MM-DD")
        }
        value = day
    }

    // MARK: What holds more

    @inline(__always)
    mutating func part<Part: FactPart>(_ name: StaticString, _ value: inout Part?, required: Bool) {
        guard let member = member(name) else { return required ? missing(name) : () }
        readPart(name, member, &value)
    }

    @inline(never)
    private mutating func readPart<Part: FactPart>(_ name: StaticString, _ member: JSONValue, _ value: inout Part?) {
        guard member.isObject else { return fault(name, "object", "\(name) must be an object") }
        lookedThrough += 1
        let place = FactPath(parent: path, name: name)
        var part = Part()
        withUnsafePointer(to: place) { Self.read(member, into: &part, at: $0, faults) }
        value = part
    }

    @inline(__always)
    mutating func parts<Part: FactPart>(_ name: StaticString, _ value: inout [Part], required: Bool) {
        guard let member = member(name) else { return required ? missing(name) : () }
        readParts(name, member, &value)
    }

    @inline(never)
    private mutating func readParts<Part: FactPart>(_ name: StaticString, _ member: JSONValue, _ value: inout [Part]) {
        guard let elements = member.elements else { return fault(name, "array", "\(name) must be an array of objects") }
        lookedThrough += 1
        var place = FactPath(parent: path, name: name, index: 0)
        // The parts are read where they will stay: they are large, and there are millions of them.
        let parts = [Part](unsafeUninitializedCapacity: member.count) { parts, filled in
            withUnsafeMutablePointer(to: &place) { place in
                for element in elements {
                    if element.isObject, filled < parts.count {
                        let part = parts.baseAddress.unsafelyUnwrapped + filled
                        part.initialize(to: Part())
                        filled += 1
                        Self.read(element, into: &part.pointee, at: place, faults)
                    } else {
                        notAnObject(element, name, place)
                    }
                    place.pointee.index += 1
                }
            }
        }
        value = parts
    }

    @inline(never)
    private func notAnObject(_ element: JSONValue, _ name: StaticString, _ place: UnsafePointer<FactPath>) {
        if element.repeatedNameAnywhere != nil { faults.hasRepeatedName = true }
        faults.add(Fault(place.pointee.text, "object", "each of \(name) must be an object"))
    }

    mutating func free(_ name: StaticString, _ value: inout JSON?) {
        guard let member = member(name) else { return }
        noteNames(inside: member)
        guard member.isObject else { return fault(name, "object", "\(name) must be an object") }
        value = JSON(member)
    }

    /// Looks a member through for names that stand twice.
    private mutating func noteNames(inside member: JSONValue) {
        guard member.isContainer else { return }
        lookedThrough += 1
        if member.repeatedNameAnywhere != nil { faults.hasRepeatedName = true }
    }
}

/// Where something lies in a fact: a chain up to `data`, put into words only when there is a fault to tell.
struct FactPath {
    let parent: UnsafePointer<FactPath>?
    let name: StaticString
    /// Below 0 where the name holds one object.
    var index = -1

    /// E.g. `lines[2]`.
    var text: String { Self.text(parent) + (index < 0 ? "\(name)" : "\(name)[\(index)]") }

    /// What stands before a member's name: empty, or ending in a dot.
    static func text(_ path: UnsafePointer<FactPath>?) -> String { path.map { $0.pointee.text + "." } ?? "" }
}

extension String {
    /// Of bytes that the parser has found to be UTF-8.
    @inline(__always) init(checked utf8: UnsafeBufferPointer<UInt8>) { self = String(decoding: utf8, as: UTF8.self) }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether U+0000 is among the characters.
    @inline(__always) var hasNUL: Bool { count > 0 && memchr(baseAddress.unsafelyUnwrapped, 0, count) != nil }
}

extension TextKind {
    /// Longer ids are refused by no one at the till, but they are marked: an index must be able to hold them.
    static let idLimit = EntityID.limit

    func trouble(with text: String, _ utf8: UnsafeBufferPointer<UInt8>) -> (rule: String, message: String)? {
        if utf8.hasNUL { return ("text.nul", "must not hold the character U+0000") }
        return switch self {
        case .plain, .base64: nil
        case .id:
            utf8.isEmpty || utf8.count > Self.idLimit ? ("id", "must have 1 to \(Self.idLimit) bytes") : nil
        case .currency:
            Currency.exponent(of: text) == nil
                ? ("currency", "must be an ISO 4217 code, not “\(text.prefix(12))”") : nil
        case .instant:
            Instant(utf8: utf8) == nil ? ("instant", "must be an RFC 3339 time with its offset") : nil
        case .dayOrInstant:
            Instant(utf8: utf8) == nil && CalendarDay(text) == nil
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
