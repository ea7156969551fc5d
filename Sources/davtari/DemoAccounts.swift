import Postgres
import Rules
import Services
import Simulation

/// The demo's person and tokens. A token's secret is kept nowhere, so each start makes new ones and ends the old.
struct DemoAccounts {
    static let user = "demo"
    static let password = "demo-davtari"
    private static let probeName = "demo probe"
    private static let officeName = "demo office"
    private static let tillName = "demo till"
    private static let curlName = "demo curl"

    private let accounts: Accounts

    init(_ conninfo: String) throws {
        accounts = Accounts(pool: Pool(conninfo, limit: 1, applicationName: "davtari demo"))
        try accounts.migrate()
    }

    /// A token that may look, before it is known whose chain this is; it is ended with `endProbe`.
    func probe() throws -> String {
        try endProbe()
        return try accounts.createToken(
            kind: .office, name: Self.probeName, stores: ["chain"], writers: [DemoCurl.officeWriter])
    }

    func endProbe() throws { try accounts.revokeTokens(named: Self.probeName) }

    /// The demo's login, if it is not there yet.
    func addUser() throws {
        do {
            try accounts.addUser(name: Self.user, password: Self.password, role: .owner)
        } catch AccountError.nameTaken {}
    }

    /// Every writer's token: one for the office, one a till, one for the visitor's curl.
    func tokens(for chain: SimulatedChain) throws -> [String: String] {
        for name in [Self.officeName, Self.tillName, Self.curlName] { try accounts.revokeTokens(named: name) }
        var tokens: [String: String] = [:]
        let offices = chain.writers.filter { !$0.isTill }.map(\.writer) + [DemoCurl.officeWriter]
        let office = try accounts.createToken(
            kind: .office, name: Self.officeName, stores: ["chain"] + chain.shops.map(\.id), writers: offices)
        for writer in offices { tokens[writer] = office }
        for shop in chain.shops {
            for till in 0..<shop.tills {
                tokens[shop.till(till)] = try accounts.createToken(
                    kind: .till, name: Self.tillName, stores: [shop.id], writers: [shop.till(till)])
            }
        }
        tokens[DemoCurl.writer] = try accounts.createToken(
            kind: .till, name: Self.curlName, stores: [chain.shops[0].id], writers: [DemoCurl.writer])
        return tokens
    }
}
