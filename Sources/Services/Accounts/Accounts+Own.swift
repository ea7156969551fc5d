import Crypto
import Events
import Foundation
import Postgres
import Rules

/// What people do to their own sign-ins, for which nobody needs a right: by a link, or once they are signed in.
extension Accounts {
    /// Whose password a link lets choose.
    package struct LinkTarget: Sendable, Equatable {
        package let name: String
        package let language: String
        /// Whether they have no password yet.
        package let isFirst: Bool
    }

    /// nil where a link was used, is over, or never was: which of these is not told.
    package func target(ofLink secret: String) throws -> LinkTarget? {
        try pool.withConnection { connection in
            try connection.query(
                """
                SELECT a.name, a.language, a.password IS NULL, a.employee FROM davtari.account_link l
                JOIN davtari.account a ON a.name = l.account
                WHERE l.secret = \(SignIns.hash(secret)) AND l.expires_at > clock_timestamp() AND a.disabled_at IS NULL
                """
            ).first.flatMap { row in
                let name = try row.text(0)
                guard try !Leavers.holds(name, row.optionalText(3), connection) else { return nil }
                return LinkTarget(name: name, language: try row.text(1), isFirst: try row.bool(2))
            }
        }
    }

    /// Chooses a password by a link, which ends with it.
    package func choosePassword(byLink secret: String, _ password: String, language: String) throws -> LinkTarget {
        guard let target = try target(ofLink: secret) else { throw AccountError.linkOver }
        try Self.expectLanguage(language)
        let hash = try self.hash(password, of: target.name)
        try change(Self.oneself(target.name)) { signIns in
            let ended = try signIns.connection.execute(
                """
                DELETE FROM davtari.account_link l USING davtari.account a
                WHERE l.secret = \(SignIns.hash(secret)) AND l.expires_at > clock_timestamp()
                    AND a.name = l.account AND a.disabled_at IS NULL
                """)
            guard ended == 1 else { throw AccountError.linkOver }
            try signIns.setPassword(
                of: target.name, hash: hash, as: target.isFirst ? .accepted : .passwordChanged)
            try signIns.connection.execute(
                "UPDATE davtari.account SET language = \(language) WHERE name = \(target.name)")
        }
        return target
    }

    private static func expectLanguage(_ language: String) throws(AccountError) {
        guard languages.contains(language) else { throw .unknownLanguage(language) }
    }

    private static func oneself(_ name: String) -> Principal { .person(name, role: "", .none, shops: []) }

    /// How somebody likes their pages; it is nobody else's, and no fact.
    ///
    /// - Parameters:
    ///   - theme: `light` or `dark`; nil: as the device is.
    ///   - home: the address where they begin; nil: at the first page that they may see.
    package func setPreferences(of name: String, language: String, theme: String?, home: String?) throws {
        try Self.expectLanguage(language)
        if let theme, !["light", "dark"].contains(theme) { throw AccountError.unknownTheme(theme) }
        try pool.withConnection {
            _ = try $0.execute(
                """
                UPDATE davtari.account SET language = \(language), theme = \(theme), home = \(home) WHERE name = \(name)
                """)
        }
    }

    /// - Parameter session: the secret of the one in which it is done, which alone stays open.
    package func changePassword(
        of name: String, from old: String, to new: String, in session: String, at origin: SignInOrigin
    ) throws {
        let hash = try self.hash(new, of: name)
        try expectPassword(old, of: name, from: origin)
        try change(Self.oneself(name)) { try $0.setPassword(of: name, hash: hash, keeping: session) }
    }

    /// Ends one of somebody's own sessions, or all but the one in which it is done.
    package func endOwnSessions(of name: String, id: String?, but session: String) throws {
        _ = try change(Self.oneself(name)) {
            try $0.endSessions(of: name, id: id, but: id == nil ? session : nil)
        }
    }

    // MARK: The second factor

    /// A new secret for an app, as it is typed. It counts once a code of it has been said.
    package static func newCodeSecret() -> String { Base32.encode(OneTimeCode.newSecret()) }

    /// What an app reads it from.
    package static func codeLink(_ name: String, _ secret: String) -> String {
        let escaped = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? name
        return "otpauth://totp/Davtari:\(escaped)?secret=\(secret)&issuer=Davtari"
    }

    /// Asks for a code at each sign-in from now on.
    ///
    /// - Parameter secret: as it was told by `newCodeSecret`.
    /// - Returns: recovery codes, told this once.
    package func setSecondFactor(of name: String, secret: String, code: String) throws -> [String] {
        let typed = String(code.filter { !$0.isWhitespace })
        guard let bytes = Base32.decode(secret), bytes.count == OneTimeCode.secretByteCount,
            let step = OneTimeCode.step(of: typed, bytes, at: Int64(Date().timeIntervalSince1970), after: nil)
        else { throw AccountError.codeWrong }
        let codes = SecondFactor.newRecoveryCodes()
        try change(Self.oneself(name)) {
            try $0.setSecondFactor(of: name, secret: bytes, step: step, recoveryCodes: codes.map(\.kept))
        }
        return codes.map(\.told)
    }

    package func removeOwnSecondFactor(of name: String, password: String, at origin: SignInOrigin) throws {
        try expectPassword(password, of: name, from: origin)
        try change(Self.oneself(name)) { try $0.removeSecondFactor(of: name) }
    }
}

extension Accounts {
    /// Somebody looked at what became of their requests.
    package func noteRequestsSeen(by name: String) throws {
        try pool.withConnection {
            _ = try $0.execute("UPDATE davtari.account SET requests_seen_at = clock_timestamp() WHERE name = \(name)")
        }
    }
}
