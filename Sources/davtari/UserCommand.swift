import Foundation
import Postgres
import Services

/// People who may sign in.
enum UserCommand {
    static let command = Davtari.Command(
        name: "user",
        usage: """
            add NAME [--language ka|en] [--password-stdin]
                adds a person who may sign in; asks for the password
            list
                everybody, with whether they may sign in and how many sessions they have open
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
            """, flags: ["password-stdin"], options: ["language"], run: { try run($0) })

    private static let verbs = ["add", "list", "password", "disable", "enable", "sessions", "sign-out"]

    private static func run(_ arguments: Arguments) throws {
        let (verb, words) = try arguments.verb(verbs)
        let most = verb == "list" ? 0 : verb == "sign-out" ? 2 : 1
        guard (min(most, 1)...most).contains(words.count) else {
            throw UsageError("davtari user \(verb) takes \(most == 0 ? "no name" : "a name")", about: "user")
        }
        let accounts = Accounts(pool: Pool(try Environment(arguments).conninfo, limit: 1))
        try accounts.migrate()
        guard let name = words.first else { return try list(accounts) }
        switch verb {
        case "add":
            try accounts.addUser(
                name: name, password: try password(for: name, arguments),
                language: arguments.option("language") ?? "ka")
            print("\(name) can sign in now")
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
