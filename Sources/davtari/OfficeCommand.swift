import Postgres
import Services

/// Which database decides for the chain.
enum OfficeCommand {
    static let command = Davtari.Command(
        name: "office",
        usage: """
            show
                says which database decides: this one, or another on the same log
            take
                has this database decide from now on, though another has: stop that one first
            """, run: { try run($0) })

    private static func run(_ arguments: Arguments) throws {
        let (verb, _) = try arguments.verb(["show", "take"])
        let environment = try Environment(arguments)
        let pool = Pool(environment.conninfo, limit: 1)
        defer { pool.close() }
        try Office.migrate(pool)
        let connection = try Connection(environment.conninfo, applicationName: "davtari office")
        switch verb {
        case "show": print(try Office.whoDecides(connection))
        default:
            try Office.take(connection)
            print("this database becomes the office: at once where `davtari serve` runs on it, else at its next start")
        }
    }
}
