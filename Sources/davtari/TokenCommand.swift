import Events
import Foundation
import Postgres
import Rules
import Services

/// What tills, the office and imports show at the door.
enum TokenCommand {
    static let command = Davtari.Command(
        name: "token",
        usage: """
            create --kind till|office|import --name NAME [--stores S01,…] [--writers W,…] [--until DAY]
                prints a new token, this once; a till's names its store and its writer, an import may write '*'; with
                --until the last day, or the moment, through which it counts
            create --kind office … --areas catalogue,goods,…
                an office that commands in these areas only: shops, catalogue, customers, goods, selling, money,
                staff
            create --kind api --name NAME --scopes sales,stock,… [--stores S01,…]
                a token that only reads: what its scopes name, of these shops or of all
            list
                every token: who made it, its last use and from where, until when it counts
            rotate ID [--hours N]
                prints another secret for a token, this once; the old one goes on for N hours (24), or ends now (0)
            revoke ID
                ends a token at once
            """, options: ["kind", "name", "stores", "writers", "scopes", "areas", "until", "hours"],
        run: { try run($0) })

    private static let usualHours: Int64 = 24

    private static func run(_ arguments: Arguments) throws {
        let (verb, words) = try arguments.verb(["create", "list", "rotate", "revoke"])
        let accounts = Accounts(pool: Pool(try Environment(arguments).conninfo, limit: 1))
        try accounts.migrate()
        let by = Principal.terminal(NSUserName())
        switch verb {
        case "create":
            guard let kind = TokenKind(rawValue: try arguments.required("kind")) else {
                throw UsageError("--kind is till, office, import or api")
            }
            print(
                try accounts.createToken(
                    kind: kind, name: try arguments.required("name"), stores: list(arguments.option("stores")),
                    writers: list(arguments.option("writers")), scopes: list(arguments.option("scopes")),
                    areas: list(arguments.option("areas")), until: try until(arguments.option("until")), by: by))
        case "list":
            for token in try accounts.tokens() { print(token) }
        case "rotate":
            guard words.count == 1 else { throw UsageError("davtari token rotate ID [--hours N]") }
            guard let hours = arguments.option("hours").map({ Int64($0) }) ?? usualHours else {
                throw UsageError("--hours is a number")
            }
            let made = try accounts.rotateToken(words[0], overlapHours: hours, by: by)
            print(made.secret)
            if let until = made.oldUntil { print("the old one goes on until \(until)") }
        default:
            guard words.count == 1 else { throw UsageError("davtari token revoke ID") }
            try accounts.revokeToken(words[0], by: by)
            print("revoked")
        }
    }

    private static func list(_ text: String?) -> [String] { text?.split(separator: ",").map(String.init) ?? [] }

    /// A day is the last on which it counts.
    private static func until(_ text: String?) throws -> Instant? {
        guard let text else { return nil }
        guard let end = TokenWish.end(text) else {
            throw UsageError("--until is a day, YYYY-MM-DD, or an RFC 3339 time")
        }
        return end
    }
}
