import Foundation
import HTTP
import Postgres
import TestSupport
import Testing

/// What a served house tells on its standard error.
@Suite(.long, .serialized) struct `The log of a served house` {
    private let served: Served
    init() throws { served = try Served(listen: "localhost:0") }

    private var lines: [Substring] { served.said.split(separator: "\n") }

    /// Every line is an event with its time and severity, whatever happened.
    private func expectLines() {
        let line = /[0-9-]{10}T[0-9:.]{12}Z (error|warning|notice|info) (parent|door|office|worker) [a-z-]+: .+/
        for one in lines { #expect(one.wholeMatch(of: line) != nil, "\(one)") }
    }

    @Test func `has one line for an outage of the database, and one for its end`() throws {
        #expect(try served.post(1).status == 200)
        let name = try Connection(served.conninfo).query("SELECT current_database()")[0].text(0)
        let elsewhere = try Connection(PrivatePostgres.conninfo())
        try elsewhere.script("ALTER DATABASE \(name) ALLOW_CONNECTIONS false")
        defer { _ = try? elsewhere.script("ALTER DATABASE \(name) ALLOW_CONNECTIONS true") }
        _ = try elsewhere.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = \(name)")
        func told(_ part: String) -> Int { lines.count { $0.contains(" database: ") && $0.contains(part) } }
        try eventually("the outage is told") { told("error ") > 0 }
        // Those who ask meanwhile add no line.
        for number in Int64(2)...6 { #expect(try served.post(number).status == 503) }
        for _ in 0..<5 { #expect(try served.get("/v1/stock").status == 503) }
        try elsewhere.script("ALTER DATABASE \(name) ALLOW_CONNECTIONS true")
        try eventually("its end is told") { told("notice ") > 0 }
        try eventually("receipts are taken again") { try served.post(2).status == 200 }
        #expect(try served.get("/v1/receipts/S01-t1:2?after=S01-t1:2").status == 200)
        #expect(told("error ") == 1 && told("notice ") == 1 && told("database: back after ") == 1, "\(served.said)")
        expectLines()
    }

    @Test func `has who was not let in, without what they typed`() throws {
        #expect(try Visitor.signIn("nino", "my-dogs-name", port: served.port).status == 403)
        #expect(try Visitor.signIn("my-dogs-name", "nino", port: served.port).status == 403)
        #expect(
            try served.send(
                "POST", House.path(House.store, House.writer), token: "dvt_nobody", body: sale(1),
                headers: [("Content-Type", "application/cloudevents+json")]
            ).status == 401)
        try eventually("all are told") { lines.count { $0.contains("refused") } == 3 }
        #expect(lines.count { $0.contains(" warning office sign-in: a sign-in from 127.0.0.1 was refused") } == 2)
        #expect(!served.said.contains("my-dogs-name") && !served.said.contains("dvt_nobody"))
        expectLines()
    }

    @Test func `has a defect under the id that its answer carries`() throws {
        let connection = try Connection(served.conninfo)
        try connection.script("ALTER TABLE davtari.read_model RENAME TO read_model_elsewhere")
        defer { _ = try? connection.script("ALTER TABLE davtari.read_model_elsewhere RENAME TO read_model") }
        let answer = try served.send("GET", "/v1/stock?phone=599123456", headers: [("X-Request-Id", "story-1")])
        #expect(answer.status == 500 && answer.headers["X-Request-Id"] == "story-1", "\(answer.text)")
        try eventually("it is told") { served.said.contains("[request story-1]") }
        let line = try #require(lines.first { $0.contains("[request story-1]") })
        #expect(
            line.contains(" error office request: GET /v1/stock failed: ") && !line.contains("599123456"), "\(line)")
        // What no field may hold is refused before anybody reads it.
        let odd = try served.send("GET", "/v1/stock", headers: [("X-Request-Id", "a] error door log: \u{1B}[2J")])
        #expect(odd.status == 400)
        let forged = try served.send("GET", "/v1/stock", headers: [("X-Request-Id", "a] error door log: [2J")])
        #expect(forged.status == 500 && forged.headers["X-Request-Id"]?.contains("]") == false)
        expectLines()
    }
}
