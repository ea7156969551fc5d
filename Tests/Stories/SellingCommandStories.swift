import Events
import Foundation
import Gateway
import JSON
import Log
import Postgres
import Services
import Synchronization
import TestSupport
import Testing

/// What tills and the office ask for while customers stand there.
@Suite struct `Selling by command` {
    let house: House

    init() throws { house = try House() }

    /// Golden vector 23, over HTTP: both tills at the same moment.
    @Test func `a gift card of 100: of two tills that want 60 at once one gets it, and the other is offered 40`() throws
    {
        let card: JSON = ["amount": 100, "currency": "GEL"]
        #expect(try house.command("PUT", "gift-cards/G", card).status == 201)
        let other = try house.accounts.createToken(kind: .till, name: "till 2", stores: ["S01"], writers: ["S01-t2"])
        let answers = Mutex<[Answer]>([])
        let (house, first) = (house, house.till)
        try atOnce(
            [("a", first), ("b", other)].map { hold, token in
                {
                    let answer = try house.command(
                        "PUT", "gift-cards/G/holds/\(hold)", ["amount": 60, "currency": "GEL"], token: token)
                    answers.withLock { $0.append(answer) }
                }
            })
        let (taken, refused) = answers.withLock { ($0.filter { $0.status == 201 }, $0.filter { $0.status == 409 }) }
        try #require(taken.count == 1 && refused.count == 1, "\(answers.withLock { $0.map(\.text) })")
        #expect(taken[0].json["left"] == 40)
        #expect(refused[0].json["rule"] == "giftCard.balance")
        #expect(refused[0].json["left"] == 40)
        #expect(refused[0].json["asked"] == 60)
        let hold = try #require(taken[0].json["hold"]?.string)
        let captured = try house.command(
            "POST", "gift-cards/G/holds/\(hold)/capture", ["amount": 60, "currency": "GEL"], token: first)
        #expect(captured.status == 200, "\(captured.text)")
        let rest = try house.command(
            "POST", "gift-cards/G/holds", ["amount": 40, "currency": "GEL"], token: other)
        #expect(rest.json["left"] == 0, "\(rest.text)")
        let state = try house.get("/v1/gift-cards/G").json
        #expect(state["state"]?["balance"] == 40)
        // What only the office may do.
        #expect(try house.command("POST", "gift-cards/G/block", .object([]), token: first).status == 403)
    }

    @Test func `the last pieces are promised once, and a receipt for the order consumes them`() throws {
        try house.open(["p": 10_000])
        for order in ["o1", "o2"] {
            let placed = try house.command("PUT", "stores/S01/orders/\(order)", Self.order)
            #expect(placed.status == 201, "\(placed.text)")
        }
        let want: JSON = ["lines": [["line": 1, "product": "p", "quantity": 6_000]]]
        let held = try house.command("POST", "stores/S01/orders/o1/reservations", want, token: house.till)
        #expect(held.status == 200, "\(held.text)")
        let refused = try house.command("POST", "stores/S01/orders/o2/reservations", want)
        #expect(refused.status == 409, "\(refused.text)")
        #expect(refused.json["rule"] == "stock.available")
        #expect(refused.json["available"] == 4_000)
        #expect(refused.json["asked"] == 6_000)
        #expect(try house.command("POST", "stores/S02/orders/o1/reservations", want).status == 404)

        var receipt = TestChain.receipt([("p", 6_000, 1_800)], day: "2026-03-02")
        receipt["order"] = "o1"
        let event = TestChain.event(
            "receipt.completed.v1", receipt, store: "S01", writer: House.writer, sequence: 1, at: "2026-03-02T09:00:00Z"
        )
        let position = try #require(try house.post([event]).json["position"]?.string)
        try eventually("the order is settled") {
            try house.get("/v1/stores/S01/orders/o1").json["state"]?["stage"] == "settled"
        }
        try house.settle()
        #expect(try house.get("/v1/stock?store=S01&product=p&after=\(position)").rows.first?["quantity"] == 4_000)
        // Nothing is held any more: 4 are there, and 4 can be promised.
        let rest: JSON = ["lines": [["line": 1, "product": "p", "quantity": 4_000]]]
        #expect(try house.command("POST", "stores/S01/orders/o2/reservations", rest).status == 200)
    }

    @Test func `goods travel between shops, are counted and written off`() throws {
        try house.open(["p": 10_000])
        #expect(try house.command("PUT", "stores/S02", CommandStories.shop).status == 201)
        let lines: JSON = [["line": 1, "product": "p", "quantity": 4_000]]
        let sent = try house.command("PUT", "stores/S01/transfers/t", ["to": "S02", "lines": lines])
        #expect(sent.status == 201, "\(sent.text)")
        let early = try house.command("POST", "stores/S01/transfers/t/close", .object([]))
        #expect(early.json["rule"] == "transfer.open")
        #expect(early.json["open"] == 4_000)
        try house.settle()
        let arrived = try house.command("POST", "stores/S02/transfers/t/arrivals", ["lines": lines])
        #expect(arrived.status == 200, "\(arrived.text)")
        #expect(try house.command("POST", "stores/S01/transfers/t/close", .object([])).status == 200)
        let count: JSON = ["lines": [["line": 1, "product": "p", "quantity": 5_000]]]
        #expect(try house.command("POST", "stores/S01/stocktakes", count).status == 201)
        let gone: JSON = ["kind": "damage", "lines": [["line": 1, "product": "p", "quantity": 1_000]]]
        let written = try house.command("PUT", "stores/S01/write-offs/w", gone)
        #expect(written.status == 201, "\(written.text)")
        #expect(try house.command("PUT", "stores/S01/write-offs/w", gone).json["rule"] == "writeOff.repeated")
        let types = try house.log.everything().map(\.envelope.type)
        for type in ["transfer.dispatched.v1", "transfer.received.v1", "transfer.closed.v1", "stock.counted.v1"] {
            #expect(types.contains(type), "\(type)")
        }
    }

    @Test func `an office's token commands at its places and in its areas`() throws {
        let goods = try house.accounts.createToken(
            kind: .office, name: "goods", stores: ["S01", "chain"], writers: ["o"], areas: ["goods", "shops"])
        #expect(try house.command("PUT", "stores/S01", CommandStories.shop, token: goods).status == 201)
        #expect(try house.command("PUT", "stores/S02", CommandStories.shop, token: goods).status == 403)
        let product = try house.command("PUT", "products/p", CommandStories.milk, token: goods)
        #expect(product.status == 403 && product.json["area"] == "catalogue", "\(product.text)")
        #expect(try house.command("PUT", "products/p", CommandStories.milk).status == 201)
        #expect(try house.command("POST", "stores/S01/deliveries", CommandStories.delivery, token: goods).status == 201)
        #expect(try house.command("POST", "stores/S02/deliveries", CommandStories.delivery, token: goods).status == 403)
        #expect(try house.get("/v1/people?q=nobody", token: goods).status == 403)
        #expect(throws: AccountError.areasAreForOffices) {
            try house.accounts.createToken(
                kind: .till, name: "t", stores: ["S01"], writers: ["t"], areas: ["goods"])
        }
        #expect(throws: AccountError.unknownArea("gods")) {
            try house.accounts.createToken(kind: .office, name: "o", stores: [], writers: ["o"], areas: ["gods"])
        }
    }

    @Test func `prices, rules and payments are set and ended`() throws {
        try house.open([:])
        #expect(try house.command("PUT", "products/p", CommandStories.milk).status == 201)
        let price: JSON = ["product": "p", "currency": "GEL", "amount": ["amount": 300, "per": 1_000]]
        #expect(try house.command("PUT", "prices/x", price).status == 201)
        #expect(try house.command("PUT", "prices/x", price).status == 428)
        let ended = try house.command("DELETE", "prices/x", ["to": "2026-05-01"])
        #expect(ended.status == 200 && ended.json["to"] == "2026-05-01", "\(ended.text)")
        let rule: JSON = [
            "stage": "line", "mode": "bestPrice", "effects": [["kind": "percent", "percent": 100_000]],
        ]
        #expect(try house.command("PUT", "discount-rules/r", rule).json["ruleVersion"] == 1)
        let next = try house.command("PUT", "discount-rules/r", rule, headers: [("If-Match", "\"1\"")])
        #expect(next.json["ruleVersion"] == 2, "\(next.text)")
        let asked: JSON = ["method": "link", "amount": 100, "currency": "GEL"]
        #expect(try house.command("PUT", "stores/S01/payments/y", asked).status == 201)
        let much = try house.command("POST", "stores/S01/payments/y/capture", ["amount": 101, "currency": "GEL"])
        #expect(much.status == 409 && much.json["most"] == 100, "\(much.text)")
        let captured = try house.command("POST", "stores/S01/payments/y/capture", ["amount": 100, "currency": "GEL"])
        #expect(captured.status == 200, "\(captured.text)")
        let back = try house.command("POST", "stores/S01/payments/y/refunds", ["amount": 30, "currency": "GEL"])
        #expect(back.json["refund"]?.string?.isEmpty == false, "\(back.text)")
    }

    @Test func `a card that another customer has is refused, and whose it is a till is not told`() throws {
        #expect(try house.command("PUT", "customers/a", ["cards": ["4401"]]).status == 201)
        let office = try house.command("POST", "customers", ["cards": ["4401"]])
        #expect(office.status == 409 && office.json["rule"] == "card.taken" && office.json["customer"] == "a")
        let till = try house.command("POST", "customers", ["cards": ["4401"]], token: house.till)
        #expect(till.status == 409 && till.json["rule"] == "card.taken" && till.json["customer"] == nil, "\(till.text)")
        // A fact is taken whatever it says.
        let said: JSON = ["customer": "b", "sealed": "AAEC"]
        try house.say("customer.registered.v1", said, number: 1)
    }

    @Test func `people are found by the office and nobody else, and erasing them leaves nothing to find`() throws {
        let nino: JSON = ["name": "Nino Beridze", "phone": "+995 599 123456", "category": "gold"]
        // A till that was offline has made the id; the person comes later, as a command.
        let registered = try house.command("PUT", "customers/c7", nino, token: house.till)
        #expect(registered.status == 201, "\(registered.text)")
        #expect(registered.headers["ETag"] == "\"1\"")
        let found = try house.get("/v1/people?q=beridze")
        #expect(found.json["people"]?.array?.first?["customer"] == "c7", "\(found.text)")
        #expect(try house.get("/v1/people/c7").json["person"]?["phone"] == "+995 599 123456")
        #expect(try house.get("/v1/people?q=beridze", token: house.till).status == 403)
        #expect(try house.get("/v1/people?q=b").status == 400)
        #expect(try house.post([sale(1, customer: "c7")]).status == 200)
        try house.settle()
        #expect(try house.get("/v1/customers?customer=c7").rows.first?["receipts"] == 1)

        #expect(try house.command("DELETE", "customers/c7", .object([]), token: house.till).status == 403)
        let unknown = try house.command("DELETE", "customers/c7", ["why": "asked"])
        #expect(unknown.status == 422 && unknown.json["path"] == "why", "\(unknown.text)")
        let erased = try house.command("DELETE", "customers/c7", ["reason": "asked for it"])
        #expect(erased.status == 200, "\(erased.text)")
        try house.settle()
        #expect(try house.get("/v1/people?q=beridze").json["people"] == [])
        #expect(try house.get("/v1/people/c7").status == 404)
        #expect(
            try house.command("PUT", "customers/c7", nino, headers: [("If-Match", "*")]).json["rule"]
                == "customer.erased")
        // Figures keep the id, and no table of any read model ever knew more.
        #expect(try house.get("/v1/customers?customer=c7").rows.first?["receipts"] == 1)
        try house.expectSameFromZero()
        let text = try house.everyTable()
        for secret in ["Beridze", "599 123456", "995599123456"] { #expect(!text.contains(secret), "\(secret)") }
    }

    private static let order: JSON = [
        "currency": "GEL", "gross": 1_800,
        "lines": [["line": 1, "product": "p", "quantity": 6_000, "gross": 1_800]],
    ]
}

extension House {
    /// A shop with goods on its shelves.
    fileprivate func open(_ goods: [String: Int64]) throws {
        try #require(try command("PUT", "stores/S01", CommandStories.shop).status == 201)
        for (product, quantity) in goods {
            try #require(try command("PUT", "products/\(product)", CommandStories.milk).status == 201)
            let lines: JSON = [["line": 1, "product": .string(product), "quantity": .int(quantity), "cost": 2_000]]
            let received = try command("POST", "stores/S01/deliveries", ["currency": "GEL", "lines": lines])
            try #require(received.status == 201, "\(received.text)")
        }
        try settle()
    }

    /// Every row of every table of the database but the log's own, as text.
    fileprivate func everyTable() throws -> String {
        let connection = try Connection(conninfo)
        let tables = try connection.query(
            """
            SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
            WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
            """
        ).map { try $0.text(0) }
        return try tables.map { table in
            try connection.query("SELECT row_to_json(t)::text FROM \(unsafeSQL: table) t").map { try $0.text(0) }
                .joined(separator: "\n")
        }.joined(separator: "\n")
    }
}

extension PostgresLog {
    /// Every event, partition by partition.
    func everything() throws -> [Event] {
        let parser = JSONParser()
        return try (0..<identity.partitions).flatMap { partition in
            try read(partition, from: 0, limit: ReadLimit()).map { try Event.read($0.bytes, with: parser) }
        }
    }
}
