import Foundation
import Postgres
import Rules
import Services

/// People who may sign in.
enum UserCommand {
    static let command = Davtari.Command(
        name: "user",
        usage: """
            add NAME [--role ROLE] [--language ka|en] [--password-stdin]
                adds a person who may sign in; asks for the password; without a role they are an owner
            role NAME ROLE
                what a person may see and do from now on: owner, accountant, buyer, shop-manager, cashier, auditor or
                marketing, or a role that the chain has defined; ends their sessions
            list
                everybody, with their role, whether they may sign in and how many sessions they have open
            password NAME [--password-stdin]
                gives a person a new password, and ends their sessions
            disable NAME
                a person who has left: ends their sessions, and lets them sign in no more
            enable NAME
                lets them sign in again, with the password that they had
            sessions NAME
                where a person is signed in: a session a line, by its id
            sign-out NAME [SESSION]
                ends one of a person's sessions, or all of them
            """, flags: ["password-stdin"], options: ["language", "role"], run: { try run($0) })

    private static let verbs = ["add", "list", "password", "disable", "enable", "role", "sessions", "sign-out"]

    private static func run(_ arguments: Arguments) throws {
        let (verb, words) = try arguments.verb(verbs)
        let most = verb == "list" ? 0 : ["sign-out", "role"].contains(verb) ? 2 : 1
        guard (verb == "role" ? 2...2 : min(most, 1)...most).contains(words.count) else {
            let taken = verb == "role" ? "a name and a role" : most == 0 ? "no name" : "a name"
            throw UsageError("davtari user \(verb) takes \(taken)", about: "user")
        }
        let accounts = Accounts(pool: Pool(try Environment(arguments).conninfo, limit: 1))
        try accounts.migrate()
        guard let name = words.first else { return try list(accounts) }
        switch verb {
        case "add":
            let role = arguments.option("role") ?? DeliveredRole.owner.rawValue
            try accounts.addUser(
                name: name, password: try password(for: name, arguments),
                language: arguments.option("language") ?? "ka", role: role)
            print("\(name) can sign in now")
        case "role":
            try accounts.setRole(of: name, to: words[1])
            print("\(name) has the role \(words[1]) from now on")
        case "password":
            try accounts.expectUser(name)
            try accounts.setPassword(of: name, to: try password(for: name, arguments))
            print("\(name) signs in with the new password from now on")
        case "disable":
            try accounts.disableUser(name)
            print("\(name) can sign in no more")
        case "enable":
            try accounts.enableUser(name)
            print("\(name) can sign in again")
        case "sessions":
            for session in try accounts.openSessions(of: name) { print(session) }
        default:
            let ended = try accounts.endSessions(of: name, id: words.count == 2 ? words[1] : nil)
            print("\(ended) \(ended == 1 ? "session" : "sessions") of \(name) ended")
        }
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
