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

    /// Blocks: asks the accounts.
    static func of(_ request: Request, _ accounts: Accounts) throws -> Caller {
        if let secret = bearer(request) { return try accounts.token(secret).map { .token($0) } ?? .nobody }
        if let secret = request.cookie(sessionCookie), let user = try accounts.session(secret) { return .user(user) }
        return .nobody
    }

    static let unknown = Response.problem(
        status: 401, title: "Who is asking?",
        detail: "send Authorization: Bearer with a token (davtari token create), or sign in"
    ).with("WWW-Authenticate", "Bearer")
}
