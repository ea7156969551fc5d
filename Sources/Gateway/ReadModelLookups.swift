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
            dispatchedCosts: { dispatch, store, products in
                try wait(for: dispatch, pool)
                return try pool.withConnection { connection in
                    try connection.transaction(.repeatableReadReadOnly) {
                        var costs: [Int64: Int64] = [:]
                        for product in products { try find(dispatch, store, product, connection, &costs) }
                        return costs
                    }
                }
            })
    }

    /// How long an arrival waits for the sender's books to have its dispatch.
    private static let waitSeconds = 5.0
    private static let pollSeconds = 0.02

    private static func wait(for fact: FactID, _ pool: Pool) throws {
        let deadline = Date().addingTimeInterval(waitSeconds)
        while try !pool.withConnection({ try Incomplete.isFolded($0, fact) }) {
            guard Date() < deadline else { throw OfficeError.booksBehind(fact.description) }
            Thread.sleep(forTimeInterval: pollSeconds)
        }
    }

    /// The dispatch's movements, page by page; where the books hold none, the arrival goes without a cost.
    private static func find(
        _ dispatch: FactID, _ store: String, _ product: String, _ connection: Connection, _ costs: inout [Int64: Int64]
    ) throws {
        var cursor: String?
        repeat {
            let page = try Movements.list(connection, store: store, product: product, limit: 1_000, cursor: cursor)
            for row in page.rows where row["fact"] == .string(dispatch.description) {
                if let line = row["line"]?.int, let cost = row["cost"]?.int { costs[line] = abs(cost) }
            }
            cursor = page.next
        } while cursor != nil
    }
}
