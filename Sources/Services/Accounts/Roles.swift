import Events
import JSON
import Postgres
import Rules

/// What a role is now: as the chain has defined it, else as it is delivered. Asked anew each time, so that a change of a role
/// holds from the next request on.
enum Roles {
    /// nil where there is no such role.
    static func grants(_ role: String, _ connection: Connection, at now: Instant = .now) throws -> Grants? {
        if role != DeliveredRole.owner.rawValue,
            let stream = try StreamTable.peek(connection, SubjectDecider<RoleSubject>.self, role),
            let defined = stream.state.holding(at: now)
        {
            return defined.grants
        }
        return DeliveredRole(rawValue: role)?.grants
    }

    /// What several come to; nil where this version knows none of them: they are a later version's.
    static func grants(_ roles: [String], _ connection: Connection) throws -> Grants? {
        let known = try roles.compactMap { try grants($0, connection) }
        return known.isEmpty ? nil : .union(known)
    }

    /// Every role there is, delivered ones first.
    static func all(_ connection: Connection) throws -> [String] {
        let delivered = DeliveredRole.allCases.map(\.rawValue)
        let defined = try connection.query(
            "SELECT id FROM davtari.stream WHERE kind = \(RoleSubject.kind) AND version > 0 ORDER BY id"
        ).map { try $0.text(0) }
        return delivered + defined.filter { !delivered.contains($0) }
    }
}

extension RoleDefined {
    /// What it gives. A reach of a later version is taken for the shorter one.
    package var grants: Grants {
        Grants(
            Rights(known: rights), reach.map { Reach(rawValue: $0) ?? .own } ?? .every, limits: limits,
            narrowing: Narrowing(fieldRights, entryRights))
    }
}
