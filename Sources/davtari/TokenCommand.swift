import Postgres
import Services

/// What tills, the office and imports show at the door.
enum TokenCommand {
    static let command = Davtari.Command(
        name: "token",
        usage: """
            create --kind till|office|import --name NAME [--stores S01,…] [--writers W,…]
                prints a new token, this once; a till's names its store and its writer, an import may write '*'
            create --kind office … --areas catalogue,goods,…
                an office that commands in these areas only: shops, catalogue, customers, goods, selling, money,
                staff
            create --kind api --name NAME --scopes sales,stock,… [--stores S01,…]
                a token that only reads: what its scopes name, of these shops or of all
            list
                every token with its last use
            revoke ID
                ends a token at once
            """, options: ["kind", "name", "stores", "writers", "scopes", "areas"], run: { try run($0) })

    private static func run(_ arguments: Arguments) throws {
        let (verb, words) = try arguments.verb(["create", "list", "revoke"])
        let accounts = Accounts(pool: Pool(try Environment(arguments).conninfo, limit: 1))
        try accounts.migrate()
        switch verb {
        case "create":
            guard let kind = TokenKind(rawValue: try arguments.required("kind")) else {
                throw UsageError("--kind is till, office, import or api")
            }
            print(
                try accounts.createToken(
                    kind: kind, name: try arguments.required("name"), stores: list(arguments.option("stores")),
                    writers: list(arguments.option("writers")), scopes: list(arguments.option("scopes")),
                    areas: list(arguments.option("areas"))))
        case "list":
            for token in try accounts.tokens() { print(token) }
        default:
            guard words.count == 1 else { throw UsageError("davtari token revoke ID") }
            try accounts.revokeToken(words[0])
            print("revoked")
        }
    }

    private static func list(_ text: String?) -> [String] { text?.split(separator: ",").map(String.init) ?? [] }
}
