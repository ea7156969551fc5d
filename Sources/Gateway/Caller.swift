import Crypto
import HTTP
import Rules
import Services

/// Who is asking: a token, a person who has signed in, or nobody.
enum Caller {
    case token(TokenRights)
    case user(User)
    case nobody

    /// By whose rights it is asked; nil: nobody's.
    var principal: Principal? {
        switch self {
        case .token(let rights): rights.principal
        case .user(let user): user.principal
        case .nobody: nil
        }
    }

    static let sessionCookie = "davtari_session"
    private static let scheme = "bearer "

    static func bearer(_ request: Request) -> String? {
        guard let header = request.headers["Authorization"]?.utf8 else { return nil }
        // Schemes are compared without regard to case (RFC 9110, 11.1); a bit of difference is all of it in ASCII.
        guard header.count >= scheme.utf8.count,
            zip(header, scheme.utf8).allSatisfy({ $0 == $1 || $0 | 0x20 == $1 })
        else { return nil }
        return String(Substring(header.dropFirst(scheme.utf8.count).drop { $0 == UInt8(ascii: " ") }))
    }

    /// What a request says of who asks: a token's secret, else a session's; nil: nothing.
    static func shown(_ request: Request) -> Shown? {
        if let secret = bearer(request) { return .bearer(secret) }
        return request.cookie(sessionCookie).map { .session($0) }
    }

    enum Shown: Sendable {
        case bearer(String)
        case session(String)

        /// By what it is remembered: who has it is not told by it.
        var hash: [UInt8] {
            switch self {
            case .bearer(let secret): SHA256.hash(Array("bearer \(secret)".utf8))
            case .session(let secret): SHA256.hash(Array("session \(secret)".utf8))
            }
        }

        /// Blocks: asks the accounts.
        ///
        /// - Parameter address: from where it is asked, which is noted of a token now and then.
        func caller(_ accounts: Accounts, from address: @autoclosure () -> String? = nil) throws -> Caller {
            switch self {
            case .bearer(let secret): try accounts.token(secret, from: address()).map { .token($0) } ?? .nobody
            case .session(let secret): try accounts.session(secret).map { .user($0) } ?? .nobody
            }
        }

        func isSomebodys(_ accounts: Accounts, from address: String) throws -> Bool {
            if case .nobody = try caller(accounts, from: address) { false } else { true }
        }
    }

    /// Blocks: asks the accounts.
    static func of(_ request: Request, _ accounts: Accounts) throws -> Caller {
        try shown(request)?.caller(accounts, from: Origin.address(of: request)) ?? .nobody
    }

    static let unknown = Response.problem(
        status: 401, title: "Who is asking?",
        detail: "send Authorization: Bearer with a token (davtari token create), or sign in"
    ).with("WWW-Authenticate", "Bearer")
}
