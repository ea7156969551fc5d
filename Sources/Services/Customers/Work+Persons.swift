import Events
import Postgres

/// Ids of customers that were merged are one person: what is scarce or limited is decided by all of them together.
extension Work {
    /// Every id of the person that an id is of, itself included, by their bytes.
    func person(_ customer: String) throws -> [String] {
        var found: Set<ExactText> = [ExactText(customer)]
        var next = [customer]
        while let id = next.popLast() {
            for other in try look(CustomerDecider.self, id).merged ?? [] where found.insert(other).inserted {
                next.append(other.text)
            }
        }
        return found.sorted().map(\.text)
    }

    /// The points of a person, whichever id they were given under; every id's are locked, in their order.
    func points(of person: [String]) throws -> PointsDecider.State {
        .together(try person.map { try state(PointsDecider.self, $0) })
    }

    /// What a person owes in a currency, whichever id it stands under; every id's account is locked, in their order.
    func account(of person: [String], _ currency: String) throws -> AccountDecider.State {
        .together(try person.map { try state(AccountDecider.self, AccountDecider.stream($0, currency)) })
    }

    /// The streams of points that a fact concerns: what is spent or freed may lie under another id of the person.
    func points(of said: Said) throws -> [String] {
        switch said.fact {
        case .pointsBurned, .pointsExpired, .pointsReleased:
            return try PointsDecider.streams(of: said).flatMap { try person($0) }
        default: return PointsDecider.streams(of: said)
        }
    }

    /// The contracts that a person has, whichever id signed them.
    func contracts(of person: [String]) throws -> [ContractFacts] {
        let ids = try connection.prepared(
            "contracts_of",
            """
            SELECT id FROM davtari.stream WHERE kind = 'contract'
                AND davtari.said(state)->>'customer' = ANY($1) ORDER BY id
            """, [.textArray(person)]
        ).map { try $0.text(0) }
        return try ids.compactMap { id in
            let state = try look(SubjectDecider<ContractSubject>.self, id)
            return state.isOver(at: now) ? nil : state.said(at: now)
        }
    }
}

/// How long something is kept for a till that does not say: longer than anybody stands there.
enum HoldTime {
    static let milliseconds: Int64 = 30 * 60_000

    static func end(_ said: String?, at now: Instant) -> String {
        said ?? Instant(milliseconds: now.milliseconds + milliseconds).description
    }
}
