import Foundation
import Gateway
import Glibc
import HTTP
import Kafka
import Log
import Logging
import Postgres
import Projections
import Services
import Supervision

/// A part of the house in a process of its own. Not for people: `davtari serve` starts all three.
enum ServePart: String {
    /// Tills' posts and what tills need. It owns the address, and hands everything else on to the office.
    case door
    /// Folds the log, and carries facts between the log and the deciders.
    case worker
    /// Questions, pages, commands, live updates.
    case office

    /// Where a child finds what its parent handed it.
    private enum Handed {
        static let troubles: Int32 = 3
        static let first: Int32 = 4
        static let second: Int32 = 5
        static let third: Int32 = 6
    }

    /// Where each process notes its troubles.
    static let parentPage = 0
    private var page: Int {
        switch self {
        case .door: 1
        case .worker: 2
        case .office: 3
        }
    }

    /// What the office does may wait for what tills and the worker do; processors that are free are its own all the same.
    private static let officeNiceness: Int32 = 10

    static func run(_ name: String, _ arguments: Arguments) throws {
        guard let part = ServePart(rawValue: name), let parent = try arguments.number("parent").flatMap(Int32.init)
        else { throw UsageError("davtari serve starts its own parts") }
        guard Childhood.begin(parent: parent) else { return }
        let stop = StopSignal()
        do { try run(part, parent, arguments, until: stop) } catch {
            // The parent says it as it says everything else.
            Childhood.tell(Message(.error, "start", OneLine.of(Sentence.of(error), limit: 1_000)))
            exit(error is UsageError ? 2 : 1)
        }
    }

    private static func run(
        _ part: ServePart, _ parent: Int32, _ arguments: Arguments, until stop: StopSignal
    ) throws {
        let environment = try Environment(arguments)
        // The same for each life of a part: what the last one held is its own, and need not run out first.
        let instance = "\(ProcessInfo.processInfo.hostName) \(parent)"
        var configuration = Configuration(conninfo: environment.conninfo, instance: instance)
        let logger = Logger { Childhood.tell($0) }
        configuration.logger = logger
        configuration.troubles = Troubles(sharing: Handed.troubles, page: part.page)
        // Before any thread is made: each has its own, and those made later begin with it.
        if part == .office { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, officeNiceness) }
        var footholds = Footholds(environment: environment, logger: logger)
        var vestibule: Vestibule?
        if part == .door {
            footholds.missing = { what in
                if vestibule == nil { vestibule = try Vestibule(at: .listening(Handed.first)) }
                vestibule?.tell(missing: what)
            }
        }
        guard let log = try footholds.wait(until: stop) else { return }
        configuration.vestibule = vestibule
        let footing = Footing(environment.conninfo, log)
        KafkaLines.listen { line in
            if line.level <= KafkaLine.error {
                logger.heard(fromKafka: line.text, footing)
            } else {
                logger.log(.info, "librdkafka", line.text)
            }
        }
        switch part {
        case .door:
            configuration.part = .door(Forwarder { HandingChannel.connect(over: Handed.second) })
            configuration.entrance = .listening(Handed.first)
            configuration.memory = SharedBytes(Handed.third)
            try serve(configuration, log, until: stop)
        case .office:
            configuration.part = .office
            configuration.entrance = .handed(over: Handed.first)
            let isPrepared: Void? = try footholds.hold(until: stop) { try Worker.prepare(environment.conninfo, log) }
            if isPrepared != nil { try serve(configuration, log, until: stop) }
        case .worker:
            try work(configuration, log, footholds, folds: !arguments.has("no-projections"), until: stop)
        }
        log.shutdown()
    }

    private static func serve(_ configuration: Configuration, _ log: any EventLog, until stop: StopSignal) throws {
        let gateway = try Gateway(configuration, log: log)
        Childhood.tellReady()
        stop.wait()
        gateway.stop()
    }

    private static func work(
        _ configuration: Configuration, _ log: any EventLog, _ footholds: Footholds, folds: Bool, until stop: StopSignal
    ) throws {
        let worker = Worker(configuration.conninfo, log, name: configuration.instance, logger: configuration.logger)
        let isPrepared: Void? = try footholds.hold(until: stop) {
            try Worker.prepare(configuration.conninfo, log)
            let setup = Pool(configuration.conninfo, limit: 1, applicationName: "davtari setup")
            defer { setup.close() }
            try Office(pool: setup, log: log.identity).migrate()
            try Accounts(pool: setup).migrate()
        }
        guard isPrepared != nil else { return }
        let carriers = Carriers(
            configuration.conninfo, log, owner: configuration.instance, logger: configuration.logger)
        if folds { worker.start() }
        carriers.start()
        Childhood.tellReady()
        stop.wait()
        carriers.stop()
        worker.stop()
    }
}
