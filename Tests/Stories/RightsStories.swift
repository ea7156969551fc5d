import Events
import Foundation
import Gateway
import JSON
import Log
import Postgres
import Rules
import Services
import TestSupport
import Testing

@Suite(.long) struct `What a token may` {
    let house: House

    init() throws { house = try House() }

    private func customer() -> [UInt8] {
        TestChain.event(
            "customer.registered.v1", ["customer": "c"], store: "S01", writer: "S01-t1", sequence: 1,
            at: "2026-03-01T12:00:00Z")
    }

    @Test func `an office's book holds facts of several shops, and a client sees those of its own shop only`() throws {
        // Two shops whose books lie in one partition, so that one writer may write for both.
        let home = house.log.identity.partition(of: .store("S01"))
        let other = try #require(
            (2...99).map { "S\($0)" }.first { house.log.identity.partition(of: .store($0)) == home })
        let desk = try house.accounts.createToken(kind: .office, name: "desk", stores: [], writers: ["desk"])
        for (number, shop) in [(1, "S01"), (2, other)] as [(Int64, String)] {
            let delivery = TestChain.event(
                "goods.received.v1", TestChain.delivery([("p", 1_000, 50)]), store: shop, writer: "desk",
                sequence: number, at: "2026-03-01T12:00:00Z")
            try #require(try house.post([delivery], store: shop, writer: "desk", token: desk).status == 200)
        }
        try house.settle()
        let scopes = Scope.allCases.map(\.rawValue)
        for (shop, own, foreign) in [("S01", 1, 2), (other, 2, 1)] {
            let client = try house.accounts.createToken(
                kind: .api, name: shop, stores: [shop], writers: [], scopes: scopes)
            #expect(try house.get("/v1/events/desk:\(own)", token: client).status == 200, "\(shop)")
            #expect(try house.get("/v1/events/desk:\(foreign)", token: client).status == 404, "\(shop)")
        }
        let all = try house.accounts.createToken(kind: .api, name: "all", stores: [], writers: [], scopes: scopes)
        for number in 1...2 { #expect(try house.get("/v1/events/desk:\(number)", token: all).status == 200) }
    }

    @Test func `a till writes its own book with what tills author, and nothing else`() throws {
        let till = house.till
        let foreign = sale(1, writer: "S01-t2")
        #expect(try house.post([foreign], writer: "S01-t2", token: till).status == 403)
        let elsewhere = sale(1, store: "S02")
        #expect(try house.post([elsewhere], store: "S02", token: till).status == 403)
        #expect(try house.post([sale(1)], store: nil, token: till).status == 403)
        let delivery = TestChain.event(
            "goods.received.v1", TestChain.delivery([("p", 1, 1)]), store: "S01", writer: "S01-t1", sequence: 1,
            at: "2026-03-01T12:00:00Z")
        #expect(try house.post([delivery]).status == 403)
        #expect(try house.post([customer()]).status == 403)
        let futureCustomer = TestChain.event(
            "customer.moved.v9", ["customer": "c"], store: "S01", writer: "S01-t1", sequence: 1,
            at: "2026-03-01T12:00:00Z")
        #expect(try house.post([futureCustomer]).status == 403)
        // Another writer's event under its own path is refused for what it says.
        #expect(try house.post([foreign]).status == 400)
        #expect(try house.log.end() == Position(partitions: 4))
        #expect(try house.post([sale(1)]).status == 200)
        let unknown = TestChain.event(
            "till.danced.v7", ["steps": 3], store: "S01", writer: "S01-t1", sequence: 2, at: "2026-03-01T12:00:00Z")
        #expect(try house.post([unknown]).events("status") == ["accepted"])
    }

    @Test func `a till reads its own book and no figure of the chain`() throws {
        for path in [
            "stores", "stock", "stock/movements?store=S01&product=p", "customers", "customers/c/history", "margins",
            "discounts", "receipts", "receipts/S01-t1:1", "receipts/S01-t1:1/event", "completeness", "quarantine",
            "status",
        ] {
            #expect(try house.get("/v1/\(path)", token: house.till).status == 403, "\(path)")
        }
        #expect(try house.get("/v1/stores/S01/writers/S01-t1", token: house.till).json["highestKnown"] == 0)
        for path in ["stores/S01/writers/S01-t2", "stores/S02/writers/S01-t1", "chain/writers/S01-t1"] {
            #expect(try house.get("/v1/\(path)", token: house.till).status == 403, "\(path)")
        }
        #expect(try house.get("/v1/stores/S01/writers/S01-t1").status == 200)
    }

    @Test func `a writer keeps to one partition: an office is told to take another, a till is heard and told`() throws {
        let home = house.log.identity.partition(of: .store("S01"))
        let away = try #require(
            (2...9).map { "S0\($0)" }.first { house.log.identity.partition(of: .store($0)) != home })
        func delivery(_ store: String, _ number: Int64) -> [UInt8] {
            TestChain.event(
                "goods.received.v1", TestChain.delivery([("p", 1_000, 100)]), store: store, writer: "office",
                sequence: number, at: "2026-03-01T12:00:00Z")
        }
        try #require(house.post([delivery("S01", 1)], writer: "office").status == 200)
        try house.settle()
        let second = try house.secondGateway()
        try eventually("the second gateway knows the book from the read models") {
            try house.post([delivery("S01", 1)], writer: "office", to: second).json["safeThrough"] == 1
        }
        let end = try house.log.end()
        for gateway in [house.gateway, second] {
            let answer = try house.post([delivery(away, 2)], store: away, writer: "office", to: gateway)
            #expect(answer.status == 409)
            #expect(answer.json["rule"] == "writer.partition")
            #expect(answer.json["place"] == "writer")
        }
        #expect(try house.log.end() == end)
        #expect(try house.post([delivery("S01", 2)], writer: "office").status == 200)
        // A till's receipt has happened: the customer has left with the goods.
        let lent = try house.accounts.createToken(
            kind: .till, name: "misnamed", stores: [away], writers: ["office"])
        let receipt = sale(3, writer: "office", store: away)
        let heard = try house.post([receipt], store: away, writer: "office", token: lent)
        #expect(heard.events("status") == ["accepted"])
        #expect(heard.json["events"]?.array?[0]["faults"]?.array?.map { $0["rule"] } == ["writer.partition"])
        try house.settle()
        #expect(try house.get("/v1/completeness?writer=office").rows[0]["partitions"]?.string?.contains(",") == true)
        #expect(try house.get("/v1/margins").rows[0]["receipts"] == 1)
    }

    @Test func `a revoked token is refused at once here, and soon at every other gateway`() throws {
        let second = try house.secondGateway()
        #expect(try house.post([sale(1)]).status == 200)
        #expect(try house.post([sale(2)], to: second).status == 200)
        try house.accounts.revokeTokens(named: "till")
        for gateway in [house.gateway, second] {
            try eventually("the token is refused") { try house.post([sale(3)], to: gateway).status == 401 }
            #expect(try house.post([sale(3)], to: gateway).status == 401)
        }
    }

    @Test func `nobody is 401, another content type 415, another method 405`() throws {
        let json = ("Content-Type", "application/cloudevents+json")
        let path = House.path("S01", "S01-t1")
        func post(_ token: String?, _ type: (String, String)?) throws -> Int {
            try House.send(
                "POST", path, token: token, to: house.gateway, body: sale(1), headers: type.map { [$0] } ?? []
            ).status
        }
        #expect(try post(nil, json) == 401)
        #expect(try post("dvt_made_up", json) == 401)
        #expect(try post("", json) == 401)
        for type in ["application/json", "text/plain", "application/cloudevents", "multipart/form-data"] {
            #expect(try post(house.till, ("Content-Type", type)) == 415, "\(type)")
        }
        #expect(try post(house.till, nil) == 415)
        #expect(try post(house.till, ("Content-Type", "Application/CloudEvents+JSON; charset=utf-8")) == 200)
        for path in ["margins", "stock", "status", "receipts/S01-t1:1/event", "stores/S01/writers/S01-t1"] {
            #expect(try House.send("GET", "/v1/\(path)", token: nil, to: house.gateway).status == 401, "\(path)")
        }
        let wrong = try House.send("DELETE", path, token: house.till, to: house.gateway)
        #expect(wrong.status == 405)
        #expect(wrong.headers["Allow"] == "POST")
        #expect(try House.send("POST", "/v1/margins", token: house.office, to: house.gateway, body: []).status == 405)
    }

    @Test func `a till is never told of a lower number than is known, however far behind the read models are`() throws {
        house.stopWorker()
        #expect(try house.post([sale(1), sale(2)], to: house.secondGateway()).status == 200)
        let behind = try house.get("/v1/stores/S01/writers/S01-t1", token: house.till)
        #expect(behind.status == 503)
        #expect(behind.headers["Retry-After"] != nil)
        house.startWorker()
        try house.settle()
        #expect(try house.get("/v1/stores/S01/writers/S01-t1", token: house.till).json["highestKnown"] == 2)
    }
}
