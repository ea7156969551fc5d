import Foundation
import Log

/// A chain that trades: the dense chain's shops with full shelves, a server with its worker, and tills to post.
final class TradingSite {
    let subject: Subject
    private let settings: BenchSettings
    private let database: BenchDatabase
    private let log: LogHome
    private let token: String
    private let mark: BookMark
    private let counter = Counter()

    private static let settleSeconds = 120.0

    /// - Parameters:
    ///   - kafka: the brokers that have its log; nil where Postgres has it.
    ///   - folds: whether its server has a worker; else it is folded when `catchUp` is called.
    init(_ settings: BenchSettings, kafka brokers: String?, folds: Bool = true) throws {
        self.settings = settings
        database = try BenchDatabase(on: settings.conninfo, "trading")
        log = brokers.map { LogHome.freshTopic($0, "trading") } ?? .postgres(conninfo: database.conninfo)
        let own = try log.open()
        let filling = LogFilling(own)
        let chain = DenseChain(lastDay: Int(Date().timeIntervalSince1970) / 86_400)
        try chain.opening { try filling.put(.chain, $0) }
        for shop in 0..<Tills.count / 2 {
            try chain.firstDelivery(shop, products: Tills.products) {
                try filling.put(.store(DenseChain.shopName(shop)), $0)
            }
        }
        try filling.finish()
        own.shutdown()
        subject = try Subject(settings, database.conninfo, log, folds: folds)
        token = subject.token
        mark = try BookMark(database.conninfo)
        if folds { try settle() } else { _ = try foldInChild() }
    }

    deinit {
        subject.stop()
        log.remove()
    }

    /// Tills with fresh books.
    func tills(batch: Int? = nil) -> Tills {
        Tills(port: subject.port, token: token, batch: batch, prefix: "r\(counter.next())-")
    }

    /// Folds what is in the log, by a worker in a process of its own.
    ///
    /// - Returns: for how long it took all processors, in seconds of a record; nil where the system does not say.
    func catchUp() throws -> Double? {
        let before = try folded()
        let outcome = try foldInChild()
        let records = Double(before.distance(to: try folded()))
        return outcome.unrestingSeconds.map { $0 / records }
    }

    private func foldInChild() throws -> FoldingChild.Outcome {
        try FoldingChild.ask(.tail, settings, database.conninfo, log)
    }

    /// Up to where the log is folded.
    func folded() throws -> Position { try mark.position() }

    /// Waits until everything that was posted is folded.
    func settle() throws {
        let own = try log.open()
        defer { own.shutdown() }
        let end = try own.end()
        let deadline = Date().addingTimeInterval(Self.settleSeconds)
        while try !mark.position().hasReached(end) {
            guard Date() < deadline else {
                throw BenchError("the worker did not catch up within \(Int(Self.settleSeconds)) s")
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }
}

/// What the door takes of single receipts when nothing folds: the measure for paced loads.
enum PostingLimit {
    /// From the posting figure where it was measured into the same results, else measured now, briefly.
    static func of(_ settings: BenchSettings, kafka brokers: String?) throws -> Double {
        let figure = brokers == nil ? "posting-postgres" : "posting-kafka"
        if let known = try ResultFolder(settings.results).get(figure) { return known.ours.median }
        let site = try TradingSite(settings, kafka: brokers, folds: false)
        return try site.tills().post(seconds: Double(settings.seconds)).perSecond
    }
}
