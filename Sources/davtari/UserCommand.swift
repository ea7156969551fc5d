import Foundation
import Postgres
import Rules
import Services

/// People who may sign in.
enum UserCommand {
    static let command = Davtari.Command(
        name: "user",
        usage: """
            add NAME [--role ROLE[,…]] [--employee ID] [--language ka|en] [--password-stdin]
                adds a person who may sign in; asks for the password; without a role they are an owner
            invite NAME --role ROLE[,…] [--employee ID] [--language ka|en]
                the same, but they choose the password themselves: prints a link that works once, within a day
            link NAME
                prints another such link: for who was invited and did not come, or forgot the password
            role NAME ROLE[,…]
                what a person may see and do from now on: owner, accountant, buyer, shop-manager, cashier, auditor or
                marketing, or a role that the chain has defined; several add up; ends their sessions
            list
                everybody, with their roles, whether they may sign in, when they last did, and how many sessions they
                have open
            password NAME [--password-stdin]
                gives a person a new password, and ends their sessions
            second-factor NAME off
                of a telephone that is lost: they sign in with the password alone
            disable NAME
                a person who has left: ends their sessions, and lets them sign in no more
            enable NAME
                lets them sign in again, with the password that they had
            sessions NAME
                where a person is signed in: a session a line, by its id
            sign-out NAME [SESSION]
                ends one of a person's sessions, or all of them
            """, flags: ["password-stdin"], options: ["language", "role", "employee"], run: { try run($0) })

    private static let verbs = [
        "add", "list", "password", "disable", "enable", "role", "sessions", "sign-out", "invite", "link",
        "second-factor",
    ]
    /// What these take beside a name.
    private static let second = ["role": "a name and a role", "second-factor": "a name and “off”"]

    private static func run(_ arguments: Arguments) throws {
        let (verb, words) = try arguments.verb(verbs)
        let most = verb == "list" ? 0 : verb == "sign-out" || second[verb] != nil ? 2 : 1
        guard (second[verb] != nil ? 2...2 : min(most, 1)...most).contains(words.count) else {
            throw UsageError(
                "davtari user \(verb) takes \(second[verb] ?? (most == 0 ? "no name" : "a name"))", about: "user")
        }
        let accounts = Accounts(pool: Pool(try Environment(arguments).conninfo, limit: 1))
        try accounts.migrate()
        guard let name = words.first else { return try list(accounts) }
        let by = Principal.terminal(NSUserName())
        switch verb {
        case "add":
            try accounts.addUser(
                name: name, password: try password(for: name, arguments),
                language: arguments.option("language") ?? "ka",
                roles: roles(arguments.option("role") ?? DeliveredRole.owner.rawValue),
                employee: arguments.option("employee"), by: by)
            print("\(name) can sign in now")
        case "invite":
            tell(
                try accounts.invite(
                    name: name, language: arguments.option("language") ?? "ka",
                    roles: roles(try arguments.required("role")), employee: arguments.option("employee"), by: by))
        case "link": tell(try accounts.offerLink(to: name, by: by))
        case "role":
            try accounts.setRoles(of: name, to: roles(words[1]), by: by)
            print("\(name) has the role \(words[1]) from now on")
        case "password":
            _ = try accounts.user(name)
            try accounts.setPassword(of: name, to: try password(for: name, arguments), by: by)
            print("\(name) signs in with the new password from now on")
        case "second-factor":
            guard words[1] == "off" else { throw UsageError("davtari user second-factor NAME off", about: "user") }
            try accounts.removeSecondFactor(of: name, by: by)
            print("\(name) signs in with the password alone")
        case "disable":
            try accounts.disableUser(name, by: by)
            print("\(name) can sign in no more")
        case "enable":
            try accounts.enableUser(name, by: by)
            print("\(name) can sign in again")
        case "sessions":
            for session in try accounts.openSessions(of: name) { print(session) }
        default:
            let ended = try accounts.endSessions(of: name, id: words.count == 2 ? words[1] : nil, by: by)
            print("\(ended) \(ended == 1 ? "session" : "sessions") of \(name) ended")
        }
    }

    private static func roles(_ text: String) -> [String] { text.split(separator: ",").map(String.init) }

    /// Where this server is reached is not known here.
    private static func tell(_ link: SignInLink) {
        print("\(link.path)")
        Console.error("Hand it over behind your server's address; it works once, until \(link.until)")
    }

    private static func list(_ accounts: Accounts) throws {
        for user in try accounts.users() { print(user) }
    }

    private static func password(for name: String, _ arguments: Arguments) throws -> String {
        if arguments.has("password-stdin") || !Terminal.isThere {
            guard let line = readLine() else { throw UsageError("the password was not on standard input") }
            return line
        }
        guard let first = Terminal.secret("Password for \(name): "), let second = Terminal.secret("Once more: ") else {
            throw UsageError("no terminal to ask for the password; use --password-stdin")
        }
        guard first == second else { throw UsageError("the two passwords differ") }
        return first
    }
}
