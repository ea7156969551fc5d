import Glibc

/// A place on the tape of a parsed document.
///
/// The tape's words hold a type in the upper byte and a payload below it; simdjson's doc/tape.md has the whole story.
/// A value is a pair of pointers and an index: free to copy, valid inside `JSONParser.parse` only.
///
/// Replaying a log reads tens of millions of these, so what is small is inlined into the rooms that read; across rooms the
/// compiler does that for what is public alone.
public struct JSONValue {
    @usableFromInline let tape: UnsafePointer<UInt64>
    @usableFromInline let strings: UnsafePointer<UInt8>
    @usableFromInline let index: Int

    package enum Kind: Equatable { case null, bool, integer, unsigned, double, string, array, object }

    @usableFromInline static var payloadMask: UInt64 { 0x00FF_FFFF_FFFF_FFFF }

    @inlinable @inline(__always)
    init(tape: UnsafePointer<UInt64>, strings: UnsafePointer<UInt8>, index: Int) {
        (self.tape, self.strings, self.index) = (tape, strings, index)
    }

    @inlinable @inline(__always) var word: UInt64 { tape[index] }
    @inlinable @inline(__always) var tag: UInt8 { UInt8(truncatingIfNeeded: word >> 56) }
    @inlinable @inline(__always) var payload: Int { Int(truncatingIfNeeded: word & Self.payloadMask) }

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
    @inlinable @inline(__always) var next: Int {
        switch tag {
        case UInt8(ascii: "\""): index + 1
        case UInt8(ascii: "l"), UInt8(ascii: "u"), UInt8(ascii: "d"): index + 2
        case UInt8(ascii: "{"), UInt8(ascii: "["): Int(truncatingIfNeeded: word & 0xFFFF_FFFF)
        default: index + 1
        }
    }

    @inlinable public var isNull: Bool { tag == UInt8(ascii: "n") }
    @inlinable public var isObject: Bool { tag == UInt8(ascii: "{") }
    @inlinable public var isContainer: Bool { tag == UInt8(ascii: "{") || tag == UInt8(ascii: "[") }

    package var bool: Bool? {
        switch tag {
        case UInt8(ascii: "t"): true
        case UInt8(ascii: "f"): false
        default: nil
        }
    }

    /// The number, when it was written without fraction or exponent and fits Int64.
    @inlinable public var int64: Int64? { tag == UInt8(ascii: "l") ? Int64(bitPattern: tape[index + 1]) : nil }

    package var double: Double? {
        switch tag {
        case UInt8(ascii: "d"): Double(bitPattern: tape[index + 1])
        case UInt8(ascii: "l"): Double(Int64(bitPattern: tape[index + 1]))
        case UInt8(ascii: "u"): Double(tape[index + 1])
        default: nil
        }
    }

    /// The string's UTF-8, unescaped; valid inside the parse only.
    @inlinable public var utf8: UnsafeBufferPointer<UInt8>? { tag == UInt8(ascii: "\"") ? stringUTF8 : nil }

    /// The UTF-8 of what is known to be a string, as names are.
    @inlinable @inline(__always) var stringUTF8: UnsafeBufferPointer<UInt8> {
        let at = strings + payload
        let length = UnsafeRawPointer(at).loadUnaligned(as: UInt32.self)
        return UnsafeBufferPointer(start: at + 4, count: Int(length))
    }

    package var string: String? {
        utf8.map { String(decoding: $0, as: UTF8.self) }
    }

    @inlinable @inline(__always) func at(_ index: Int) -> JSONValue {
        JSONValue(tape: tape, strings: strings, index: index)
    }

    /// Where the contents of a container lie, behind its opening and before its closing word.
    @inlinable @inline(__always) var bounds: Range<Int> {
        Range(uncheckedBounds: (index + 1, Int(truncatingIfNeeded: word & 0xFFFF_FFFF) - 1))
    }

    /// How many elements or members a container has; simdjson counts up to 2^24 - 1.
    @inlinable public var count: Int { Int(truncatingIfNeeded: word >> 32 & 0xFF_FFFF) }
}

extension JSONValue {
    /// An array's elements; nil when this is no array.
    @inlinable public var elements: Elements? {
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

    public struct Elements: Sequence, IteratorProtocol {
        @usableFromInline let value: JSONValue
        @usableFromInline var place: Int
        @usableFromInline let end: Int

        @inlinable init(value: JSONValue, place: Int, end: Int) {
            (self.value, self.place, self.end) = (value, place, end)
        }

        @inlinable public mutating func next() -> JSONValue? {
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
        package var nameUTF8: UnsafeBufferPointer<UInt8> { nameValue.stringUTF8 }

        @inline(__always) package func isNamed(_ name: StaticString) -> Bool { nameValue.isName(name) }
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
}
