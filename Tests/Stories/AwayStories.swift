import Foundation
import Gateway
import HTTP
import JSON
import Log
import Logging
import Postgres
import Projections
import Services
import TestSupport
import Testing

/// A house whose log is elsewhere than its database, as with Kafka: tills go on selling when the database is away.
@Suite(.long) struct `The database is away, and the log is elsewhere` {
    let apart: Apart
    init() throws { apart = try Apart() }

    @Test func `a token that was seen posts, one that was not is told what is away, and a revocation catches up`()
        throws
    {
        #expect(try apart.post(1).status == 200)
        let strange = try apart.accounts.createToken(
            kind: .till, name: "new", stores: [House.store], writers: [House.writer])
        try apart.away(true)
        for number in Int64(2)...20 { #expect(try apart.post(number).status == 200) }
        let told = try apart.post(21, token: strange)
        #expect(told.status == 503 && told.headers["Retry-After"] != nil, "\(told.text)")
        #expect(told.json["title"] == "The database is away")
        try apart.away(false)
        #expect(try apart.log.end().offsets.reduce(0, +) == 20)
        try eventually("the new token posts") { try apart.post(21, token: strange).status == 200 }
        try apart.accounts.revokeTokens(named: "till")
        try eventually("the revoked token is refused") { try apart.post(22).status == 401 }
    }

    @Test func `a database that says nothing costs tills nothing either`() throws {
        #expect(try apart.post(1).status == 200)
        let blocker = try Connection(apart.conninfo)
        try blocker.script("BEGIN; LOCK TABLE davtari.token")
        for number in Int64(2)...12 {
            #expect(try apart.post(number).status == 200)
            Thread.sleep(forTimeInterval: 0.3)
        }
        try blocker.script("ROLLBACK")
        try apart.accounts.revokeTokens(named: "till")
        try eventually("the revoked token is refused") { try apart.post(13).status == 401 }
    }

    @Test func `status, readiness and figures say so, and when it is back`() throws {
        #expect(try apart.post(1).status == 200)
        try eventually("all is ready") { try apart.get("/readyz", token: nil).status == 200 }
        let well = try apart.get("/v1/status")
        #expect(well.status == 200 && well.json["away"] == nil)
        #expect(well.json["read_models"]?.array?.count == ReadModels.all.count)
        try apart.away(true)
        try eventually("readiness says so") { try apart.get("/readyz", token: nil).status == 503 }
        #expect(try apart.get("/readyz", token: nil).text == "not ready: the database is away\n")
        #expect(try apart.get("/healthz", token: nil).text == "ok\n")
        let status = try apart.get("/v1/status")
        #expect(status.status == 503 && status.headers["Retry-After"] != nil)
        #expect(status.headers["Content-Type"] == "application/problem+json")
        #expect(status.json["end"] != .null && status.json["read_models"] == .null)
        #expect(status.json["away"]?.array?.count == 1)
        #expect(status.json["away"]?.array?[0]["what"] == "database")
        #expect(status.json["away"]?.array?[0]["since"]?.string != nil)
        let figures = try PrometheusFigures(apart.get("/metrics"))
        #expect(figures[#"davtari_up{what="database"}"#] == 0 && figures[#"davtari_up{what="log"}"#] == 1)
        // Who is not known is told what is away, and nothing else.
        let stranger = try apart.get("/v1/status", token: "dvt_made_up")
        #expect(stranger.status == 503 && stranger.json["away"] != nil && stranger.json["end"] == nil)
        #expect(stranger.json["away"]?.array?[0]["reason"] == nil)
        try apart.away(false)
        try eventually("all is ready again") { try apart.get("/readyz", token: nil).status == 200 }
        try eventually("status is whole again") { try apart.get("/v1/status").status == 200 }
        try eventually("a stranger is one") { try apart.get("/v1/status", token: "dvt_made_up").status == 401 }
    }

    @Test func `a log that is away is named, beside a database that is there`() throws {
        try eventually("all is there") { try apart.get("/v1/status").status == 200 }
        apart.log.shutdown()
        let status = try apart.get("/v1/status")
        #expect(status.status == 503 && status.json["away"]?.array?.map { $0["what"] } == ["log"])
        #expect(status.json["end"] == .null && status.json["read_models"]?.array?.isEmpty == false)
        #expect(status.json["read_models"]?.array?[0]["behind"] == .null)
        #expect(try apart.get("/readyz", token: nil).text == "not ready: the log is away\n")
    }
}

/// Figures of a house that is well.
@Suite(.long) struct `Figures for Prometheus` {
    @Test func `count what was posted, and are written as Prometheus reads them`() throws {
        let house = try House()
        #expect(try house.post([sale(1)]).status == 200)
        #expect(try house.post([sale(2), sale(3)]).status == 200)
        #expect(try house.post([sale(1)]).status == 200)
        #expect(try house.post([[UInt8]("{}".utf8)]).status == 400)
        try house.settle()
        let answer = try house.get("/metrics")
        let figures = try PrometheusFigures(answer)
        #expect(figures[#"davtari_posts_total{outcome="answered"}"#] == 3)
        #expect(figures[#"davtari_posts_total{outcome="refused"}"#] == 1)
        #expect(figures[#"davtari_events_total{status="duplicate"}"#] == 1)
        #expect(figures["davtari_post_seconds_count"] == 4)
        #expect(figures[#"davtari_read_model_behind_events{read_model="trade"}"#] == 0)
        #expect(figures[#"davtari_read_model_failed{read_model="trade"}"#] == 0)
        let ends = figures.all.filter { $0.key.hasPrefix("davtari_log_end_offset") }
        #expect(ends.count == 4 && ends.values.reduce(0, +) == 3)
        #expect(try house.get("/metrics", token: house.till).status == 403)
        #expect(try House.send("GET", "/metrics", token: nil, to: house.gateway).status == 401)
    }

    @Test func `what lags behind is not ready`() throws {
        let house = try House(isFolding: false)
        #expect(try house.post([sale(1)]).status == 200)
        try Connection(house.conninfo).execute(
            "UPDATE davtari.read_model SET updated_at = clock_timestamp() - interval '2 minutes'")
        let answer = try house.get("/readyz")
        #expect(answer.status == 503 && answer.text.contains("not ready: trade is 1 events behind and has not moved"))
        house.startWorker()
        try house.settle()
        #expect(try house.get("/readyz").status == 200)
    }
}

/// Figures that nobody can be told are no figures.
@Suite(.long) struct `Readiness` {
    @Test(arguments: [
        ("DROP SCHEMA trade_1 CASCADE", "schema trade_1 is missing; `davtari projections rebuild trade`"),
        (
            "DROP TABLE dossiers_1.payment, dossiers_1.granted",
            "dossiers_1.granted, dossiers_1.payment are missing; `davtari projections rebuild dossiers`"
        ),
        ("ALTER TABLE trade_1.stock DROP COLUMN quantity", "trade_1.stock.quantity bigint is missing"),
        ("ALTER TABLE entities_1.said ALTER COLUMN kind TYPE varchar(9)", "entities_1.said.kind text is missing"),
        ("UPDATE davtari.read_model SET format = 99 WHERE name = 'dossiers'", "dossiers is kept in layout 99"),
        ("UPDATE davtari.read_model SET serving = false WHERE name = 'trade'", "there is no read model “trade” yet"),
        ("DELETE FROM davtari.read_model", "there is no read model “completeness” yet"),
    ])
    func `is not where part of a read model is missing or another build's, and says which`(
        _ harm: String, _ told: String
    ) throws {
        let house = try House()
        try house.settle()
        #expect(try house.get("/readyz").status == 200)
        house.stopWorker()
        try Connection(house.conninfo).script(harm)
        let answer = try house.get("/readyz")
        #expect(answer.status == 503 && answer.text.contains("not ready: " + told), "\(answer.text)")
    }
}

/// A gateway with its log in one database, and everything else in another that can be away.
final class Apart {
    let conninfo: String
    let log: PostgresLog
    let gateway: Gateway
    let accounts: Accounts
    private let till: String
    private let office: String
    private let worker: Worker
    private let keeper: Connection
    private let database: String

    init() throws {
        conninfo = try PrivatePostgres.freshDatabase()
        log = try PostgresLog(try PrivatePostgres.freshDatabase(), partitions: 4)
        try Worker.prepare(conninfo, log)
        let setup = Pool(conninfo, limit: 1)
        try Accounts(pool: setup).migrate()
        setup.close()
        keeper = try Connection(PrivatePostgres.conninfo())
        database = try Connection(conninfo).query("SELECT current_database()")[0].text(0)
        accounts = Accounts(pool: Pool(conninfo, limit: 1))
        till = try accounts.createToken(kind: .till, name: "till", stores: [House.store], writers: [House.writer])
        office = try accounts.createToken(kind: .office, name: "office", stores: [], writers: House.officeWriters)
        var configuration = Configuration(conninfo: conninfo, instance: "apart")
        configuration.entrance = .address("127.0.0.1", port: 0)
        gateway = try Gateway(configuration, log: log)
        worker = Worker(conninfo, log, name: "apart", logger: .silent)
        worker.start()
    }

    deinit {
        try? away(false)
        worker.stop()
        gateway.stop()
        log.shutdown()
    }

    func away(_ isAway: Bool) throws {
        try keeper.execute("ALTER DATABASE \(identifier: database) ALLOW_CONNECTIONS \(unsafeSQL: "\(!isAway)")")
        if isAway {
            try keeper.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = \(database)")
        }
    }

    func post(_ number: Int64, token: String? = nil) throws -> Answer {
        try House.send(
            "POST", House.path(House.store, House.writer), token: token ?? till, to: gateway, body: sale(number),
            headers: [("Content-Type", "application/cloudevents+json")])
    }

    func get(_ path: String) throws -> Answer { try get(path, token: office) }
    func get(_ path: String, token: String?) throws -> Answer {
        try House.send("GET", path, token: token, to: gateway)
    }
}

/// Prometheus's text format (version 0.0.4), read strictly.
struct PrometheusFigures {
    let all: [String: Double]

    subscript(_ name: String) -> Double? { all[name] }

    struct Malformed: Error { let line: String }

    init(_ answer: Answer) throws {
        try #require(answer.status == 200, "\(answer.text)")
        #expect(answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
        let text = answer.text
        try #require(text.hasSuffix("\n"))
        var (all, kinds, helped): ([String: Double], [String: String], Set<String>) = ([:], [:], [])
        var family = ""
        for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if let match = line.wholeMatch(of: /# HELP ([a-z_]+) (.+)/) {
                // A family stands together, and once.
                guard helped.insert(String(match.1)).inserted else { throw Malformed(line: line) }
                family = String(match.1)
            } else if let match = line.wholeMatch(of: /# TYPE ([a-z_]+) (counter|gauge|histogram)/) {
                guard family == String(match.1), kinds[family] == nil else { throw Malformed(line: line) }
                kinds[family] = String(match.2)
            } else if let match = line.wholeMatch(
                of: /([a-z_]+)((?:\{[a-z_]+="(?:[^"\\\n]|\\["\\n])*"(?:,[a-z_]+="(?:[^"\\\n]|\\["\\n])*")*\})?) (\S+)/)
            {
                let suffixes = kinds[family] == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
                guard suffixes.contains(where: { family + $0 == match.1 }), let value = Double(match.3),
                    kinds[family] == "counter" ? family.hasSuffix("_total") : true,
                    all.updateValue(value, forKey: String(match.1 + match.2)) == nil
                else { throw Malformed(line: line) }
            } else {
                throw Malformed(line: line)
            }
        }
        self.all = all
        try Self.askPromtool(text)
    }

    /// Prometheus's own opinion, where its tool is installed.
    private static func askPromtool(_ text: String) throws {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        guard let tool = folders.map({ "\($0)/promtool" }).first(where: FileManager.default.isExecutableFile) else {
            return
        }
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: tool)
        process.arguments = ["check", "metrics"]
        (process.standardInput, process.standardOutput, process.standardError) = (input, output, output)
        try process.run()
        input.fileHandleForWriting.write(Data(text.utf8))
        try input.fileHandleForWriting.close()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said)")
    }
}
