import Events
import JSON
import Rules

/// Commands about tokens. As those about sign-ins they change tables of their own in the command's transaction, and the fact follows by
/// itself (`AccountFacts`). A secret stands in an answer once, and nowhere else.
enum TokenActions {
    static let all: [Action] = [
        Action("POST", "tokens", .staff, BodyForm(NewToken.self)) { work, call in
            let wish = try call.body.read(NewToken.self).wish()
            return try answer(work, call, isNew: true) { tokens in try tokens.create(wish) }
        },
        Action("POST", "tokens/{token}/rotate", .staff, BodyForm(Overlap.self)) { work, call in
            let hours = try call.body.read(Overlap.self).hours
            return try answer(work, call, isNew: false) { tokens in
                try tokens.rotate(call.id("token"), overlapHours: hours)
            }
        },
        Action("POST", "tokens/{token}/revoke", .staff, BodyForm(NoMembers.self)) { work, call in
            try answer(work, call, isNew: false) { tokens in
                try tokens.revoke(call.id("token"))
                return nil
            }
        },
    ]

    private struct NewToken: FactPart {
        var called = ""
        var kind = ""
        var stores: [String] = []
        var writers: [String] = []
        var scopes: [String] = []
        var areas: [String] = []
        var until: String?

        mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
            visitor.id("called", &called)
            visitor.text("kind", &kind, .choice(TokenChanged.kinds))
            visitor.texts("stores", &stores)
            visitor.texts("writers", &writers)
            visitor.texts("scopes", &scopes)
            visitor.texts("areas", &areas)
            visitor.text("until", &until, .dayOrInstant)
        }

        /// A day is the last on which it counts.
        func wish() throws -> TokenWish {
            guard let kind = TokenKind(rawValue: kind) else {
                throw Refusal(.invalid, "choice", "kind is one of till, office, import, api", [("path", "kind")])
            }
            return TokenWish(
                kind: kind, name: called, stores: stores, writers: writers, scopes: scopes, areas: areas,
                until: until.flatMap(TokenWish.end))
        }
    }

    private struct Overlap: FactPart {
        /// Enough to bring the new secret to a till that opens tomorrow.
        var hours: Int64 = 24
        mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
            visitor.int("hours", &hours, .number, default: 24)
        }
    }

    /// - Parameter change: its secret is told once.
    private static func answer(
        _ work: Work, _ call: Call, isNew: Bool, _ change: (Tokens) throws -> TokenSecret?
    ) throws -> Effect {
        let tokens = Tokens(connection: work.connection, by: call.principal, now: call.now)
        do {
            if !isNew { try call.precondition.check(try tokens.known(call.id("token")).version, isNeeded: false) }
            let made = try change(tokens)
            let known = try tokens.known(made?.id ?? call.id("token"))
            var effect = Effect(
                isNew: isNew, version: known.version,
                body: ["token": .string(known.rights.id), "called": .string(known.name)])
            if let made {
                if let until = made.oldUntil { effect.body["oldUntil"] = .string(until.description) }
                effect.once = ["secret": .string(made.secret)]
            }
            return effect
        } catch let error as AccountError { throw error.refusal }
    }
}
