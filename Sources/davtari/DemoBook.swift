import Events
import JSON
import Simulation

/// What the gateway knows of the demo chain's writers.
struct DemoBook {
    /// Each writer's greatest number.
    let greatest: [String: Int64]
    /// When the last fact of any of the chain's tills happened.
    let lastTrade: Instant?

    private static let pageRows = 10_000

    /// Waits until the read models have seen the log's end, then asks for every writer's book.
    init(_ asker: Asker, of chain: SimulatedChain, stop: StopRequest) throws(CommandFailure) {
        try Self.waitForFolds(asker, stop)
        var (greatest, lastTrade): ([String: Int64], Instant?) = ([:], nil)
        let tills = Set(chain.writers.lazy.filter(\.isTill).map(\.writer))
        let answer = try asker.get("/v1/completeness?fields=writer,greatest,last_fact_at&limit=\(Self.pageRows)")
        for row in answer?["rows"]?.array ?? [] {
            guard let writer = row["writer"]?.string, let number = row["greatest"]?.int else { continue }
            greatest[writer] = number
            guard tills.contains(writer), let time = row["last_fact_at"]?.string.flatMap({ Instant($0) }) else {
                continue
            }
            lastTrade = max(lastTrade ?? time, time)
        }
        (self.greatest, self.lastTrade) = (greatest, lastTrade)
    }

    /// The shops in the log with the days they opened.
    static func openedOn(_ asker: Asker) throws(CommandFailure) -> [String: CalendarDay] {
        var opened: [String: CalendarDay] = [:]
        for row in try asker.get("/v1/stores?fields=store,opens_on&limit=\(pageRows)")?["rows"]?.array ?? [] {
            guard let store = row["store"]?.string else { continue }
            opened[store] = row["opens_on"]?.string.flatMap { CalendarDay($0) }
        }
        return opened
    }

    /// Waits until the read models have seen the log's end.
    static func waitForFolds(_ asker: Asker, _ stop: StopRequest) throws(CommandFailure) {
        guard try DemoFolds.wait(asker, stop) else {
            throw CommandFailure("the read models do not reach the end of the log; is davtari serve running with them?")
        }
    }
}
