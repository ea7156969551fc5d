import Events
import Foundation
import Postgres
import Projections
import Services

extension Lookups {
    /// What commands are told by the read models of a database.
    package static func readModels(_ pool: Pool) -> Lookups {
        Lookups(
            onHand: { store, product in
                try pool.withConnection { connection in
                    try connection.transaction(.repeatableReadReadOnly) {
                        try OnHand.quantity(connection, store: store, product: product)
                    }
                }
            },
            dispatchedCosts: { dispatch in
                try wait(for: dispatch, pool)
                return try pool.withConnection { connection in
                    try connection.transaction(.repeatableReadReadOnly) {
                        try OnHand.dispatchedCosts(connection, dispatch)
                    }
                }
            })
    }

    /// How long an arrival waits for the sender's books to have its dispatch.
    private static let waitSeconds = 5.0
    private static let pollSeconds = 0.02

    private static func wait(for fact: FactID, _ pool: Pool) throws {
        let deadline = ContinuousClock.now + .seconds(waitSeconds)
        while try !pool.withConnection({ try Incomplete.isFolded($0, fact) }) {
            guard ContinuousClock.now < deadline else { throw OfficeError.booksBehind(fact.description) }
            Thread.sleep(forTimeInterval: pollSeconds)
        }
    }
}
