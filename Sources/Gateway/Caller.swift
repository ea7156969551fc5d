import HTTP
import Intake
import Services

/// Who is asking: a token, a person who has signed in, or nobody.
enum Caller {
    case token(TokenRights)
    case user(User)
    case nobody

    static let sessionCookie = "davtari_session"

    static func bearer(_ request: Request) -> String? {
        guard let header = request.headers["Authorization"], header.lowercased().hasPrefix("bearer ") else {
            return nil
        }
        return String(header.dropFirst("bearer ".count)).trimmingPrefix(" ").description
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
