import JSON

/// Says where bytes fail to be JSON. The parser only says that they do, so this is asked after it has said no.
enum Diagnosis {
    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// - Parameter start: where the event begins in the request's body.
    static func refusal(of event: [UInt8], startingAt start: Int, parser error: any Error) -> Refusal {
        if let place = firstInvalidUTF8(in: event) {
            return .malformed("utf8", "byte \(start + place) of the body is not UTF-8", byte: start + place)
        }
        if let place = tooDeep(event) {
            let limit = IntakeLimits.depth
            return Refusal(400, "depth", "the event is nested deeper than \(limit)", byte: start + place, limit: limit)
        }
        if (error as? JSONError)?.isNumber ?? false, JSONNumbers.areWell(event) {
            return Refusal(422, "json.number", "the event holds a number that 64 bits do not hold", byte: start)
        }
        return .malformed("json", "the event is not JSON: \(error)", byte: start)
    }

    private static func firstInvalidUTF8(in bytes: [UInt8]) -> Int? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return error.byteOffsets.lowerBound
        }
    }

    /// The bracket that opens one level too many.
    private static func tooDeep(_ bytes: [UInt8]) -> Int? {
        var depth = 0
        var isInString = false
        var place = 0
        while place < bytes.count {
            switch bytes[place] {
            case UInt8(ascii: "\\") where isInString: place += 1
            case UInt8(ascii: "\""): isInString.toggle()
            case UInt8(ascii: "{") where !isInString, UInt8(ascii: "[") where !isInString:
                depth += 1
                if depth >= IntakeLimits.depth { return place }
            case UInt8(ascii: "}") where !isInString, UInt8(ascii: "]") where !isInString: depth -= 1
            default: break
            }
            place += 1
        }
        return nil
    }
}
