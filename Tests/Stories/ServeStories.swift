import Foundation
import HTTP
import JSON
import Log
import Postgres
import Services
import Synchronization
import TestSupport
import Testing

/// `davtari serve` as people run it: a parent and its three processes, seen through the one address.
@Suite(.long, .serialized) struct `Three processes behind one address` {
    let served: Served
    init() throws { served = try Served() }

    @Test func `serve posts, questions, pages and what is neither`() throws {
        #expect(try served.post(1).status == 200)
        let answer = try served.get("/v1/receipts/S01-t1:1?after=S01-t1:1")
        #expect(answer.status == 200 && answer.json["receipt"]?["store"] == "S01")
        #expect(try served.get("/healthz").text == "ok\n")
        #expect(try served.get("/sign-in").text.contains("<form"))
        #expect(try served.get("/nowhere/at/all", token: nil).status == 303)
        #expect(try served.get("/v1/nowhere").status == 404)
        #expect(try served.send("DELETE", "/v1/stores/S01/writers/S01-t1/events").status == 405)
        #expect(try served.get("/v1/stores/S01/writers/S01-t1", token: served.till).json["highestKnown"] == 1)
    }

    @Test func `a dead office costs no post, and is there again with its reason on the overview`() throws {
        let office = try #require(served.child("office"))
        kill(office, SIGKILL)
        for number in Int64(1)...20 { #expect(try served.post(number).status == 200) }
        try eventually("the office is there again") { served.child("office").map { $0 != office } ?? false }
        #expect(try served.get("/v1/receipts/S01-t1:20?after=S01-t1:20").status == 200)
        #expect(served.said.contains(" error parent processes: the office ended by signal 9"))
        let page = try served.signedIn().send("GET", "/").text
        #expect(page.contains("The office ended unexpectedly") && page.contains("by signal 9"), "\(page)")
    }

    @Test func `a database that goes away in the middle of a start is waited for`() throws {
        let conninfo = try LaidOut.database(partitions: 4)
        // Who is waiting is told by a connection without a transaction: within one it is told as of the first look.
        let (blocker, watcher) = (try Connection(conninfo), try Connection(conninfo))
        try blocker.script("BEGIN; LOCK TABLE davtari.read_model")
        try atOnce([
            {
                for _ in 1...3 {
                    // cannot trap: a count is always a row
                    try eventually("a start waits for the table, and loses its connection") {
                        try watcher.query(
                            """
                            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                            WHERE datname = current_database() AND wait_event_type = 'Lock'
                            """)[0].int64(0) > 0
                    }
                }
                try blocker.script("ROLLBACK")
            },
            {
                let starting = try Served(place: ["--postgres", conninfo], conninfo: conninfo)
                #expect(try starting.post(1).status == 200)
                try eventually("it is folded: \(starting.said)") {
                    try starting.get("/v1/receipts/S01-t1:1?after=S01-t1:1").status == 200
                }
                #expect(
                    starting.process.isRunning && !starting.said.contains(" error worker start"), "\(starting.said)")
                #expect(!starting.said.contains(" error office start"), "\(starting.said)")
            },
        ])
    }

    @Test func `a dead worker or door is there again, and nothing is lost`() throws {
        for (place, name) in ["worker", "door"].enumerated() {
            let child = try #require(served.child(name))
            kill(child, SIGKILL)
            let number = Int64(place + 1)
            try eventually("receipt \(number) is taken") { (try? served.post(number).status) == 200 }
            try eventually("receipt \(number) is folded") {
                (try? served.get("/v1/receipts/S01-t1:\(number)?after=S01-t1:\(number)").status) == 200
            }
            #expect(served.said.contains(" error parent processes: the \(name) ended by signal 9"))
        }
    }

    @Test func `how things are is told by the door, though the office is stopped`() throws {
        let token = try served.reader()
        let office = try #require(served.child("office"))
        kill(office, SIGSTOP)
        defer { kill(office, SIGCONT) }
        try eventually("it is ready") { try served.get("/readyz", token: nil).status == 200 }
        try eventually("status is told") {
            try served.get("/v1/status", token: token).json["read_models"]?.array?.isEmpty == false
        }
        let figures = try PrometheusFigures(served.get("/metrics", token: token))
        for part in ["door", "office", "worker"] {
            #expect(figures["davtari_resident_memory_bytes{part=\"\(part)\"}"] ?? 0 > 1_000_000)
        }
    }

    @Test func `end in order on SIGTERM, and with a parent that is killed`() throws {
        let children = ["door", "office", "worker"].compactMap(served.child)
        #expect(children.count == 3)
        served.process.terminate()
        served.process.waitUntilExit()
        #expect(served.process.terminationStatus == 0 && served.process.terminationReason == .exit)
        #expect(!children.contains { kill($0, 0) == 0 })
        let other = try Served()
        let others = ["door", "office", "worker"].compactMap(other.child)
        #expect(others.count == 3)
        kill(other.process.processIdentifier, SIGKILL)
        try eventually("the children have gone") { !others.contains { Served.isRunning($0) } }
    }

    @Test func `what is wrong for all is told once, and they do not begin again`() throws {
        let failed = Process()
        let errors = Pipe()
        failed.executableURL = Served.binary
        let none = try Conninfo.replacing(database: "davtari_none", in: PrivatePostgres.conninfo())
        failed.arguments = ["serve", "--listen", "127.0.0.1:0", "--postgres", none]
        failed.standardError = errors
        try failed.run()
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        failed.waitUntilExit()
        #expect(failed.terminationStatus == 1)
        #expect(text.split(separator: "\n").count == 1 && text.contains(" error worker start: "), "\(text)")
    }
}

/// After a power cut: the machine that serves is there, its database not yet.
@Suite(.long) struct `A start without the database` {
    /// The database by a socket that is there once somebody says so.
    private struct Late {
        let conninfo: String
        private let host: String
        private let folder: String

        init() throws {
            let there = try LaidOut.database(partitions: 4)
            host = try #require(try Conninfo.host(of: there), "the tests' Postgres is reached by a socket")
            folder = NSTemporaryDirectory() + "davtari-\(UInt32.random(in: 0 ... .max))"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            conninfo = try Conninfo.replacing(host: folder, in: there)
        }

        func come() throws {
            let files = try FileManager.default.contentsOfDirectory(atPath: host)
            let socket = try #require(files.first { $0.hasPrefix(".s.PGSQL.") && !$0.hasSuffix(".lock") })
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/\(socket)", withDestinationPath: "\(host)/\(socket)")
        }

        func end() { try? FileManager.default.removeItem(atPath: folder) }
    }

    @Test func `waits for it, says so once, and serves when it is there`() throws {
        let late = try Late()
        defer { late.end() }
        let port = try Self.freePort()
        let waiting = try Waiting(late.conninfo, port)
        func get(_ path: String) throws -> Answer {
            Answer(try Client(baseURL: "http://127.0.0.1:\(port)").send("GET", path))
        }
        try eventually("the door says that it waits") { (try? get("/healthz").text) == "ok\n" }
        let ready = try get("/readyz")
        #expect(ready.status == 503 && ready.headers["Retry-After"] != nil)
        #expect(ready.text == "not ready: the database is away, and has been since the start\n")
        let page = try get("/v1/stores")
        #expect(page.status == 503 && page.json["title"] == "The database is away")
        try eventually("it is told") { waiting.said.contains(" error ") }
        try late.come()
        try eventually("it is ready") { (try? get("/readyz").status) == 200 }
        #expect(try get("/sign-in").status == 200)
        try eventually("its end is told") { waiting.said.contains("back after ") }
        let lines = waiting.said.split(separator: "\n")
        #expect(lines.count == 2 && lines[0].contains("it is waited for"), "\(waiting.said)")
        #expect(waiting.end() == 0)
    }

    @Test func `ends when told to while it waits`() throws {
        let late = try Late()
        defer { late.end() }
        let waiting = try Waiting(late.conninfo, try Self.freePort())
        try eventually("it waits") { waiting.said.contains("it is waited for") }
        #expect(waiting.end() == 0)
    }

    /// That nobody had a moment ago.
    private static func freePort() throws -> Int {
        let listener = try Listener(address: "127.0.0.1", port: 0)
        close(listener.socket)
        return listener.port
    }

    /// `davtari serve` that need not come to serve.
    private final class Waiting {
        private let process = Process()
        private let lines = Said()
        var said: String { lines.all.joined() }

        init(_ conninfo: String, _ port: Int) throws {
            let errors = Pipe()
            process.executableURL = Served.binary
            process.arguments = ["serve", "--listen", "127.0.0.1:\(port)", "--postgres", conninfo]
            (process.standardOutput, process.standardError) = (FileHandle.nullDevice, errors)
            lines.follow(errors)
            try process.run()
        }

        func end() -> Int32 {
            process.terminate()
            process.waitUntilExit()
            return process.terminationStatus
        }

        deinit { if process.isRunning { _ = end() } }
    }
}

extension Said {
    /// Notes what comes through a pipe until its other end is closed, on a thread of its own: a handler of Foundation's ends the
    /// process at times, when the pipe is closed behind it.
    fileprivate func follow(_ pipe: Pipe) {
        let reading = pipe.fileHandleForReading
        Thread.detachNewThread { [self] in
            while case let data = reading.availableData, !data.isEmpty { add(String(decoding: data, as: UTF8.self)) }
        }
    }
}

/// A served house of its own.
final class Served {
    /// As it was built beside these tests, or as DAVTARI_TEST_BINARY names it.
    static let binary =
        ProcessInfo.processInfo.environment["DAVTARI_TEST_BINARY"].map { URL(fileURLWithPath: $0) }
        ?? URL(fileURLWithPath: try! FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
        .deletingLastPathComponent().appendingPathComponent("davtari")

    let process = Process()
    let port: Int
    let till: String
    let office: String
    let conninfo: String
    private let errors = Pipe()
    private let lines = Said()

    /// On a database of its own, with the log in it.
    convenience init(listen: String = "127.0.0.1:0") throws {
        let conninfo = try LaidOut.database(partitions: 4)
        try self.init(place: ["--postgres", conninfo], conninfo: conninfo, listen: listen)
    }

    /// - Parameters:
    ///   - place: where database and log are, in flags.
    ///   - listen: an address with port 0.
    init(
        place: [String], conninfo: String, listen: String = "127.0.0.1:0"
    ) throws {
        self.conninfo = conninfo
        let accounts = Accounts(pool: Pool(conninfo, limit: 1))
        try accounts.migrate()
        till = try accounts.createToken(kind: .till, name: "till", stores: [House.store], writers: [House.writer])
        office = try accounts.createToken(kind: .office, name: "office", stores: [], writers: House.officeWriters)
        try accounts.addUser(name: "nino", password: "nino-nino", language: "en", role: .owner)
        let output = Pipe()
        process.executableURL = Self.binary
        process.arguments = ["serve", "--listen", listen] + place
        (process.standardOutput, process.standardError) = (output, errors)
        lines.follow(errors)
        try process.run()
        var text = ""
        while !text.hasSuffix("\n") {
            let some = output.fileHandleForReading.availableData
            try #require(!some.isEmpty, "davtari serve ended: \(lines.all.joined())")
            text += String(decoding: some, as: UTF8.self)
        }
        port = try #require(text.split(separator: ":").last.flatMap { Int($0.dropLast()) }, "\(text)")
    }

    deinit {
        if process.isRunning { process.terminate() }
        process.waitUntilExit()
    }

    var said: String { lines.all.joined() }

    /// The process that is this part of it now.
    func child(_ part: String) -> Int32? {
        let parent = "\(process.processIdentifier)"
        let children = try? String(contentsOfFile: "/proc/\(parent)/task/\(parent)/children", encoding: .utf8)
        return (children ?? "").split(separator: " ").compactMap { Int32($0) }.first { pid in
            let words = try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)
            return (words ?? "").split(separator: "\0").contains(Substring(part))
        }
    }

    /// False for one that has ended and waits for whoever inherits it.
    static func isRunning(_ pid: Int32) -> Bool {
        guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return false }
        return !stat.contains(") Z ")
    }

    func send(
        _ method: String, _ path: String, token: String? = nil, body: [UInt8]? = nil, headers: [(String, String)] = []
    ) throws -> Answer {
        let bearer = [("Authorization", "Bearer \(token ?? office)")]
        return Answer(
            try Client(baseURL: "http://127.0.0.1:\(port)").send(method, path, body: body, headers: bearer + headers))
    }

    func get(_ path: String) throws -> Answer { try send("GET", path) }
    func get(_ path: String, token: String?) throws -> Answer {
        guard let token else { return Answer(try Client(baseURL: "http://127.0.0.1:\(port)").send("GET", path)) }
        return try send("GET", path, token: token)
    }

    func post(_ number: Int64) throws -> Answer {
        try send(
            "POST", House.path(House.store, House.writer), token: till, body: sale(number),
            headers: [("Content-Type", "application/cloudevents+json")])
    }

    /// A token for what watches over it.
    func reader() throws -> String {
        try Accounts(pool: Pool(conninfo, limit: 1)).createToken(
            kind: .api, name: "watch", stores: [], writers: [], scopes: ["books"])
    }

    func signedIn() throws -> Client { try Visitor.signedIn("nino", "nino-nino", port: port) }
}

/// Somebody at the pages.
enum Visitor {
    /// - Parameter address: from where, as a reverse proxy on this machine says it.
    static func signIn(
        _ name: String, _ password: String, port: Int, from address: String? = nil, language: String = "en"
    ) throws -> ClientResponse {
        try Client(baseURL: "http://127.0.0.1:\(port)").send(
            "POST", "/sign-in", body: Array("name=\(name)&password=\(password)&token=form".utf8),
            headers: [
                ("Content-Type", "application/x-www-form-urlencoded"), ("Accept-Language", language),
                ("Cookie", "davtari_form=form"),
            ] + (address.map { [("X-Forwarded-For", $0)] } ?? []))
    }

    static func signedIn(_ name: String, _ password: String, port: Int) throws -> Client {
        let answer = try signIn(name, password, port: port)
        let cookie = try #require(answer.headers["Set-Cookie"]?.split(separator: ";").first, "\(answer.status)")
        return Client(baseURL: "http://127.0.0.1:\(port)", headers: [("Cookie", "\(cookie); davtari_form=form")])
    }
}
