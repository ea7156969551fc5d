import Events
import Log
import Postgres

/// Folds a batch of followed facts inside the follower's transaction.
struct FollowedFacts {
    private let connection: Connection
    private let log: LogIdentity

    init(_ connection: Connection, _ log: LogIdentity) { (self.connection, self.log) = (connection, log) }

    func take(_ events: [Event]) throws {
        guard !events.isEmpty else { return }
        let known = try decidedHere(events)
        let work = Work(connection)
        for event in events {
            if let next = known[event.id.writer], event.id.sequence < next { continue }
            let said = Said(event.fact, store: event.envelope.store)
            guard Reactions.concerns(said), try isNew(event.id) else { continue }
            try work.evolve(said)
            try Reactions.react(to: event, work)
        }
        try work.save()
        if !work.decided.isEmpty { _ = try Outbox.append(work.decided, at: .now, log, connection) }
    }

    /// Notes the greatest number in the log of each of our writers; returns the next number of each, below which this
    /// database has decided everything itself.
    private func decidedHere(_ events: [Event]) throws -> [String: Int64] {
        let greatest = Dictionary(events.map { ($0.id.writer, $0.id.sequence) }, uniquingKeysWith: max)
        let writers = greatest.keys.sorted()
        let rows = try connection.prepared(
            "follower_logged",
            """
            UPDATE davtari.outbox_writer w SET logged = greatest(logged, k.number)
            FROM unnest($1::text[], $2::int8[]) AS k(writer, number) WHERE w.writer = k.writer RETURNING w.writer, w.next
            """, [.textArray(writers), .int64Array(writers.map { greatest[$0]! })])
        return Dictionary(uniqueKeysWithValues: try rows.map { (try $0.text(0), try $0.int64(1)) })
    }

    private func isNew(_ id: FactID) throws -> Bool {
        try connection.prepared(
            "follower_seen", "INSERT INTO davtari.reacted VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            [Bind(Follower.name), Bind(id.writer), Bind(id.sequence)]
        ).affected == 1
    }
}
