import Crypto
import Events
import Postgres
import Rules

/// What is done to sign-ins, in the transaction of whoever calls: the change, and the fact that it happened, go together.
///
/// One enabled owner always remains. Nobody gives rights that they do not hold, nor changes the sign-in of somebody who may do more.
struct SignIns {
    /// How long a link lets somebody in.
    static let linkHours: Int32 = 24
    static let linkPrefix = "dvl_"
    /// Letters of a session's id.
    static let sessionIDLength: Int32 = 12

    let connection: Connection
    /// Who does it. nil: nobody is asked, and nothing is said in the log: what is laid out for a demo.
    let by: Principal?
    var now = Instant.now

    /// One of them, locked until the transaction ends.
    struct Known {
        let name: String
        let roles: [String]
        let employee: String?
        let hasPassword: Bool
        let isDisabled: Bool
        let version: Int64
    }

    func known(_ name: String) throws -> Known {
        // One change after the other: each locks its own row and then the owners', and two at once would wait for each other.
        try connection.execute("SELECT pg_advisory_xact_lock(hashtext('davtari sign-ins'))")
        let rows =
            try Accounts.isName(name)
            ? connection.query(
                """
                SELECT roles, employee, password IS NOT NULL, disabled_at IS NOT NULL, version FROM davtari.account
                WHERE name = \(name) FOR UPDATE
                """
            ).first : nil
        guard let row = rows else { throw AccountError.noSuchUser(name) }
        return Known(
            name: name, roles: try row.textArray(0), employee: try row.optionalText(1), hasPassword: try row.bool(2),
            isDisabled: try row.bool(3), version: try row.int64(4))
    }

    /// The same, of whom the one who asks may change the sign-in.
    private func changeable(_ name: String) throws -> Known {
        let known = try known(name)
        try expectMayGive(known.roles)
        return known
    }

    // MARK: New ones

    /// - Parameters:
    ///   - hash: of their password; nil where they choose one by a link.
    func add(
        _ name: String, hash: String?, language: String, roles: [String], employee: String?,
        as change: SignInChanged.Change
    ) throws {
        guard Accounts.isName(name) else { throw AccountError.badName }
        guard Accounts.languages.contains(language) else { throw AccountError.unknownLanguage(language) }
        let roles = try expectRoles(roles)
        try expectMayGive(roles)
        if let employee { try expectEmployee(employee) }
        let added = try connection.execute(
            """
            INSERT INTO davtari.account (name, password, language, roles, employee)
            VALUES (\(name), \(hash), \(language), \(roles), \(employee)) ON CONFLICT (name) DO NOTHING
            """)
        guard added == 1 else { throw AccountError.nameTaken(name) }
        try say(change, name, employee: employee) { $0.roles = roles }
    }

    /// Somebody new, who chooses a password by the link.
    func invite(_ name: String, language: String, roles: [String], employee: String?) throws -> SignInLink {
        try add(name, hash: nil, language: language, roles: roles, employee: employee, as: .invited)
        return try offerLink(to: name)
    }

    /// A link for somebody who is there: another invitation, or one for who forgot their password.
    func offerLinkAgain(to name: String) throws -> SignInLink {
        let known = try known(name)
        let link = try offerLink(to: name)
        try say(link.isFirst ? .invited : .passwordResetOffered, name, employee: known.employee) {
            $0.roles = link.isFirst ? known.roles : []
        }
        return link
    }

    /// Somebody whom the chain knows, and who has no sign-in yet.
    private func expectEmployee(_ id: String) throws {
        guard let state = try StreamTable.peek(connection, SubjectDecider<EmployeeSubject>.self, id)?.state,
            state.isKnown, !state.isOver(at: now)
        else { throw AccountError.noSuchEmployee(id) }
        let taken = try connection.query("SELECT name FROM davtari.account WHERE employee = \(id)").first
        if let taken { throw AccountError.employeeTaken(id, by: try taken.text(0)) }
    }

    /// A link by which somebody chooses a password: the first, or a new one. The one before it ends. Its secret is kept nowhere.
    private func offerLink(to name: String) throws -> SignInLink {
        let known = try changeable(name)
        guard try !known.isDisabled && !Leavers.holds(name, known.employee, connection, at: now) else {
            throw AccountError.isDisabled(name)
        }
        let secret = Random.secret(prefix: Self.linkPrefix)
        let row = try connection.query(
            """
            INSERT INTO davtari.account_link AS l (account, secret, expires_at)
            VALUES (\(name), \(Self.hash(secret)), clock_timestamp() + make_interval(hours => \(Self.linkHours)))
            ON CONFLICT (account) DO UPDATE SET secret = excluded.secret, expires_at = excluded.expires_at
            RETURNING (extract(epoch FROM expires_at) * 1000)::int8
            """
        ).first
        guard let row else { throw AccountError.noSuchUser(name) }
        return SignInLink(secret: secret, until: Instant(milliseconds: try row.int64(0)), isFirst: !known.hasPassword)
    }

    // MARK: Changes

    /// What somebody may do from now on. Ends the sessions: what is open on a screen was shown by the old roles.
    func setRoles(of name: String, to roles: [String]) throws {
        let known = try changeable(name)
        let roles = try expectRoles(roles)
        try expectMayGive(roles)
        if !roles.contains(DeliveredRole.owner.rawValue) { try expectAnotherOwner(than: name) }
        guard roles != known.roles else { return }
        try signOutEverywhere(name)
        try connection.execute("UPDATE davtari.account SET roles = \(roles) WHERE name = \(name)")
        try say(.rolesChanged, name, employee: known.employee) { ($0.roles, $0.rolesBefore) = (roles, known.roles) }
    }

    /// Signed out everywhere, and signs in no more, by no link either. Once more changes nothing.
    func disable(_ name: String) throws {
        let known = try changeable(name)
        try expectAnotherOwner(than: name)
        guard !known.isDisabled else { return }
        try signOutEverywhere(name)
        try connection.execute("DELETE FROM davtari.account_link WHERE account = \(name)")
        try connection.execute("UPDATE davtari.account SET disabled_at = clock_timestamp() WHERE name = \(name)")
        try say(.disabled, name, employee: known.employee)
    }

    /// Signs in again, with the password that they had. Once more changes nothing.
    func enable(_ name: String) throws {
        let known = try changeable(name)
        guard known.isDisabled else { return }
        try connection.execute("UPDATE davtari.account SET disabled_at = NULL WHERE name = \(name)")
        try say(.enabled, name, employee: known.employee)
    }

    /// Ends the sessions too: whoever knew the old password is signed out everywhere.
    ///
    /// - Parameter session: the secret of the one in which it is done, which stays.
    func setPassword(
        of name: String, hash: String, keeping session: String? = nil,
        as change: SignInChanged.Change = .passwordChanged
    ) throws {
        let known = try known(name)
        try signOutEverywhere(name, but: session)
        try connection.execute("DELETE FROM davtari.account_link WHERE account = \(name)")
        try connection.execute("UPDATE davtari.account SET password = \(hash) WHERE name = \(name)")
        try say(change, name, employee: known.employee)
    }

    /// Signs somebody out, of one session or of all.
    ///
    /// - Returns: how many ended.
    func endSessions(of name: String, id: String? = nil, but session: String? = nil) throws -> Int {
        let known = try by?.id == Principal.personID(name) ? known(name) : changeable(name)
        let ended = try connection.execute(
            """
            DELETE FROM davtari.session WHERE account = \(name) AND expires_at > clock_timestamp()
                AND (\(id)::text IS NULL OR left(encode(secret, 'hex'), \(Self.sessionIDLength)) = \(id))
                AND (\(session.map(Self.hash))::bytea IS NULL OR secret <> \(session.map(Self.hash)))
            """)
        if let id, ended == 0 { throw AccountError.noSuchSession(id, of: name) }
        if ended > 0 { try say(.sessionsEnded, name, employee: known.employee) }
        return ended
    }

    // MARK: The second factor

    func setSecondFactor(of name: String, secret: [UInt8], step: Int64, recoveryCodes: [[UInt8]]) throws {
        let known = try known(name)
        // One that is there is switched off by who knows the password, and is not pushed aside.
        let set = try connection.execute(
            """
            UPDATE davtari.account SET code_secret = \(secret), code_step = \(step)
            WHERE name = \(name) AND code_secret IS NULL
            """)
        guard set == 1 else { throw AccountError.hasSecondFactor }
        try connection.execute("DELETE FROM davtari.recovery_code WHERE account = \(name)")
        for code in recoveryCodes {
            try connection.execute("INSERT INTO davtari.recovery_code (account, code) VALUES (\(name), \(code))")
        }
        try say(.secondFactorSet, name, employee: known.employee)
    }

    /// Of a telephone that is lost. Once more changes nothing.
    func removeSecondFactor(of name: String) throws {
        let known = try by?.id == Principal.personID(name) ? known(name) : changeable(name)
        let removed = try connection.execute(
            """
            UPDATE davtari.account SET code_secret = NULL, code_step = NULL
            WHERE name = \(name) AND code_secret IS NOT NULL
            """)
        try connection.execute("DELETE FROM davtari.recovery_code WHERE account = \(name)")
        guard removed == 1 else { return }
        try say(.secondFactorRemoved, name, employee: known.employee)
    }

    // MARK: Rules

    private func expectRoles(_ roles: [String]) throws -> [String] {
        guard !roles.isEmpty else { throw AccountError.rolesNeeded }
        for role in roles where try Roles.grants(role, connection) == nil {
            throw AccountError.unknownRole(role, among: try Roles.all(connection))
        }
        return Array(Set(roles)).sorted()
    }

    private func expectMayGive(_ roles: [String]) throws {
        guard let by, try !by.mayGive(Roles.grants(roles, connection) ?? .none) else { return }
        throw AccountError.beyondRights(roles)
    }

    /// One owner who may sign in always remains. Owners are locked, so that two who go at once do not both find the other.
    private func expectAnotherOwner(than name: String) throws {
        let owners = try Leavers.owners(connection, at: now, isLocking: true)
        guard owners != [name] else { throw AccountError.lastOwner(name) }
    }

    private func signOutEverywhere(_ name: String, but session: String? = nil) throws {
        try connection.execute("DELETE FROM davtari.sign_in_step WHERE account = \(name)")
        try connection.execute(
            """
            DELETE FROM davtari.session WHERE account = \(name)
                AND (\(session.map(Self.hash))::bytea IS NULL OR secret <> \(session.map(Self.hash)))
            """)
    }

    func say(
        _ change: SignInChanged.Change, _ name: String, employee: String?,
        _ more: (inout SignInChanged) -> Void = { _ in }
    ) throws {
        try connection.execute("UPDATE davtari.account SET version = version + 1 WHERE name = \(name)")
        guard let by else { return }
        var fact = SignInChanged()
        (fact.signIn, fact.change, fact.employee) = (name, change.rawValue, employee)
        fact.circumstances.operator = by.id
        more(&fact)
        try AccountFacts.say(fact, at: now, connection)
    }

    static func hash(_ secret: String) -> [UInt8] { SHA256.hash(Array(secret.utf8)) }
}

/// A link by which somebody chooses a password: shown now, kept nowhere.
package struct SignInLink: Sendable {
    package let secret: String
    package let until: Instant
    /// Whether they have no password yet: an invitation.
    package let isFirst: Bool

    /// Behind the server's address.
    package var path: String { "/invitation/\(secret)" }
}
