import CSimdjson

/// Why bytes are not JSON.
package struct JSONError: Error, Equatable, CustomStringConvertible {
    /// simdjson's own sentence.
    package let description: String
    /// A number is written wrongly, or is one that 64 bits do not hold (`JSONNumbers` tells which).
    package var isNumber = false
}

/// Reads JSON strictly (RFC 8259: UTF-8, numbers, depth) through simdjson.
///
/// A parser owns the tape that its values point into, so it serves one document at a time and one thread at a time;
/// make one a thread and keep it, since its buffers grow to the largest document seen.
package final class JSONParser {
    /// Deeper nesting is refused: no fact needs it, and a fold's recursion must be bounded.
    package static let depthLimit = 64

    /// `simdjson::NUMBER_ERROR`.
    private static let numberError: Int32 = 9

    private let parser: OpaquePointer
    private var padded: [UInt8] = []

    /// - Parameter capacity: the longest document in bytes; a longer one is an error.
    package init(capacity: Int = 64 << 20) {
        guard let parser = csimdjson_parser_new(capacity, Self.depthLimit) else {
            fatalError("no memory for a JSON parser")
        }
        self.parser = parser
    }

    deinit { csimdjson_parser_free(parser) }

    /// Calls `body` with the document's root; the value must not leave `body`.
    package func parse<R>(_ bytes: UnsafeRawBufferPointer, _ body: (JSONValue) throws -> R) throws -> R {
        let padding = Int(CSIMDJSON_PADDING)
        if padded.count < bytes.count + padding {
            padded = [UInt8](repeating: 0, count: max(bytes.count * 2, 4096) + padding)
        }
        let document = padded.withUnsafeMutableBytes { buffer in
            buffer.copyMemory(from: bytes)
            return csimdjson_parse(
                // cannot trap: the buffer has room for the padding at least
                parser, buffer.baseAddress!.assumingMemoryBound(to: UInt8.self), bytes.count)
        }
        guard document.error == 0, let tape = document.tape, let strings = document.strings else {
            throw JSONError(
                description: String(cString: csimdjson_error_message(document.error)),
                isNumber: document.error == Self.numberError)
        }
        return try body(JSONValue(tape: tape, strings: strings, index: 1))
    }

    package func parse<R>(_ bytes: [UInt8], _ body: (JSONValue) throws -> R) throws -> R {
        try bytes.withUnsafeBytes { try parse($0, body) }
    }
}
