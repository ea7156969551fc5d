import Events
import JSON
import Log
import Postgres
import Rules

/// What an entry is to be, by the row of a spreadsheet: said as a whole where there is none yet, else only what is named.
package struct EntryOrder: Sendable {
    package var id: String
    /// All that is said of a new one.
    package var whole: JSON
    /// What is said of one that is there.
    package var change: JSON

    package init(id: String, whole: JSON, change: JSON) { (self.id, self.whole, self.change) = (id, whole, change) }
}

/// What became of it.
package enum EntryOutcome: Sendable {
    /// It was not there.
    case added
    case changed
    /// It was so already; no fact was said.
    case same
    case refused(Refusal)
}

extension Office {
    /// Work on many things in one transaction, each refused by itself.
    struct Many {
        let decider: (any Decider.Type)?
        let ids: [String]
        /// Barcodes that are named.
        let barcodes: [String]
        /// Whether what is refused may have written something, which is taken back then.
        let isUndone: Bool
        let run: (Work, _ place: Int) throws -> Void
        /// Those that go further than their asker may alone.
        var beyond: Set<Int> = []
    }

    /// What some of them came to goes further than their asker may alone: they are decided once more, without these.
    private struct SomeBeyond: Error {
        let places: Set<Int>
    }

    /// What a trial ends with.
    private struct TrialOver: Error {}

    /// Decides many commands in one transaction.
    ///
    /// - Parameter isTrial: nothing is kept of it; it is said what would be.
    /// - Returns: the outcome of each, and the last fact that was said.
    func perform(_ many: Many, isTrial: Bool) throws -> (outcomes: [EntryOutcome], last: FactID?) {
        try waitUntilReady()
        var many = many
        while true {
            do { return try retrying { try performOnce(many, isTrial: isTrial) } } catch let some as SomeBeyond {
                many.beyond.formUnion(some.places)
            }
        }
    }

    private func performOnce(_ many: Many, isTrial: Bool) throws -> (outcomes: [EntryOutcome], last: FactID?) {
        var (outcomes, last): ([EntryOutcome], FactID?) = ([], nil)
        do {
            try pool.withConnection { connection in
                try connection.transaction {
                    guard try OfficeEpoch.decides(connection) else { throw OfficeError.notReady }
                    try AccountFacts.carryDue(connection, log)
                    let seen = ManyCommands()
                    if !many.barcodes.isEmpty {
                        seen.barcodes = try BarcodeHolders(many.barcodes, connection, isTrial: isTrial)
                    }
                    let work = Work(connection, now: clock(), isAsked: true, many: seen)
                    if let decider = many.decider { try work.prepare(decider, many.ids, isTrial: isTrial) }
                    var beyond: Set<Int> = []
                    outcomes = try many.ids.indices.map { place in
                        do { return try outcome(of: place, in: many, work, connection) } catch is BeyondLimit {
                            beyond.insert(place)
                            return .refused(ApprovalActions.beyond)
                        }
                    }
                    guard beyond.isEmpty else { throw SomeBeyond(places: beyond) }
                    guard !isTrial else { throw TrialOver() }
                    let facts =
                        try work.decided.isEmpty ? [] : Outbox.append(work.decided, at: clock(), log, connection)
                    try work.save(facts)
                    last = facts.last
                }
            }
        } catch is TrialOver {}
        return (outcomes, last)
    }

    private func outcome(
        of place: Int, in many: Many, _ work: Work, _ connection: Connection
    ) throws -> EntryOutcome {
        guard !many.beyond.contains(place) else { return .refused(ApprovalActions.beyond) }
        let isNew = many.decider.map { work.version($0.kind, many.ids[place]) == 0 } ?? false
        let before = work.decided.count
        do {
            if many.isUndone {
                try connection.part { try many.run(work, place) }
            } else {
                try many.run(work, place)
            }
        } catch let refusal as Refusal { return .refused(refusal) }
        return work.decided.count == before ? .same : isNew ? .added : .changed
    }
}

extension CommandHandler {
    /// More are decided in several transactions: each holds its locks while it lasts.
    package static let mostAtOnce = 500

    /// Has the office decide what entries of one kind are to be, as if each was asked for by itself; blocks.
    ///
    /// - Parameter isTrial: nothing is kept of it; it is said what would be.
    /// - Throws: `DoingRefusal` where the principal may not ask for one of them, `OfficeError` where nothing can be decided now.
    package func perform(
        _ orders: [EntryOrder], of shape: EntityShape, by principal: Principal, isTrial: Bool
    ) throws -> (outcomes: [EntryOutcome], last: FactID?) {
        let decider = Deciders.named(shape.name)
        let asked = try orders.map { order -> (EntryOrder, put: Action, patch: Action?, ids: [String: String]) in
            let found = Actions.at(shape.segments + [order.id])
            guard let put = found.first(where: { $0.action.method == "PUT" }) else {
                throw Refusal(.missing, "\(shape.name).unknown", "no \(shape.name) is added so")
            }
            let patch = found.first { $0.action.method == "PATCH" }
            for action in [put.action] + (patch.map { [$0.action] } ?? []) {
                if let refusal = action.refusal(to: principal, at: put.ids) { throw refusal }
            }
            return (order, put.action, patch?.action, put.ids)
        }
        let barcodes = shape.name == EntityShape.product.name ? orders.flatMap { Self.barcodes($0.change) } : []
        let now = Instant.now
        var authors = Call(
            ids: [:], body: CommandBody(.object([])), precondition: .none, caller: principal.id, now: now)
        try authors.lookAtAuthors(of: shape, orders.map { shape.key($0.id) }, principal, lookups)
        let saidFirst = authors.saidFirst
        let many = Office.Many(
            decider: decider, ids: orders.map { shape.key($0.id) }, barcodes: barcodes, isUndone: shape.isPerson
        ) { work, place in
            let (order, put, patch, ids) = asked[place]
            let isNew = work.version(shape.name, shape.key(order.id)) == 0
            // What is made once is as it was made.
            guard let action = isNew ? put : patch else { return }
            var call = Call(
                ids: ids, body: CommandBody(isNew ? order.whole : order.change),
                precondition: isNew ? .absent : .exists, caller: principal.id, now: now, till: principal.till)
            (call.principal, call.saidFirst) = (principal, saidFirst)
            let first = work.decided.count
            try call.checkAsked(action, work)
            _ = try action.run(work, call)
            try call.checkNarrowing(action, work, from: first)
            try call.checkLimits(action, work, from: first)
        }
        return try office.perform(many, isTrial: isTrial)
    }

    private static func barcodes(_ body: JSON) -> [String] {
        (body["barcodes"]?.array ?? []).compactMap(\.string)
            + (body["units"]?.array ?? []).compactMap { $0["barcode"]?.string }
    }
}
