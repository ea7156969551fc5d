import People
import Postgres
import Simulation

/// The demo's customers and employees: their names, phones and cards are sealed as everybody's are, so their keys come to be here.
struct DemoPeople {
    private let connection: Connection

    init(_ conninfo: String) throws { connection = try Connection(conninfo, applicationName: "davtari demo people") }

    private var vault: PersonVault { PersonVault(connection) { _ in } }

    /// The chain's opening facts, with who customers are.
    func opening(of chain: SimulatedChain) throws -> [SimulatedFact] {
        try connection.transaction {
            try chain.openingFacts { customer in
                try vault.seal(customer.person, of: .customer(customer.id), for: "customer.registered.v1")
            }
        }
    }

    /// What the demo's office defines, with who employees are.
    func naming(of chain: SimulatedChain) throws -> [SimulatedFact] {
        try connection.transaction {
            try chain.namingFacts(by: DemoCurl.officeWriter, from: DemoCurl.officeNumbers + 1) { employee in
                try vault.seal(employee.person, of: .employee(employee.id), for: "employee.registered.v1")
            }
        }
    }
}
