import Events
import Postgres
import Rules

/// Who works for the chain no longer: they sign in no more, whatever their sign-in says, and what is open of theirs ends with the next
/// request. It is asked anew each time, since somebody leaves at a moment that may be to come, or may be taken back.
///
/// The last owner who may sign in stays one: somebody must be able to undo the rest.
enum Leavers {
    /// - Parameter employee: whose the sign-in is; of one that is nobody's nobody leaves.
    static func holds(_ name: String, _ employee: String?, _ connection: Connection, at now: Instant = .now) throws
        -> Bool
    {
        guard let employee, try hasLeft(employee, connection, now) else { return false }
        return try owners(connection, at: now).isEmpty ? !isOwner(name, connection) : true
    }

    /// Owners who may sign in and still work here, locked where the caller is about to have one less.
    static func owners(_ connection: Connection, at now: Instant = .now, isLocking: Bool = false) throws -> [String] {
        let lock: SQL = isLocking ? "FOR UPDATE" : ""
        let rows = try connection.query(
            """
            SELECT name, employee FROM davtari.account
            WHERE \(DeliveredRole.owner.rawValue) = ANY(roles) AND disabled_at IS NULL AND password IS NOT NULL
            ORDER BY name \(lock)
            """)
        return try rows.filter { row in
            try row.optionalText(1).map { try !hasLeft($0, connection, now) } ?? true
        }.map { try $0.text(0) }
    }

    private static func isOwner(_ name: String, _ connection: Connection) throws -> Bool {
        try !connection.query(
            "SELECT FROM davtari.account WHERE name = \(name) AND \(DeliveredRole.owner.rawValue) = ANY(roles)"
        ).isEmpty
    }

    private static func hasLeft(_ employee: String, _ connection: Connection, _ now: Instant) throws -> Bool {
        guard let state = try StreamTable.peek(connection, SubjectDecider<EmployeeSubject>.self, employee)?.state else {
            return false
        }
        if state.isOver(at: now) { return true }
        let last = state.said(at: now)?.to
        return last.map { $0 <= Zone.home.day(of: now) } ?? false
    }
}
