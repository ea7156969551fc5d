import Events
import Foundation
import JSON
import Log
import Postgres
import Queries
import Services

extension Lookups {
    /// What commands are told by the read models of a database.
    package static func readModels(_ pool: Pool, _ log: any EventLog) -> Lookups {
        Lookups(
            onHand: { store, product in
                try pool.withConnection { connection in
                    try connection.transaction(.repeatableReadReadOnly) {
                        try OnHand.quantity(connection, store: store, product: product)
                    }
                }
            },
            costsOnHand: { store, products in
                try pool.withConnection { connection in
                    try connection.transaction(.repeatableReadReadOnly) {
                        try OnHand.costs(connection, store: store, products: products)
                    }
                }
            },
            stock: { store, category in
                try pool.withConnection { connection in
                    try connection.transaction(.repeatableReadReadOnly) {
                        try OnHand.costs(connection, store: store, category: category)
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
            },
            receipt: { try receipt($0, pool, log) },
            prices: { scope, moment in
                try pool.withConnection { connection in
                    try connection.transaction(.repeatableReadReadOnly) {
                        try PricesInForce.find(connection, scope, at: moment)
                    }
                }
            },
            saidFirst: { entity, id in
                try pool.withConnection { connection in
                    try connection.transaction(.repeatableReadReadOnly) {
                        try Schemas(connection).saidFirst(connection, entity, id)
                    }
                }
            })
    }

    /// What was posted a moment ago is waited for; what was never posted, no longer than that.
    private static let receiptSeconds = 2.0

    private static func receipt(
        _ id: FactID, _ pool: Pool, _ log: any EventLog
    ) throws -> (store: String, receipt: Receipt)? {
        let deadline = ContinuousClock.now + .seconds(receiptSeconds)
        while true {
            let place = try pool.withConnection { connection in
                try connection.transaction(.repeatableReadReadOnly) { try EventPlace.find(connection, id) }
            }
            if let place {
                let record = try log.read(place.partition, from: place.offset, limit: ReadLimit(records: 1)).first
                guard let record, record.offset == place.offset else { return nil }
                let event = try Event.read(record.bytes, with: JSONParser())
                guard case .receiptCompleted(let receipt) = event.fact, let store = event.envelope.store else {
                    return nil
                }
                return (store, receipt)
            }
            guard ContinuousClock.now < deadline else { return nil }
            Thread.sleep(forTimeInterval: pollSeconds)
        }
    }

    /// How long an arrival waits for the sender's books to have its dispatch.
    private static let waitSeconds = 5.0
    private static let pollSeconds = 0.02

    private static func wait(for fact: FactID, _ pool: Pool) throws {
        guard try isFolded(fact, pool, within: waitSeconds) else { throw OfficeError.booksBehind(fact.description) }
    }

    /// Waits for the read models to have a fact; whether they have it by then.
    static func isFolded(_ fact: FactID, _ pool: Pool, within seconds: Double) throws -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while try !pool.withConnection({ try Incomplete.isFolded($0, fact) }) {
            guard ContinuousClock.now < deadline else { return false }
            Thread.sleep(forTimeInterval: pollSeconds)
        }
        return true
    }
}
