import Events
import Postgres
import Rules

/// One command at work in one transaction: the streams it looked at, locked, and the facts decided so far.
///
/// A fact is folded at once into every stream that it concerns, so whatever is decided next sees it.
package final class Work {
    let connection: Connection
    private var streams: [StreamKey: any AnyStream] = [:]
    private(set) var decided: [Decided] = []
    /// Everything folded here, in order; for what was decided, its place among `decided`.
    private var folded: [(said: Said, decided: Int?)] = []

    /// When what is decided takes effect, unless it says otherwise.
    let now: Instant

    /// Whether this is asked for and may be refused; what follows from a till's late receipt has happened.
    let isAsked: Bool

    init(_ connection: Connection, now: Instant = .now, isAsked: Bool = false) {
        (self.connection, self.now, self.isAsked) = (connection, now, isAsked)
    }

    /// A stream, locked by this transaction.
    func stream<D: Decider>(_ decider: D.Type, _ id: String) throws -> Stream<D> {
        // cannot trap: a key holds its kind, and a kind is one decider's
        try stream(decider as any Decider.Type, id) as! Stream<D>
    }

    func state<D: Decider>(_ decider: D.Type, _ id: String) throws -> D.State { try stream(decider, id).state }

    /// A stream as it is now, not locked: for what a decision looks at and does not change.
    func look<D: Decider>(_ decider: D.Type, _ id: String) throws -> D.State {
        if let stream = streams[StreamKey(kind: D.kind, id: id)] as? Stream<D> { return stream.state }
        return try StreamTable.peek(connection, decider, id)?.state ?? D.initial
    }

    private func stream(_ decider: any Decider.Type, _ id: String) throws -> any AnyStream {
        let key = StreamKey(kind: decider.kind, id: id)
        if let stream = streams[key] { return stream }
        let stream = try StreamTable.load(connection, decider, id)
        streams[key] = stream
        return stream
    }

    /// Decides a command for one thing; what was decided counts from now on.
    @discardableResult
    func decide<D: Decider>(_ decider: D.Type, _ id: String, _ order: D.Order) throws -> [Decided] {
        try decide(decider, order, on: try state(decider, id))
    }

    /// The same for what several streams come to together.
    @discardableResult
    func decide<D: Decider>(_ decider: D.Type, _ order: D.Order, on state: D.State) throws -> [Decided] {
        let facts = try D.decide(order, state)
        for fact in facts {
            try Self.check(fact.fact)
            if isAsked {
                try checkPeriod(fact)
                try OwnFields(self).check(fact.fact)
            }
            var said = fact.said
            said.at = (fact.fact.circumstances?.effective(occurredAt: now) ?? now).milliseconds
            folded.append((said, decided.count))
            decided.append(fact)
            try fold(said, folded.count - 1)
        }
        return facts
    }

    /// Folds a fact into every stream that it concerns.
    func evolve(_ said: Said) throws {
        folded.append((said, nil))
        try fold(said, folded.count - 1)
    }

    /// What Davtari itself decides keeps every rule that a fact of others would be marked for.
    private static func check(_ fact: Fact) throws(Refusal) {
        guard let fault = fact.brokenRules.first else { return }
        throw Refusal.invalid(fault.path, fault.rule, fault.message)
    }

    private func fold(_ said: Said, _ place: Int) throws {
        // Asked before any stream changes: whose account a receipt stood on.
        let accounts = try accounts(of: said)
        for decider in Deciders.all {
            let ids =
                switch decider.kind {
                case AccountDecider.kind: accounts
                case PointsDecider.kind: try points(of: said)
                default: decider.streams(of: said)
                }
            for id in ids where Self.isKey(id) { try stream(decider, id).evolve(said, place) }
        }
    }

    /// The accounts that a fact concerns: a revision of a receipt does not say on whose account the receipt stood, and a
    /// receipt that comes behind its revision stands on none by itself.
    private func accounts(of said: Said) throws -> [String] {
        let own = AccountDecider.streams(of: said)
        switch said.fact {
        case .receiptCompleted:
            guard !own.isEmpty, let id = said.id else { return own }
            return try look(ReceiptDecider.self, id.description).revision == 0 ? own : []
        case .receiptCorrected, .receiptVoided, .receiptCancelled:
            let stood = try ReceiptDecider.streams(of: said).compactMap { try look(ReceiptDecider.self, $0).account }
            return Set((own + stood).map(ExactText.init)).sorted().map(\.text)
        default: return own
        }
    }

    /// Longer ids come only from facts that are marked for it; an index could not hold all of them.
    private static func isKey(_ id: String) -> Bool { !id.isEmpty && id.utf8.count <= keyLimit }

    /// Two ids of a fact, and what stands between them.
    private static let keyLimit = 500

    /// Stores what the streams have become.
    ///
    /// - Parameter ids: those that the decided facts were given, in order.
    func save(_ ids: [FactID]) throws {
        let all = streams.values.sorted { $0.key < $1.key }
        if !ids.isEmpty {
            let numbered = folded.map { fact -> Said in
                var said = fact.said
                if let place = fact.decided { said.id = ids[place] }
                return said
            }
            for stream in all where stream.isChanged { stream.number(numbered) }
        }
        try StreamTable.save(connection, all.filter(\.isChanged))
        try StreamTable.drop(connection, all)
    }
}
