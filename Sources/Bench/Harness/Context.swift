import Foundation
import Log
import Postgres
import Projections

/// What the measurements of one run share: logs that take long to fill are filled once, when first asked for.
package final class Context {
    package let settings: BenchSettings
    private var years: [String: Filled] = [:]
    private var denses: [String: Filled] = [:]

    package init(_ settings: BenchSettings) { self.settings = settings }

    /// A filled log, and a database whose read models are folded from it.
    package final class Filled {
        package let database: BenchDatabase
        package let home: LogHome
        /// The lines that the log holds, for the reference.
        package let copy: LineCopy
        package let records: Int
        fileprivate(set) var isServed = false

        init(_ settings: BenchSettings, _ label: String, kafka brokers: String?, _ fill: (any EventLog) throws -> Int)
            throws
        {
            database = try BenchDatabase(on: settings.conninfo, label)
            home = brokers.map { LogHome.freshTopic($0, label) } ?? .postgres(conninfo: database.conninfo)
            let log = try home.open()
            defer { log.shutdown() }
            let began = ContinuousClock.now
            records = try fill(log)
            let seconds = (ContinuousClock.now - began) / .seconds(1)
            settings.say("\(label): \(records) records appended in \(Number.text(seconds)) s")
            copy = try LineCopy(log)
        }

        deinit { home.remove() }
    }

    /// The real year in Postgres, or in Kafka; nil, said aloud, where its events or Kafka are missing.
    package func year(kafka: Bool) throws -> Filled? {
        guard let events = settings.events else {
            settings.skip("the real year", "--events names no file")
            return nil
        }
        return try filled(kafka: kafka, "year", &years) { try EventFile.fill($0, from: events) }
    }

    /// The dense chain, in Kafka where there is one, else in Postgres.
    package func dense() throws -> Filled {
        let chain = chain
        return try filled(kafka: settings.brokers != nil, "dense", &denses) { try Self.fill($0, chain) }!
    }

    package var chain: DenseChain {
        var chain = DenseChain(lastDay: Int(Date().timeIntervalSince1970) / 86_400)
        chain.lines = settings.lines
        return chain
    }

    /// The dense chain with its read models folded and served.
    package func denseServed() throws -> Filled { try served(dense()) }

    /// The last tenth of the days of the same chain, as densely, folded and served.
    package func tenthServed() throws -> Filled {
        var chain = chain
        (chain.days, chain.lines) = (chain.days / 10, chain.lines * (chain.days / 10) / chain.days)
        let tenth = chain
        return try served(
            filled(kafka: settings.brokers != nil, "tenth", &denses) { try Self.fill($0, tenth) }!)
    }

    private func served(_ filled: Filled) throws -> Filled {
        guard !filled.isServed else { return filled }
        let outcome = try FoldingChild.ask(.tail, settings, filled.database.conninfo, filled.home)
        filled.isServed = true
        settings.say("folded \(filled.copy.count) lines in \(Number.text(outcome.seconds)) s")
        let connection = try Connection(filled.database.conninfo, applicationName: "davtari bench")
        // The tables whose rows change with every receipt are packed: a year that is folded within a minute leaves in them
        // what a year that is lived never piles up. And as autovacuum would have done within the first hours of a day.
        for table in ["trade_1.customer", "trade_1.store_day", "completeness_1.writer"] {
            try connection.script("VACUUM (FULL) \(table)")
        }
        try connection.script("VACUUM ANALYZE")
        // And what was folded within a minute is on the disk, so that no question waits for the writing of it.
        do { try connection.script("CHECKPOINT") } catch {
            settings.say("the server's next checkpoint falls into the questions: \(error)")
        }
        return filled
    }

    static func fill(_ log: any EventLog, _ chain: DenseChain) throws -> Int {
        let filling = LogFilling(log)
        try chain.write { try filling.put($0, $1) }
        try filling.finish()
        return filling.records
    }

    private func filled(
        kafka: Bool, _ name: String, _ known: inout [String: Filled], _ fill: (any EventLog) throws -> Int
    ) throws -> Filled? {
        let label = "\(name)_\(kafka ? "kafka" : "postgres")"
        if let filled = known[label] { return filled }
        guard !kafka || settings.brokers != nil else {
            settings.skip("\(name) from Kafka", "--brokers names no servers")
            return nil
        }
        let filled = try Filled(settings, label, kafka: kafka ? settings.brokers : nil, fill)
        known[label] = filled
        return filled
    }
}
