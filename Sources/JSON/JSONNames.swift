import Glibc

// Names of members: found quickly where absent, and never twice in one object.

extension JSONValue {
    /// A bit that stands for a name: two names with one bit may differ, two with different bits do.
    ///
    /// The factor keeps the names of our facts apart, object by object, as well as 64 bits can; any odd one would do.
    @inlinable @inline(__always)
    static func bit(of name: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
        // An empty name ends with simdjson's own NUL, so that there is a first byte.
        let key =
            // cannot trap: there is a byte behind the last
            UInt32(truncatingIfNeeded: count) | UInt32(name[0]) &<< 8 | UInt32(name[count &>> 1]) &<< 16
        return 1 &<< UInt64((key &* 0x8886_D179) &>> 26)
    }

    /// Of a string on the tape.
    @inlinable @inline(__always) var nameBit: UInt64 {
        let name = stringUTF8
        return Self.bit(of: name.baseAddress.unsafelyUnwrapped, name.count)
    }

    @inlinable @inline(__always) func isName(_ name: StaticString) -> Bool {
        let utf8 = stringUTF8
        return utf8.count == name.utf8CodeUnitCount
            && memcmp(utf8.baseAddress.unsafelyUnwrapped, name.utf8Start, name.utf8CodeUnitCount) == 0
    }

    private func isSameName(_ other: JSONValue) -> Bool {
        let (one, other) = (stringUTF8, other.stringUTF8)
        // cannot trap: a buffer with bytes has an address
        return one.count == other.count && memcmp(one.baseAddress!, other.baseAddress!, one.count) == 0
    }

    /// Whether a name stands between two places of this object. Only where bits agree.
    @usableFromInline func has(_ name: JSONValue, from start: Int, to end: Int) -> Bool {
        var place = start
        while place < end {
            if at(place).isSameName(name) { return true }
            place = at(place + 1).next
        }
        return false
    }

    /// Up to so many names are compared with each other; more are put into a table, since a large object must not cost
    /// the square of its size.
    @usableFromInline static var fewMembers: Int { 32 }

    /// A member name that this object holds twice, if any.
    package var repeatedName: String? {
        guard isObject else { return nil }
        if count > Self.fewMembers { return repeatedNameOfMany }
        let bounds = bounds
        var (place, bits) = (bounds.lowerBound, UInt64(0))
        while place < bounds.upperBound {
            let name = at(place)
            let bit = name.nameBit
            if bits & bit != 0, has(name, from: bounds.lowerBound, to: place) { return name.string }
            bits |= bit
            place = at(place + 1).next
        }
        return nil
    }

    @usableFromInline var hasRepeatedName: Bool { repeatedName != nil }

    private var repeatedNameOfMany: String? {
        var names: Set<[UInt8]> = []
        return members?.first { !names.insert(Array($0.nameUTF8)).inserted }?.name
    }

    /// The first name repeated in this value or anything inside it.
    package var repeatedNameAnywhere: String? {
        guard isContainer else { return nil }
        let bounds = bounds
        var place = bounds.lowerBound
        if isObject {
            if let name = repeatedName { return name }
            while place < bounds.upperBound {
                let value = at(place + 1)
                if value.isContainer, let name = value.repeatedNameAnywhere { return name }
                place = value.next
            }
        } else {
            while place < bounds.upperBound {
                let value = at(place)
                if value.isContainer, let name = value.repeatedNameAnywhere { return name }
                place = value.next
            }
        }
        return nil
    }
}

/// The members of an object, taken by name.
///
/// Writers mostly write in the order of the schema, so each is looked for behind the last; and a bit for each name there
/// is tells at once that another is absent. Both cost next to nothing where most of what may stand in an object does not.
public struct JSONMembers {
    @usableFromInline let object: JSONValue
    @usableFromInline let start: Int
    @usableFromInline let end: Int
    /// Where the member behind the one last found begins.
    @usableFromInline var place: Int
    @usableFromInline let names: UInt64
    /// Whether a name stands twice among these members; inside their values is another matter.
    public let hasRepeats: Bool
    /// How many members are objects or arrays.
    public let containers: Int

    /// - Parameter object: must be one.
    @inlinable public init(_ object: JSONValue) {
        let bounds = object.bounds
        var (place, names, hasRepeats, containers) = (bounds.lowerBound, UInt64(0), false, 0)
        let areFew = object.count <= JSONValue.fewMembers
        while place < bounds.upperBound {
            let name = object.at(place)
            let value = object.at(place &+ 1)
            let bit = name.nameBit
            if names & bit != 0, areFew, object.has(name, from: bounds.lowerBound, to: place) { hasRepeats = true }
            names |= bit
            if value.isContainer { containers &+= 1 }
            place = value.next
        }
        if !areFew { hasRepeats = object.hasRepeatedName }
        (self.object, start, end, self.place) = (object, bounds.lowerBound, bounds.upperBound, bounds.lowerBound)
        (self.names, self.hasRepeats, self.containers) = (names, hasRepeats, containers)
    }

    /// The member of this name, null included; nil when there is none. A name that stands twice gives either.
    @inlinable @inline(__always) public mutating func take(_ name: StaticString) -> JSONValue? {
        guard names & JSONValue.bit(of: name.utf8Start, name.utf8CodeUnitCount) != 0 else { return nil }
        if place < end, object.at(place).isName(name) {
            let value = object.at(place &+ 1)
            place = value.next
            return value
        }
        return search(name)
    }

    /// Looks behind the last one found, then before it.
    @usableFromInline mutating func search(_ name: StaticString) -> JSONValue? {
        search(name, from: place, to: end) ?? search(name, from: start, to: place)
    }

    private mutating func search(_ name: StaticString, from start: Int, to end: Int) -> JSONValue? {
        var next = start
        while next < end {
            let (found, value) = (object.at(next), object.at(next + 1))
            next = value.next
            guard found.isName(name) else { continue }
            place = next
            return value
        }
        return nil
    }
}
