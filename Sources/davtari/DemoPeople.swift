import People
import Postgres
import Simulation

/// The demo's customers: their names, phones and cards are sealed as everybody's are, so their keys come to be here.
struct DemoPeople {
    private let connection: Connection

    init(_ conninfo: String) throws { connection = try Connection(conninfo, applicationName: "davtari demo people") }

    /// The chain's opening facts, with who customers are.
    func seal(in chain: SimulatedChain) throws -> [SimulatedFact] {
        let vault = PersonVault(connection) { _ in }
        return try connection.transaction {
            try chain.openingFacts { customer in
                try vault.seal(customer.person, of: .customer(customer.id), for: "customer.registered.v1")
            }
        }
    }
}
