import Events
import Log
import Postgres

/// Reservations that end by themselves: nobody says so, so whoever follows the log looks for them.
struct ExpiredHolds {
    /// A batch locks every order and shelf that it touches, so it is short.
    private static let batch: Int64 = 50

    let connection: Connection
    let log: LogIdentity
    let now: Instant

    /// Releases what is over, inside the caller's transaction; false when nothing was. An order whose goods cannot be
    /// released keeps back no other and is not looked at again before something more is said of it.
    func release() throws -> Bool {
        let orders = try connection.prepared(
            "holds_expired",
            """
            SELECT id FROM davtari.stream WHERE kind = 'order' AND (state->>'expires')::int8 <= $1 ORDER BY id LIMIT $2
            """, [Bind(now.milliseconds), Bind(Self.batch)]
        ).map { try $0.text(0) }
        for order in orders {
            do {
                if try connection.part({ try release(order) }) { continue }
            } catch  where RefusedReaction.isOfFacts(error) {
                try list(order, error)
            }
            try pass(over: order)
        }
        return !orders.isEmpty
    }

    /// Whether anything was released.
    private func release(_ order: String) throws -> Bool {
        let work = Work(connection)
        try work.decide(OrderDecider.self, order, .expire(order, now: now))
        guard !work.decided.isEmpty else { return false }
        try work.save(try Outbox.append(work.decided, at: now, log, connection))
        return true
    }

    /// Lists the reservations that are over, where their order can be read at all.
    private func list(_ order: String, _ error: any Error) throws {
        guard !(error is DecodingError), let state = try StreamTable.peek(connection, OrderDecider.self, order)?.state
        else { return }
        for term in state.terms where term.isOver(now) {
            let known = term.fact.flatMap { FactID($0) }
            // States that were kept before reservations had their facts know what the order's lines are from.
            guard let fact = known ?? state.place.map({ FactID(writer: $0.writer, sequence: $0.sequence) }) else {
                continue
            }
            let type = known == nil ? "order.placed.v1" : "order.reserved.v1"
            try RefusedReaction(fact: fact, store: state.store, type: type).note(error, connection)
        }
    }

    /// The order is looked for again when its next reservation ends, or sooner if a fact says more of it: every fact works
    /// out anew when the next one ends.
    private func pass(over order: String) throws {
        _ = try connection.prepared(
            "hold_passed",
            """
            UPDATE davtari.stream s SET state = CASE WHEN n.next IS NULL THEN s.state - 'expires'
                ELSE s.state || jsonb_build_object('expires', n.next) END
            FROM (SELECT min((term->>'until')::int8) AS next FROM davtari.stream o, jsonb_array_elements(o.state->'terms') term
                WHERE o.kind = 'order' AND o.id = $1 AND (term->>'until')::int8 > $2) n
            WHERE s.kind = 'order' AND s.id = $1
            """, [Bind(order), Bind(now.milliseconds)])
    }
}
