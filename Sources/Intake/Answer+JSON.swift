import Events
import JSON

extension Outcome {
    package var httpStatus: Int {
        switch self {
        case .answered: 200
        case .refused(let refusal): refusal.httpStatus
        case .unavailable: 503
        }
    }

    /// The media type of `body`.
    package var contentType: String {
        if case .answered = self { "application/json" } else { "application/problem+json" }
    }

    /// The answer as it is sent.
    ///
    /// - Parameter safeThrough: the writer's number up to which everything is folded and committed; nil says that it is
    ///   not known now.
    package func body(safeThrough: Int64?) -> [UInt8] {
        switch self {
        case .answered(let position, let results):
            var json = JSONWriter()
            json.object { answer in
                answer.name("position")
                answer.value(.text(position?.description))
                answer.name("safeThrough")
                answer.value(.number(safeThrough))
                answer.name("events")
                answer.array { events in for result in results { result.write(to: &events) } }
            }
            return json.bytes
        case .refused(let refusal): return refusal.problem.bytes
        case .unavailable(let reason, let retryAfterSeconds):
            let problem: JSON = [
                "type": "urn:davtari:problem:unavailable", "title": "Not taken now", "status": 503,
                "detail": .string(reason), "retryAfterSeconds": .int(Int64(retryAfterSeconds)),
            ]
            return problem.bytes
        }
    }
}

extension EventResult {
    /// Straight into the answer: a batch has a thousand of these.
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.name("id")
            if let id { json.string(id) } else { json.null() }
            json.name("status")
            json.string(status.rawValue)
            if let placement {
                json.name("partition")
                json.int(Int64(placement.partition))
                json.name("offset")
                if let offset = placement.offset { json.int(offset) } else { json.null() }
                json.name("recordedAt")
                if let recordedAt { json.string(recordedAt.description) } else { json.null() }
                json.name("faults")
                json.array { json in for fault in faults { json.value(fault.json) } }
                if effect != .folded {
                    json.name("effect")
                    json.string(effect.rawValue)
                }
                if let nearest {
                    json.name("nearest")
                    json.string(nearest)
                }
            }
            if let refusal {
                json.name("problem")
                json.value(refusal.problem)
            }
        }
    }
}

extension Refusal {
    /// RFC 9457, with the rule, the place and the limit as further members.
    package var problem: JSON {
        var problem: JSON = [
            "type": .string("urn:davtari:problem:\(rule)"), "title": "Refused at the door",
            "status": .int(Int64(httpStatus)),
            "detail": .string(message), "rule": .string(rule),
        ]
        if let place { problem["place"] = .string(place) }
        if let byte { problem["byte"] = .int(Int64(byte)) }
        if let limit { problem["limit"] = .int(Int64(limit)) }
        return problem
    }
}
