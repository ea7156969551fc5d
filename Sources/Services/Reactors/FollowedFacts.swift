import Events
import JSON
import Log
import Postgres

/// Folds a batch of followed facts inside the follower's transaction, and lets reactions follow from them.
///
/// While this database does not decide, what is to be reacted to is put aside: it may have been reacted to already, in a
/// past that was lost or by another database, and the fact that says so lies further on in the log.
struct FollowedFacts {
    private let connection: Connection
    private let log: LogIdentity
    private let work: Work

    init(_ connection: Connection, _ log: LogIdentity) {
        (self.connection, self.log, work) = (connection, log, Work(connection))
    }

    func take(_ events: [(event: Event, bytes: [UInt8])], decides: Bool) throws {
        guard !events.isEmpty else { return }
        let known = try decidedHere(events.map(\.event))
        for (event, bytes) in events {
            if case .officeOpened(let fact) = event.fact {
                try OfficeEpoch.note(fact, event, connection)
                continue
            }
            if let next = known[event.id.writer], event.id.sequence < next { continue }
            let said = Said(event.fact, store: event.envelope.store, id: event.id)
            guard Reactions.concerns(said), try isNew(event.id, to: Follower.name) else { continue }
            try work.evolve(said)
            try noteForgotten(event)
            guard Reactions.follow(from: event.fact) else { continue }
            if decides { try react(event) } else { try putAside(event.id, bytes) }
        }
        try finish()
    }

    /// Reacts to what was put aside and not reacted to in the past that was lost; false when there is no more.
    func takeDue(_ parser: JSONParser, limit: Int64) throws -> Bool {
        let rows = try connection.query(
            """
            DELETE FROM davtari.reaction_due WHERE (writer, writerseq) IN
                (SELECT writer, writerseq FROM davtari.reaction_due ORDER BY writer, writerseq LIMIT \(limit))
            RETURNING bytes
            """)
        guard !rows.isEmpty else { return false }
        for event in try rows.map({ try Event.read(try $0.bytes(0), with: parser) }) { try react(event) }
        try finish()
        return true
    }

    private func finish() throws {
        let ids = try work.decided.isEmpty ? [] : Outbox.append(work.decided, at: .now, log, connection)
        try work.save(ids)
    }

    private func react(_ event: Event) throws {
        guard try isNew(event.id, to: Self.reactions) else { return }
        do {
            try Reactions.react(to: event, work)
        } catch let refusal as Refusal {
            // A till may say what no decision can follow from; the fact stays, and this stands where people can see it.
            try connection.execute(
                """
                INSERT INTO davtari.reaction_refused (writer, writerseq, store, type, rule, message)
                VALUES (\(event.id.writer), \(event.id.sequence), \(event.envelope.store), \(event.envelope.type),
                    \(refusal.rule), \(refusal.message))
                ON CONFLICT DO NOTHING
                """)
        }
    }

    /// What is known only from the log: who it was caused by needs no reaction any more, and who was erased stays so,
    /// though a database from the past has the key back.
    private func noteForgotten(_ event: Event) throws {
        if let person = PersonID.erased(by: event.fact) { try People(connection).erase(person) }
        guard event.id.writer.hasPrefix(Restore.writerPrefix),
            let cause = event.fact.circumstances?.causation.flatMap({ FactID($0) })
        else { return }
        _ = try isNew(cause, to: Self.reactions)
    }

    private func putAside(_ id: FactID, _ bytes: [UInt8]) throws {
        _ = try connection.prepared(
            "reaction_put_aside", "INSERT INTO davtari.reaction_due VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            [Bind(id.writer), Bind(id.sequence), Bind(bytes)])
    }

    static let reactions = "reactions"

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

    private func isNew(_ id: FactID, to reactor: String) throws -> Bool {
        try connection.prepared(
            "follower_seen", "INSERT INTO davtari.reacted VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            [Bind(reactor), Bind(id.writer), Bind(id.sequence)]
        ).affected == 1
    }
}
