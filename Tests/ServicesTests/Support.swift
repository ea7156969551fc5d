import Postgres
import TestSupport

@testable import Services

/// Accounts in a database of their own, and a way to look behind them.
struct House {
    let pool: Pool
    let accounts: Accounts

    init() throws {
        pool = Pool(try LaidOut.database(partitions: 1), limit: 4)
        accounts = Accounts(pool: pool, passwordCost: .least)
    }

    /// Another gateway over the same database.
    var neighbour: Accounts { Accounts(pool: pool, passwordCost: .least) }

    func run(_ sql: SQL) throws { try pool.withConnection { _ = try $0.execute(sql) } }

    /// Every row of a table as one text.
    func contents(of table: String) throws -> String {
        try pool.withConnection { connection in
            try connection.query("SELECT row_to_json(t)::text FROM davtari.\(identifier: table) t").map {
                try $0.text(0)
            }
            .joined(separator: "\n")
        }
    }
}
