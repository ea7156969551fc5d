/// Tells where the elements of a JSON array lie in its bytes, without judging what is in them.
///
/// A batch must not fall with one broken member, so its bounds are found by brackets and quotes alone and each
/// element is parsed by itself afterwards.
package enum JSONArraySplitter {
    package enum Trouble: Error, Equatable {
        /// The bytes do not begin with `[`.
        case notAnArray
        /// A bracket or a quote is left open, so the bounds of what follows cannot be told.
        case unbalanced(atByte: Int)
        /// There are more elements than are taken.
        case tooMany(limit: Int)
    }

    /// The byte range of every element, white space around it left out; more than `limit` elements are an error.
    package static func ranges(in bytes: UnsafeRawBufferPointer, limit: Int = .max) throws(Trouble) -> [Range<Int>] {
        var place = 0
        skipSpace(bytes, &place)
        guard place < bytes.count, bytes[place] == UInt8(ascii: "[") else { throw .notAnArray }
        place += 1
        var ranges: [Range<Int>] = []
        skipSpace(bytes, &place)
        if place < bytes.count, bytes[place] == UInt8(ascii: "]") {
            try expectEnd(bytes, place + 1)
            return []
        }
        while true {
            skipSpace(bytes, &place)
            let start = place
            try skipElement(bytes, &place)
            var end = place
            while end > start, isSpace(bytes[end - 1]) { end -= 1 }
            guard ranges.count < limit else { throw .tooMany(limit: limit) }
            ranges.append(start..<end)
            if bytes[place] == UInt8(ascii: "]") { break }
            place += 1
        }
        try expectEnd(bytes, place + 1)
        return ranges
    }

    /// Leaves `place` on the comma or the bracket that ends the element.
    private static func skipElement(_ bytes: UnsafeRawBufferPointer, _ place: inout Int) throws(Trouble) {
        var depth = 0
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\""):
                place += 1
                while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
                    place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
                }
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: "]"):
                if depth == 0 { return }
                depth -= 1
            case UInt8(ascii: ","):
                if depth == 0 { return }
            default: break
            }
            if depth < 0 { throw .unbalanced(atByte: place) }
            place += 1
        }
        throw .unbalanced(atByte: bytes.count)
    }

    private static func expectEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) throws(Trouble) {
        var place = start
        skipSpace(bytes, &place)
        if place != bytes.count { throw .unbalanced(atByte: place) }
    }

    private static func skipSpace(_ bytes: UnsafeRawBufferPointer, _ place: inout Int) {
        while place < bytes.count, isSpace(bytes[place]) { place += 1 }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}
