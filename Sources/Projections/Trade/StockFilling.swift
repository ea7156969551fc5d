import Postgres

/// The end of a rebuild for the stock: its rows are written in halves side by side, then its keys are built side by side.
///
/// Each half has a connection and a transaction of its own. Should the rebuild end in between, the rows belong to a
/// version that nobody serves.
struct StockFilling: @unchecked Sendable {
    // @unchecked: the fold has ended; each pool is written by one thread.
    private let connections: [Connection]
    private let fold: TradeFold

    /// - Parameters:
    ///   - owner: whose search path names the schema.
    ///   - fold: packed.
    init(_ owner: Connection, _ fold: TradeFold) throws {
        self.fold = fold
        connections = try TradeTables.stockIndexes.map { _ in
            try owner.beside(applicationName: "davtari rebuild stock")
        }
    }

    func run() throws {
        let pools = fold.pools.changesInOrder().withMovements()
        let names = fold.pools.names
        try sideBySide { place, connection in
            try TradeStore(connection).copyPools(pools.part(place, of: connections.count), names)
        }
        fold.pools.settled()
        try sideBySide { place, connection in
            try connection.prepareForKeys()
            try connection.script(TradeTables.stockIndexes[place])
        }
        try connections[0].transaction { try connections[0].script(TradeTables.stockKeys) }
    }

    private func sideBySide(_ work: @escaping (Int, Connection) throws -> Void) throws {
        nonisolated(unsafe) let work = work
        try Threads.run(
            connections.indices.map { place in
                { try connections[place].transaction { try work(place, connections[place]) } }
            })
    }
}
