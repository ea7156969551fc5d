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
            """, run: { try run($0) })

    private static func run(_ words: [String]) throws {
        let arguments = try Arguments(
            words, flags: ["password-stdin"], options: Environment.options.union(["language"]))
        guard arguments.positional.count == 2, arguments.positional[0] == "add" else {
            throw UsageError("davtari user add NAME")
        }
        let environment = try Environment(arguments)
        let accounts = Accounts(pool: Pool(environment.conninfo, limit: 1))
        try accounts.migrate()
        let name = arguments.positional[1]
        let password = try password(for: name, quietly: arguments.has("password-stdin"))
        try accounts.addUser(name: name, password: password, language: arguments.option("language") ?? "ka")
        print("\(name) can sign in now")
    }

    private static func password(for name: String, quietly: Bool) throws -> String {
        if quietly || isatty(STDIN_FILENO) == 0 {
            guard let line = readLine() else { throw UsageError("the password was not on standard input") }
            return line
        }
        guard let first = getpass("Password for \(name): ").map({ String(cString: $0) }),
            let second = getpass("Once more: ").map({ String(cString: $0) })
        else { throw UsageError("no terminal to ask for the password; use --password-stdin") }
        guard first == second else { throw UsageError("the two passwords differ") }
        return first
    }
}
