import Events
import Log
import Rules

/// What became of a request.
package enum Outcome: Sendable, Equatable {
    /// Everything that was let in is durable. The position is nil when nothing stands in the log, or where it does not
    /// say.
    case answered(position: Position?, results: [EventResult])
    /// The request as a whole, or its only event, was turned away; nothing of it is stored.
    case refused(Refusal)
    /// The log did not take it, or only in part: the same request again mends it.
    case unavailable(reason: String, retryAfterSeconds: Int)
}

/// What became of one event of a request.
package struct EventResult: Sendable, Equatable {
    package enum Status: String, Sendable {
        case accepted
        /// Kept, but it breaks rules: see `faults`.
        case suspect
        /// The same bytes are in the log already, at `placement`.
        case duplicate
        case refused
    }

    /// Its place in the request, from 0.
    package let index: Int
    /// `writer:writerseq`, where the envelope could be read.
    package let id: String?
    package let status: Status
    package let placement: Placement?
    /// Every broken rule by its path in `data`, a duplicate's too: a repeat is answered like the first time.
    package let faults: [Fault]
    /// What this version does with it.
    package let effect: FactEffect
    /// Of an unknown type: the known one that it is most like.
    package let nearest: String?
    package let refusal: Refusal?

    package var recordedAt: Instant? { placement.map { Instant(milliseconds: $0.recordedAt) } }

    static func refused(_ index: Int, id: FactID?, _ refusal: Refusal) -> EventResult {
        EventResult(
            index: index, id: id?.description, status: .refused, placement: nil, faults: [], effect: .folded,
            nearest: nil, refusal: refusal)
    }
}
