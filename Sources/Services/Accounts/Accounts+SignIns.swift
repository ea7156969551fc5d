import Postgres
import Rules

/// What is done to sign-ins by whoever runs Davtari; the office's commands do the same in their own transactions (`SignInActions`).
///
/// Each says who does it, which stands in the fact; nil says nothing in the log.
extension Accounts {
    package func addUser(
        name: String, password: String, language: String = "ka", role: DeliveredRole, by: Principal? = nil
    ) throws {
        try addUser(name: name, password: password, language: language, roles: [role.rawValue], by: by)
    }

    /// - Parameter roles: delivered ones, or such as the chain has defined.
    package func addUser(
        name: String, password: String, language: String = "ka", roles: [String], employee: String? = nil,
        by: Principal? = nil
    ) throws {
        guard Self.isName(name) else { throw AccountError.badName }
        let hash = try self.hash(password, of: name)
        try change(by) {
            try $0.add(name, hash: hash, language: language, roles: roles, employee: employee, as: .added)
        }
    }

    /// Somebody who chooses their password by the link.
    package func invite(
        name: String, language: String = "ka", roles: [String], employee: String? = nil, by: Principal? = nil
    ) throws -> SignInLink {
        try change(by) { try $0.invite(name, language: language, roles: roles, employee: employee) }
    }

    /// A link by which somebody chooses a password anew, or at last.
    package func offerLink(to name: String, by: Principal? = nil) throws -> SignInLink {
        try change(by) { try $0.offerLinkAgain(to: name) }
    }

    /// Ends the sessions too: whoever knew the old password is signed out everywhere.
    package func setPassword(of name: String, to password: String, by: Principal? = nil) throws {
        let hash = try self.hash(password, of: name)
        try change(by) { try $0.setPassword(of: name, hash: hash) }
    }

    package func setRole(of name: String, to role: DeliveredRole, by: Principal? = nil) throws {
        try setRoles(of: name, to: [role.rawValue], by: by)
    }

    package func setRoles(of name: String, to roles: [String], by: Principal? = nil) throws {
        try change(by) { try $0.setRoles(of: name, to: roles) }
    }

    package func disableUser(_ name: String, by: Principal? = nil) throws { try change(by) { try $0.disable(name) } }
    package func enableUser(_ name: String, by: Principal? = nil) throws { try change(by) { try $0.enable(name) } }

    /// Signs somebody out, of one session or of all; how many ended.
    @discardableResult
    package func endSessions(of name: String, id: String? = nil, by: Principal? = nil) throws -> Int {
        try change(by) { try $0.endSessions(of: name, id: id) }
    }

    package func removeSecondFactor(of name: String, by: Principal? = nil) throws {
        try change(by) { try $0.removeSecondFactor(of: name) }
    }

    // MARK: Looking

    package func users() throws -> [SignInListing] { try pool.withConnection { try SignInListing.all($0) } }

    package func user(_ name: String) throws -> SignInListing {
        guard let user = try pool.withConnection({ try SignInListing.named(name, $0) }) else {
            throw AccountError.noSuchUser(name)
        }
        return user
    }

    package func openSessions(of name: String) throws -> [SessionListing] {
        _ = try user(name)
        return try pool.withConnection { try SessionListing.open(of: name, $0) }
    }

    func change<R>(_ by: Principal?, _ body: (SignIns) throws -> R) throws -> R {
        try pool.withConnection { connection in
            try connection.transaction { try body(SignIns(connection: connection, by: by)) }
        }
    }
}
