/// A place on the tape of a parsed document.
///
/// The tape's words hold a type in the upper byte and a payload below it; simdjson's doc/tape.md has the whole story.
/// A value is a pair of pointers and an index: free to copy, valid inside `JSONParser.parse` only.
package struct JSONValue {
    let tape: UnsafePointer<UInt64>
    let strings: UnsafePointer<UInt8>
    let index: Int

    package enum Kind: Equatable { case null, bool, integer, unsigned, double, string, array, object }

    private static let payloadMask: UInt64 = 0x00FF_FFFF_FFFF_FFFF

    @inline(__always) private var word: UInt64 { tape[index] }
    @inline(__always) private var tag: UInt8 { UInt8(truncatingIfNeeded: word >> 56) }
    @inline(__always) private var payload: Int { Int(word & Self.payloadMask) }

    package var kind: Kind {
        switch tag {
        case UInt8(ascii: "\""): .string
        case UInt8(ascii: "l"): .integer
        case UInt8(ascii: "u"): .unsigned
        case UInt8(ascii: "d"): .double
        case UInt8(ascii: "{"): .object
        case UInt8(ascii: "["): .array
        case UInt8(ascii: "t"), UInt8(ascii: "f"): .bool
        default: .null
        }
    }

    /// The place behind this value: containers know their end, numbers take two words.
    @inline(__always) var next: Int {
        switch tag {
        case UInt8(ascii: "{"), UInt8(ascii: "["): Int(word & 0xFFFF_FFFF)
        case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): index + 2
        default: index + 1
        }
    }

    package var isNull: Bool { tag == UInt8(ascii: "n") }

    package var bool: Bool? {
        switch tag {
        case UInt8(ascii: "t"): true
        case UInt8(ascii: "f"): false
        default: nil
        }
    }

    /// The number, when it was written without fraction or exponent and fits Int64.
    package var int64: Int64? { tag == UInt8(ascii: "l") ? Int64(bitPattern: tape[index + 1]) : nil }

    package var double: Double? {
        switch tag {
        case UInt8(ascii: "d"): Double(bitPattern: tape[index + 1])
        case UInt8(ascii: "l"): Double(Int64(bitPattern: tape[index + 1]))
        case UInt8(ascii: "u"): Double(tape[index + 1])
        default: nil
        }
    }

    /// The string's UTF-8, unescaped; valid inside the parse only.
    package var utf8: UnsafeBufferPointer<UInt8>? {
        guard tag == UInt8(ascii: "\"") else { return nil }
        let at = strings + payload
        let length = UnsafeRawPointer(at).loadUnaligned(as: UInt32.self)
        return UnsafeBufferPointer(start: at + 4, count: Int(length))
    }

    package var string: String? {
        utf8.map { String(decoding: $0, as: UTF8.self) }
    }

    @inline(__always) func at(_ index: Int) -> JSONValue { JSONValue(tape: tape, strings: strings, index: index) }

    @inline(__always) fileprivate var bounds: Range<Int> { (index + 1)..<(Int(word & 0xFFFF_FFFF) - 1) }
}

extension JSONValue {
    /// An array's elements; nil when this is no array.
    package var elements: Elements? {
        tag == UInt8(ascii: "[") ? Elements(value: self, place: bounds.lowerBound, end: bounds.upperBound) : nil
    }

    /// An object's members in the order written, repeated names included; nil when this is no object.
    package var members: Members? {
        tag == UInt8(ascii: "{") ? Members(value: self, place: bounds.lowerBound, end: bounds.upperBound) : nil
    }

    /// The first member of this name; nil when there is none or this is no object.
    package subscript(_ name: StaticString) -> JSONValue? {
        guard let members else { return nil }
        for member in members where member.isNamed(name) { return member.value }
        return nil
    }

    package struct Elements: Sequence, IteratorProtocol {
        let value: JSONValue
        var place: Int
        let end: Int

        package mutating func next() -> JSONValue? {
            guard place < end else { return nil }
            let element = value.at(place)
            place = element.next
            return element
        }
    }

    package struct Member {
        let nameValue: JSONValue
        package let value: JSONValue
        package var name: String { nameValue.string ?? "" }
        package var nameUTF8: UnsafeBufferPointer<UInt8> { nameValue.utf8! }

        @inline(__always) package func isNamed(_ name: StaticString) -> Bool {
            let utf8 = nameUTF8
            guard utf8.count == name.utf8CodeUnitCount else { return false }
            let other = name.utf8Start
            for place in 0..<utf8.count where utf8[place] != other[place] { return false }
            return true
        }
    }

    package struct Members: Sequence, IteratorProtocol {
        let value: JSONValue
        var place: Int
        let end: Int

        package mutating func next() -> Member? {
            guard place < end else { return nil }
            let name = value.at(place)
            let member = Member(nameValue: name, value: value.at(place + 1))
            place = member.value.next
            return member
        }
    }

    /// A member name that this object holds twice, if any.
    package var repeatedName: String? {
        guard let members else { return nil }
        // Most objects are small and need no table; a large one must not cost the square of its size.
        var few: [UnsafeBufferPointer<UInt8>] = []
        var many: Set<String> = []
        for member in members {
            let name = member.nameUTF8
            if few.count < Self.fewMembers {
                if few.contains(where: { $0.count == name.count && $0.elementsEqual(name) }) { return member.name }
                few.append(name)
                if few.count == Self.fewMembers { many = Set(few.map { String(decoding: $0, as: UTF8.self) }) }
            } else if !many.insert(member.name).inserted {
                return member.name
            }
        }
        return nil
    }

    /// Up to so many names are compared with each other.
    private static var fewMembers: Int { 24 }

    /// The first name repeated in this value or anything inside it.
    package var repeatedNameAnywhere: String? {
        if let elements {
            for element in elements { if let name = element.repeatedNameAnywhere { return name } }
            return nil
        }
        guard let members else { return nil }
        if let name = repeatedName { return name }
        for member in members { if let name = member.value.repeatedNameAnywhere { return name } }
        return nil
    }
}
