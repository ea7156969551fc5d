import Events
import JSON
import Rules

/// Commands about sign-ins. They change tables of their own, in the command's transaction, and the fact follows by itself
/// (`AccountFacts`). What is secret stands in an answer once, and nowhere else.
enum SignInActions {
    static let all: [Action] = [
        Action("POST", "sign-ins", .staff, BodyForm(Invitation.self)) { work, call in
            let said = try call.body.read(Invitation.self)
            return try answer(work, call, said.signIn, isNew: true) { signIns in
                try signIns.invite(
                    said.signIn, language: said.language ?? "ka", roles: said.roles, employee: said.employee)
            }
        },
        Action("POST", "sign-ins/{signIn}/links", .staff, BodyForm(NoMembers.self)) { work, call in
            try answer(work, call, call.id("signIn"), isNew: true) { try $0.offerLinkAgain(to: call.id("signIn")) }
        },
        Action("PUT", "sign-ins/{signIn}/roles", .staff, BodyForm(RolesGiven.self)) { work, call in
            let said = try call.body.read(RolesGiven.self)
            return try answer(work, call) { try $0.setRoles(of: $1, to: said.roles) }
        },
        Action("POST", "sign-ins/{signIn}/disable", .staff, BodyForm(NoMembers.self)) { work, call in
            try answer(work, call) { try $0.disable($1) }
        },
        Action("POST", "sign-ins/{signIn}/enable", .staff, BodyForm(NoMembers.self)) { work, call in
            try answer(work, call) { try $0.enable($1) }
        },
        Action("DELETE", "sign-ins/{signIn}/sessions", .staff, BodyForm(NoMembers.self)) { work, call in
            try answer(work, call) { _ = try $0.endSessions(of: $1) }
        },
        Action("DELETE", "sign-ins/{signIn}/sessions/{session}", .staff, BodyForm(NoMembers.self)) { work, call in
            try answer(work, call) { _ = try $0.endSessions(of: $1, id: call.id("session")) }
        },
        Action("DELETE", "sign-ins/{signIn}/second-factor", .staff, BodyForm(NoMembers.self)) { work, call in
            try answer(work, call) { try $0.removeSecondFactor(of: $1) }
        },
    ]

    private struct Invitation: FactPart {
        var signIn = ""
        var employee: String?
        var roles: [String] = []
        var language: String?

        mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
            visitor.id("signIn", &signIn)
            visitor.id("employee", &employee)
            visitor.texts("roles", &roles)
            visitor.text("language", &language, .choice(Accounts.languages))
        }
    }

    private struct RolesGiven: FactPart {
        var roles: [String] = []
        mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) { visitor.texts("roles", &roles) }
    }

    private static func answer(
        _ work: Work, _ call: Call, _ name: String, isNew: Bool, _ offer: (SignIns) throws -> SignInLink
    ) throws -> Effect {
        var effect = try answer(work, call, name, isNew: isNew) { signIns, _ -> [(String, JSON)] in
            let link = try offer(signIns)
            return [("until", .string(link.until.description)), ("link", .string(link.path))]
        }
        // Told once: what is answered to a repeat is kept.
        effect.once = ["link": effect.body["link"] ?? .null]
        effect.body["link"] = nil
        return effect
    }

    private static func answer(
        _ work: Work, _ call: Call, _ change: (SignIns, String) throws -> Void
    ) throws -> Effect {
        try answer(work, call, call.id("signIn"), isNew: false) { signIns, name in
            try change(signIns, name)
            return []
        }
    }

    private static func answer(
        _ work: Work, _ call: Call, _ name: String, isNew: Bool, _ change: (SignIns, String) throws -> [(String, JSON)]
    ) throws -> Effect {
        let signIns = SignIns(connection: work.connection, by: call.principal, now: call.now)
        do {
            if call.ids["signIn"] != nil {
                try call.precondition.check(try signIns.known(name).version, isNeeded: false)
            }
            var body: JSON = ["signIn": .string(name)]
            for (member, value) in try change(signIns, name) { body[member] = value }
            return Effect(isNew: isNew, version: try signIns.known(name).version, body: body)
        } catch let error as AccountError { throw error.refusal }
    }
}
