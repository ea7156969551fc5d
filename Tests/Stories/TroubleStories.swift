import Events
import Foundation
import JSON
import Log
import Postgres
import TestSupport
import Testing

/// What people and tills see while something behind the gateway is away.
@Suite(.long) struct `The log or the database is away` {
    let house: House

    init() throws { house = try House() }

    @Test func `a log that is shut down answers 503 with Retry-After, and figures stay readable`() throws {
        try #require(house.post([sale(1)]).status == 200)
        try house.settle()
        house.log.shutdown()
        for events in [[sale(2)], [sale(3), sale(4)]] {
            let answer = try house.post(events)
            #expect(answer.status == 503)
            #expect(answer.headers["Content-Type"] == "application/problem+json")
            #expect(Int(answer.headers["Retry-After"] ?? "") ?? 0 > 0)
        }
        for path in ["/v1/status", "/v1/stores/S01/writers/S01-t1", "/v1/receipts/S01-t1:1/event"] {
            let answer = try house.get(path)
            #expect(answer.status == 503, "\(path)")
            #expect(Int(answer.headers["Retry-After"] ?? "") ?? 0 > 0, "\(path)")
        }
        #expect(try house.get("/v1/margins").rows[0]["receipts"] == 1)
    }

    @Test func `connections that are cut cost an answer at most; what was refused is mended by a repeat`() throws {
        try #require(house.post([sale(1)]).status == 200)
        try house.settle()
        let cutter = try Connection(PrivatePostgres.conninfo())
        let database = try Connection(house.conninfo).query("SELECT current_database()")[0].text(0)
        for number in Int64(2)...20 {
            try cutter.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = \(database)")
            for path in ["/v1/margins", "/v1/status"] {
                let answer = try house.get(path)
                #expect([200, 503].contains(answer.status), "\(path): \(answer.text)")
            }
            try eventually("receipt \(number) is taken") {
                let answer = try house.post([sale(number)])
                #expect([200, 503].contains(answer.status), "\(answer.text)")
                return answer.status == 200
            }
        }
        let last: Int64 = 20
        try house.settle()
        #expect(try house.get("/v1/margins").rows[0]["receipts"] == .int(last))
        #expect(try house.get("/v1/completeness?writer=S01-t1").rows[0]["complete_through"] == .int(last))
    }

    @Test func `a database that takes no connections is 503 everywhere; when it is back, all goes on`() throws {
        try #require(house.post([sale(1)]).status == 200)
        try house.settle()
        let keeper = try Connection(PrivatePostgres.conninfo())
        let database = try Connection(house.conninfo).query("SELECT current_database()")[0].text(0)
        try keeper.execute("ALTER DATABASE \(identifier: database) ALLOW_CONNECTIONS false")
        try keeper.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = \(database)")
        for path in ["/v1/margins", "/v1/status", "/v1/stores/S01/writers/S01-t1", "/", "/stock"] {
            try eventually("\(path) says that it cannot") {
                let answer = try house.get(path)
                #expect(answer.status != 500, "\(path): \(answer.text)")
                return answer.status == 503
            }
        }
        let answer = try house.post([sale(2)])
        #expect(answer.status == 503)
        #expect(answer.headers["Retry-After"] != nil)
        #expect(try house.get("/healthz").status == 200)
        try keeper.execute("ALTER DATABASE \(identifier: database) ALLOW_CONNECTIONS true")
        try eventually("the receipt is taken") { try house.post([sale(2)]).status == 200 }
        try house.settle()
        #expect(try house.get("/v1/margins").rows[0]["receipts"] == 2)
    }
}
