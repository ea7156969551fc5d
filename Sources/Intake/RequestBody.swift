import JSON

/// Finds the events in a request's body.
enum RequestBody {
    /// The byte range of each event, white space around it left out, so that an event has the same bytes whether it
    /// comes alone or in a batch.
    static func events(in body: [UInt8], _ form: Intake.Form) throws(Refusal) -> [Range<Int>] {
        guard body.count <= IntakeLimits.bodyBytes else {
            let limit = IntakeLimits.bodyBytes
            throw .tooLarge("body.size", "a body of \(body.count) bytes is over the limit of \(limit)", limit: limit)
        }
        switch form {
        case .single: return [try onlyEvent(in: body)]
        case .batch: return try batch(in: body)
        }
    }

    private static func onlyEvent(in body: [UInt8]) throws(Refusal) -> Range<Int> {
        guard let first = body.firstIndex(where: { !isSpace($0) }), let last = body.lastIndex(where: { !isSpace($0) })
        else { throw .malformed("json", "the body is empty") }
        return first..<last + 1
    }

    private static func batch(in body: [UInt8]) throws(Refusal) -> [Range<Int>] {
        let ranges: [Range<Int>]
        do {
            ranges = try body.withUnsafeBytes { try JSONArraySplitter.ranges(in: $0, limit: IntakeLimits.batchEvents) }
        } catch JSONArraySplitter.Trouble.tooMany(let limit) {
            throw .tooLarge("batch.count", "a batch holds at most \(limit) events; this one holds more", limit: limit)
        } catch JSONArraySplitter.Trouble.unbalanced(let place) {
            throw .malformed(
                "batch.bounds", "where its events begin and end cannot be told at byte \(place)", byte: place)
        } catch {
            throw .malformed("batch.bounds", "a batch must be a JSON array", byte: 0)
        }
        let limit = IntakeLimits.batchEvents
        guard !ranges.isEmpty else {
            throw Refusal(400, "batch.empty", "a batch holds 1 to \(limit) events", limit: limit)
        }
        return ranges
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
}
