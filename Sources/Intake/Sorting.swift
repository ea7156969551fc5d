import Events
import Log

/// The events of one request, parted into what is appended, what is known and what is refused.
struct Sorting: Sendable {
    /// What goes into the log, in the request's order.
    private(set) var news: [(event: Door.Admitted, hash: UInt64)] = []
    private var fates: [(id: FactID?, faults: [Fault], event: Door.Admitted?, fate: Fate)] = []
    /// Where a number stands in `news`: more than once when its versions differ.
    private var placesByNumber: [Int64: [Int]] = [:]

    private enum Fate {
        case refused(Refusal)
        /// In the log since before this request.
        case known(Placement)
        /// The same bytes as an earlier event of this request.
        case repeats(place: Int)
        case new(place: Int)
    }

    mutating func refuse(_ refusal: Refusal, _ id: FactID?) { fates.append((id, [], nil, .refused(refusal))) }

    mutating func take(_ event: Door.Admitted, _ hash: UInt64, known: Repeats.Known?) {
        if let known, known.hash == hash {
            return fates.append((event.id, event.faults, event, .known(known.placement)))
        }
        let places = placesByNumber[event.id.sequence] ?? []
        if let place = places.first(where: { news[$0].hash == hash }) {
            return fates.append((event.id, event.faults, event, .repeats(place: place)))
        }
        let isConflict = known != nil || !places.isEmpty
        fates.append((event.id, event.faults + (isConflict ? [Self.conflict] : []), event, .new(place: news.count)))
        placesByNumber[event.id.sequence, default: []].append(news.count)
        news.append((event, hash))
    }

    /// Advice, not a fault of the data: the event is kept, and the earlier in the log is the one that counts.
    private static let conflict = Fault(
        "", Self.conflictRule,
        "this writerseq is in the log with other bytes; the earlier counts, both stand in quarantine")
    static let conflictRule = "writerseq.conflict"

    /// - Parameter placements: where `news` went, in its order.
    func results(_ placements: [Placement]) -> [EventResult] {
        fates.enumerated().map { index, each in
            func result(_ status: EventResult.Status, _ placement: Placement?) -> EventResult {
                EventResult(
                    index: index, id: each.id?.description, status: status, placement: placement, faults: each.faults,
                    effect: each.event?.effect ?? .folded, nearest: each.event?.nearest, refusal: nil)
            }
            switch each.fate {
            case .refused(let refusal): return .refused(index, id: each.id, refusal)
            case .known(let placement): return result(.duplicate, placement)
            case .repeats(let place): return result(.duplicate, placements[place])
            case .new(let place):
                let isSuspect = each.faults.contains { $0.rule != Self.conflictRule && $0.rule != Door.strayRule }
                return result(isSuspect ? .suspect : .accepted, placements[place])
            }
        }
    }
}
