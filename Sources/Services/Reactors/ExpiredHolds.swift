import Events
import Log
import Postgres

/// Reservations that end by themselves: nobody says so, so whoever follows the log looks for them.
enum ExpiredHolds {
    /// A batch locks every order and shelf that it touches, so it is short.
    private static let batch: Int64 = 50

    /// Releases what is over, inside the caller's transaction; false when nothing was.
    static func release(_ connection: Connection, _ log: LogIdentity, at now: Instant) throws -> Bool {
        let orders = try connection.prepared(
            "holds_expired",
            """
            SELECT id FROM davtari.stream WHERE kind = 'order' AND (state->>'expires')::int8 <= $1 ORDER BY id LIMIT $2
            """, [Bind(now.milliseconds), Bind(batch)]
        ).map { try $0.text(0) }
        guard !orders.isEmpty else { return false }
        let work = Work(connection)
        for order in orders { try work.decide(OrderDecider.self, order, .expire(order, now: now)) }
        guard !work.decided.isEmpty else { return false }
        try work.save(try Outbox.append(work.decided, at: now, log, connection))
        return true
    }
}
