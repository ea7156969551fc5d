import Crypto
import Events
import Foundation
import Postgres

/// From a name and a password to a session, by way of a code where there is a second factor.
extension Accounts {
    /// A session ends after a fortnight.
    private static let sessionDays: Int32 = 14
    /// Between the password and the code.
    private static let stepMinutes: Int32 = 5

    /// Opens a session, if the password is right and may be looked at (`SignInGuard`), and no code is needed.
    ///
    /// Costs the same for a name that nobody has, so that names cannot be guessed by the clock.
    package func signIn(name: String, password: String, from origin: SignInOrigin) throws -> SignInAnswer {
        let attempt: SignInGuard.Attempt
        switch try pool.withConnection({ try SignInGuard(connection: $0).begin(name, origin) }) {
        case .mustWait(let seconds):
            try noteRefused(name)
            return .locked(seconds: seconds)
        case .mayTry(let counted): attempt = counted
        }
        let row =
            try !Self.isName(name)
            ? nil
            : pool.withConnection {
                try $0.query(
                    """
                    SELECT password, code_secret IS NOT NULL, employee FROM davtari.account
                    WHERE name = \(name) AND disabled_at IS NULL AND password IS NOT NULL
                    """
                ).first
            }
        let hash = try row?.text(0) ?? Self.nobody
        let isRight = Self.matches(password, hash: hash)
        guard let row, isRight else {
            try noteRefused(name)
            return .wrong
        }
        let needsCode = try row.bool(1)
        return try pool.withConnection { connection in
            try connection.transaction {
                guard try !Leavers.holds(name, row.optionalText(2), connection) else {
                    try AccessTally.noteRefused(name, connection)
                    return .wrong
                }
                guard needsCode else { return try Self.open(name, origin, attempt, connection) }
                try SignInGuard(connection: connection).giveBack(attempt)
                return .codeNeeded(step: try Self.beginStep(name, connection))
            }
        }
    }

    private func noteRefused(_ name: String) throws {
        try pool.withConnection { try AccessTally.noteRefused(name, $0) }
    }

    private static func beginStep(_ name: String, _ connection: Connection) throws -> String {
        let secret = Random.secret(prefix: "dvn_")
        try connection.execute("DELETE FROM davtari.sign_in_step WHERE expires_at < clock_timestamp()")
        try connection.execute(
            """
            INSERT INTO davtari.sign_in_step (secret, account, expires_at)
            VALUES (\(SignIns.hash(secret)), \(name), clock_timestamp() + make_interval(mins => \(stepMinutes)))
            """)
        return secret
    }

    /// Opens a session by the code of an app or a recovery code, once the password was right. Wrong ones count as passwords do.
    ///
    /// - Parameter step: the secret that the password was answered with.
    package func signIn(step: String, code: String, from origin: SignInOrigin) throws -> SignInAnswer {
        let name = try pool.withConnection { connection in
            try connection.query(
                """
                SELECT account FROM davtari.sign_in_step
                WHERE secret = \(SignIns.hash(step)) AND expires_at > clock_timestamp()
                """
            ).first?.text(0)
        }
        guard let name else { return .over }
        return try pool.withConnection { connection in
            let attempt: SignInGuard.Attempt
            switch try SignInGuard(connection: connection).begin(name, origin) {
            case .mustWait(let seconds):
                try AccessTally.noteRefused(name, connection)
                return .locked(seconds: seconds)
            case .mayTry(let counted): attempt = counted
            }
            return try connection.transaction {
                guard try SecondFactor(connection: connection).takes(code, of: name) else {
                    try AccessTally.noteRefused(name, connection)
                    return .wrong
                }
                let ended = try connection.execute(
                    """
                    DELETE FROM davtari.sign_in_step s USING davtari.account a
                    WHERE s.secret = \(SignIns.hash(step)) AND a.name = s.account AND a.disabled_at IS NULL
                    """)
                guard ended == 1 else { return .over }
                return try Self.open(name, origin, attempt, connection)
            }
        }
    }

    private static func open(
        _ name: String, _ origin: SignInOrigin, _ attempt: SignInGuard.Attempt, _ connection: Connection
    ) throws -> SignInAnswer {
        let secret = Random.secret(prefix: "dvs_")
        let browser = try SignInGuard(connection: connection).succeed(name, origin, attempt)
        try connection.execute("DELETE FROM davtari.session WHERE expires_at < clock_timestamp()")
        try connection.execute("UPDATE davtari.account SET signed_in_at = clock_timestamp() WHERE name = \(name)")
        try connection.execute(
            """
            INSERT INTO davtari.session (secret, account, expires_at, browser)
            VALUES (\(SignIns.hash(secret)), \(name), clock_timestamp() + make_interval(days => \(sessionDays)), \(origin.agent))
            """)
        try AccessTally.note(.signIn, by: name, of: "", connection)
        return .opened(session: secret, browser: browser)
    }

    /// That somebody who is signed in knows their password: asked before what a stranger at an open screen must not do.
    func expectPassword(_ password: String, of name: String, from origin: SignInOrigin) throws {
        let attempt: SignInGuard.Attempt
        switch try pool.withConnection({ try SignInGuard(connection: $0).begin(name, origin) }) {
        case .mustWait(let seconds): throw AccountError.tooManyTries(seconds: seconds)
        case .mayTry(let counted): attempt = counted
        }
        let hash = try pool.withConnection {
            try $0.query("SELECT password FROM davtari.account WHERE name = \(name)").first?.optionalText(0)
        }
        guard Self.matches(password, hash: hash ?? Self.nobody) else { throw AccountError.passwordWrong }
        try pool.withConnection { try SignInGuard(connection: $0).giveBack(attempt) }
    }
}
