import Events
import JSON
import Log
import People
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

    /// An event as it stands in the log; `end` is the offset behind it.
    typealias Followed = (event: Event, bytes: [UInt8], end: Int64)

    /// What is done about what follows from a fact: it is decided, put aside until this database decides, or left.
    enum Reacting { case now, later, never }

    func take(_ events: [Followed], reacting: Reacting) throws {
        guard !events.isEmpty else { return }
        let known = try decidedHere(events.map(\.event))
        try confirm(events, known)
        for (event, bytes, _) in events {
            if case .officeOpened(let fact) = event.fact {
                try OfficeEpoch.note(fact, event, connection)
                continue
            }
            if let next = known[event.id.writer], event.id.sequence < next { continue }
            let at = event.fact.circumstances?.effective(occurredAt: event.envelope.occurredAt)
            let said = Said(
                event.fact, store: event.envelope.store, id: event.id,
                at: (at ?? event.envelope.occurredAt).milliseconds)
            guard Reactions.concerns(said), try isNew(event.id, to: Follower.name) else { continue }
            try work.evolve(said)
            try noteForgotten(event)
            guard Reactions.follow(from: event.fact) else { continue }
            switch reacting {
            case .now: try react(event)
            case .later: try putAside(event.id, bytes)
            case .never: break
            }
        }
        try finish()
    }

    /// Reacts to what was put aside and not reacted to in the past that was lost.
    func takeDue(_ events: [Event]) throws {
        for event in events { try react(event) }
        try finish()
    }

    /// What was put aside, which from now on is not; at most `limit`.
    static func due(_ connection: Connection, _ parser: JSONParser, limit: Int64) throws -> [Event] {
        try connection.query(
            """
            DELETE FROM davtari.reaction_due WHERE (writer, writerseq) IN
                (SELECT writer, writerseq FROM davtari.reaction_due ORDER BY writer, writerseq LIMIT \(limit))
            RETURNING bytes
            """
        ).map { try Event.read(try $0.bytes(0), with: parser) }
    }

    private func finish() throws {
        let ids = try work.decided.isEmpty ? [] : Outbox.append(work.decided, at: .now, log, connection)
        try work.save(ids)
    }

    private func react(_ event: Event) throws {
        guard try isNew(event.id, to: Self.reactions) else { return }
        if let refusal = try Reactions.react(to: event, work).first {
            try RefusedReaction(event).note(refusal, connection)
        }
    }

    /// What is known only from the log: who it was caused by needs no reaction any more, and who was erased stays so,
    /// though a database from the past has the key back.
    private func noteForgotten(_ event: Event) throws {
        if case .customerErased(let fact) = event.fact {
            for id in try work.person(fact.customer) { try PersonVault(connection).erase(.customer(id)) }
        } else if let person = PersonID.erased(by: event.fact) {
            try PersonVault(connection).erase(person)
        }
        guard event.id.writer.hasPrefix(Envelope.officePrefix),
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
            """, [.textArray(writers), .int64Array(writers.map { greatest[$0] ?? 0 })])
        return Dictionary(try rows.map { (try $0.text(0), try $0.int64(1)) }, uniquingKeysWith: max)
    }

    /// Compares what stands in the log as our writers with what was decided here: what is the same has arrived and
    /// leaves the outbox; a number under which the log has another fact, or that was never given out, was taken by
    /// somebody else, and `Restore` goes on under a new writer.
    private func confirm(_ events: [Followed], _ known: [String: Int64]) throws {
        let ours = events.filter { known[$0.event.id.writer] != nil }
        guard !ours.isEmpty else { return }
        let numbered = (writers: ours.map(\.event.id.writer), numbers: ours.map(\.event.id.sequence))
        let rows = try connection.prepared(
            "follower_waiting",
            """
            SELECT writer, writerseq, bytes, taken FROM davtari.outbox
            WHERE (writer, writerseq) IN (SELECT * FROM unnest($1::text[], $2::int8[]))
            """, [.textArray(numbered.writers), .int64Array(numbered.numbers)])
        var waiting: [FactID: (bytes: [UInt8], isTaken: Bool)] = [:]
        for row in rows {
            waiting[FactID(writer: try row.text(0), sequence: try row.int64(1))] = (try row.bytes(2), try row.bool(3))
        }
        var (arrived, taken): (Set<FactID>, Set<FactID>) = ([], [])
        var reached: [String: (number: Int64, end: Int64)] = [:]
        for (event, bytes, end) in ours {
            if let decided = waiting[event.id] {
                // The first of a number counts, so ours behind another's is as good as none.
                guard !decided.isTaken, !arrived.contains(event.id), !taken.contains(event.id) else { continue }
                if decided.bytes == bytes {
                    arrived.insert(event.id)
                    let before = reached[event.id.writer] ?? (0, 0)
                    reached[event.id.writer] = (max(before.number, event.id.sequence), max(before.end, end))
                } else {
                    taken.insert(event.id)
                }
            } else if let next = known[event.id.writer], event.id.sequence >= next {
                taken.insert(event.id)
            }
        }
        try mark(arrived, "follower_arrived", "DELETE FROM davtari.outbox")
        try mark(taken, "follower_taken", "UPDATE davtari.outbox SET taken = true")
        // A relay that died behind its append did not write this down.
        let writers = reached.keys.sorted()
        _ = try connection.prepared(
            "follower_moved",
            """
            UPDATE davtari.outbox_writer w SET moved = k.number, log_end = greatest(w.log_end, k.log_end)
            FROM unnest($1::text[], $2::int8[], $3::int8[]) AS k(writer, number, log_end)
            WHERE w.writer = k.writer AND w.moved < k.number
            """,
            [
                .textArray(writers), .int64Array(writers.map { reached[$0]?.number ?? 0 }),
                .int64Array(writers.map { reached[$0]?.end ?? 0 }),
            ])
        guard !taken.isEmpty else { return }
        _ = try connection.prepared(
            "follower_writer_taken", "UPDATE davtari.outbox_writer SET taken = true WHERE writer = ANY($1) AND writes",
            [.textArray(Set(taken.map(\.writer)).sorted())])
    }

    private func mark(_ ids: Set<FactID>, _ name: String, _ change: String) throws {
        guard !ids.isEmpty else { return }
        let ids = Array(ids)
        _ = try connection.prepared(
            name, change + " WHERE (writer, writerseq) IN (SELECT * FROM unnest($1::text[], $2::int8[]))",
            [.textArray(ids.map(\.writer)), .int64Array(ids.map(\.sequence))])
    }

    private func isNew(_ id: FactID, to reactor: String) throws -> Bool {
        try connection.prepared(
            "follower_seen", "INSERT INTO davtari.reacted VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            [Bind(reactor), Bind(id.writer), Bind(id.sequence)]
        ).affected == 1
    }
}
