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

    /// What the books had of products when they were counted, in thousandths; of others they are asked for what they have now.
    var booksSay: ByID<Int64> = [:]

    /// What a price was that takes another's place, by its id; of others it is looked up.
    var pricesBefore: ByID<UnitAmount> = [:]

    /// When what is decided takes effect, unless it says otherwise.
    let now: Instant

    /// Whether this is asked for and may be refused; what follows from a till's late receipt has happened.
    let isAsked: Bool

    /// What many commands in one transaction look at, read once; nil where there is one.
    let many: ManyCommands?

    init(_ connection: Connection, now: Instant = .now, isAsked: Bool = false, many: ManyCommands? = nil) {
        (self.connection, self.now, self.isAsked, self.many) = (connection, now, isAsked, many)
    }

    /// Has streams of one kind at hand, locked, with two statements for all of them.
    ///
    /// - Parameter isTrial: nothing is kept of what is decided, so nobody is kept waiting.
    func prepare(_ decider: any Decider.Type, _ ids: [String], isTrial: Bool) throws {
        let missing = ids.filter { streams[StreamKey(kind: decider.kind, id: $0)] == nil && Self.isKey($0) }
        for stream in try StreamTable.load(connection, decider, missing, isTrial: isTrial) {
            streams[stream.key] = stream
        }
    }

    /// How many facts a stream has taken that is at hand; 0: there is none.
    func version(_ kind: String, _ id: String) -> Int64 { streams[StreamKey(kind: kind, id: id)]?.version ?? 0 }

    /// A stream, locked by this transaction.
    func stream<D: Decider>(_ decider: D.Type, _ id: String) throws -> Stream<D> {
        // cannot trap: a key holds its kind, and a kind is one decider's
        try stream(decider as any Decider.Type, id) as! Stream<D>
    }

    func state<D: Decider>(_ decider: D.Type, _ id: String) throws -> D.State { try stream(decider, id).state }

    /// A stream as it is now, not locked: for what a decision looks at and does not change.
    func look<D: Decider>(_ decider: D.Type, _ id: String) throws -> D.State {
        let key = StreamKey(kind: D.kind, id: id)
        if let stream = streams[key] as? Stream<D> { return stream.state }
        if let seen = many?.seen[key] as? D.State { return seen }
        let state = try StreamTable.peek(connection, decider, id)?.state ?? D.initial
        many?.seen[key] = state
        return state
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
        // All of them first: of what is decided together nothing stands alone.
        for fact in facts {
            try Self.check(fact.fact)
            try Outbox.check(fact)
        }
        for fact in facts {
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
        // Asked before any stream changes: whose account a receipt stood on, and what it was.
        let accounts = try accounts(of: said)
        let revised = said.revisedReceipt
        let before = try revised.map { try look(ReceiptDecider.self, $0) }
        for decider in Deciders.all {
            let ids =
                switch decider.kind {
                case AccountDecider.kind: accounts
                case PointsDecider.kind: try points(of: said)
                default: decider.streams(of: said)
                }
            for id in ids where Self.isKey(id) { try stream(decider, id).evolve(said, place) }
        }
        if let revised, let before, Self.isKey(revised) { try foldCharge(of: revised, before, place) }
    }

    /// What a receipt puts on accounts follows the revision of it that counts, which need not be the one that was heard now:
    /// the account that it stood on and the one that it stands on are told.
    private func foldCharge(of receipt: String, _ before: ReceiptDecider.State, _ place: Int) throws {
        let after = try state(ReceiptDecider.self, receipt)
        guard after.isUndone != before.isUndone || after.counting != before.counting else { return }
        var counting = folded[place].said
        if let replacement = after.counting {
            var fact = ReceiptCorrection()
            (fact.receipt, fact.revision, fact.replacement) = (receipt, after.revision, replacement)
            counting.fact = .receiptCorrected(fact)
        } else {
            var fact = ReceiptVoided()
            (fact.receipt, fact.revision) = (receipt, after.revision)
            counting.fact = .receiptVoided(fact)
        }
        let accounts = Set([before.account, after.account].compactMap { $0 }).sorted().filter { Self.isKey($0) }
        guard !accounts.isEmpty else { return }
        folded.append((counting, folded[place].decided))
        for account in accounts { try stream(AccountDecider.self, account).evolve(counting, folded.count - 1) }
    }

    /// The accounts that a fact concerns. A receipt that comes behind its revision stands on none by itself, and a revision does
    /// not say whether it counts (`foldCharge`).
    private func accounts(of said: Said) throws -> [String] {
        let own = AccountDecider.streams(of: said)
        switch said.fact {
        case .receiptCompleted:
            guard !own.isEmpty, let id = said.id else { return own }
            return try look(ReceiptDecider.self, id.description).revision == 0 ? own : []
        case .receiptCorrected, .receiptVoided, .receiptCancelled: return []
        default: return own
        }
    }

    /// Longer ids come only from facts that are marked for it; an index could not hold all of them.
    private static func isKey(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= keyLimit && !id.utf8.contains(0)
    }

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

extension Said {
    /// The receipt that a correction, a void or a cancellation revises.
    fileprivate var revisedReceipt: String? {
        switch fact {
        case .receiptCorrected(let fact): fact.replacement == nil ? nil : fact.receipt
        case .receiptVoided(let fact): fact.receipt
        case .receiptCancelled(let fact): fact.receipt
        default: nil
        }
    }
}
