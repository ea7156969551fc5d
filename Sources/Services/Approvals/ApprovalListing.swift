import Events
import Postgres
import Rules

/// Requests as pages show them. Read where they are kept; no read model has them.
package struct ApprovalListing: Sendable {
    package let id: String
    package let state: ApprovalDecider.State

    /// More are never looked at on one page.
    private static let most: Int64 = 500

    /// What waits, the oldest first.
    package static func open(_ connection: Connection, at now: Instant) throws -> [ApprovalListing] {
        try listed(
            connection,
            "state->>'decision' IS NULL ORDER BY (state->>'askedAt')::int8, id LIMIT \(most)"
        ).filter { $0.state.isOpen(at: now) }
    }

    /// What waits for somebody.
    package static func waiting(
        for principal: Principal, _ connection: Connection, at now: Instant
    ) throws -> [ApprovalListing] {
        try open(connection, at: now).filter { $0.state.mayBeDecided(by: principal) }
    }

    /// What somebody asked for, the latest first.
    package static func asked(
        by principal: Principal, _ connection: Connection, limit: Int64
    ) throws -> [ApprovalListing] {
        try listed(
            connection,
            "state->>'asker' = \(principal.id) ORDER BY (state->>'askedAt')::int8 DESC, id LIMIT \(limit)")
    }

    /// How many of somebody's own requests were decided by others since they last looked at their requests.
    package static func news(for principal: Principal, _ connection: Connection) throws -> Int {
        guard principal.kind == .person else { return 0 }
        let name = String(principal.id.dropFirst(Principal.personID("").count))
        return try connection.query(
            """
            SELECT count(*) FROM davtari.stream s JOIN davtari.account a ON a.name = \(name)
            WHERE s.kind = 'approval' AND s.version > 0 AND s.state->>'asker' = \(principal.id)
                AND s.state->>'decision' IN ('granted', 'refused')
                AND (s.state->>'decidedAt')::int8 > coalesce((extract(epoch FROM a.requests_seen_at) * 1000)::int8, 0)
            """
        ).first.map { Int(try $0.int64(0)) } ?? 0
    }

    /// What somebody decided on, the latest first.
    package static func decided(
        by principal: Principal, _ connection: Connection, limit: Int64
    ) throws -> [ApprovalListing] {
        try listed(
            connection,
            "state->>'decidedBy' = \(principal.id) ORDER BY (state->>'decidedAt')::int8 DESC, id LIMIT \(limit)")
    }

    package static func named(_ id: String, _ connection: Connection) throws -> ApprovalListing? {
        guard EntityID.isOne(id), let stream = try StreamTable.peek(connection, ApprovalDecider.self, id) else {
            return nil
        }
        return ApprovalListing(id: id, state: stream.state)
    }

    private static func listed(_ connection: Connection, _ condition: SQL) throws -> [ApprovalListing] {
        let rows = try connection.query(
            """
            SELECT id, version, state::text FROM davtari.stream
            WHERE kind = 'approval' AND version > 0 AND \(condition)
            """)
        return try rows.map { row in
            let stream = try Stream<ApprovalDecider>(row.text(0), version: row.int64(1), json: row.optionalText(2))
            return ApprovalListing(id: stream.key.id, state: stream.state)
        }
    }
}
