import Events
import JSON
import People
import Postgres
import TestSupport
import Testing

@testable import Services

@Suite struct `A stored state` {
    /// Canonically equivalent, and two ids by their bytes.
    static let composed = "caf\u{e9}"
    static let decomposed = "cafe\u{301}"

    private func again<State: Codable>(_ state: State) throws -> State {
        try StateDecoder.decode(State.self, from: JSON(parsing: StateEncoder.encode(state).bytes))
    }

    @Test func `keeps two ids apart that only look alike`() throws {
        var card = GiftCardDecider.State()
        for (place, id) in [Self.composed, Self.decomposed].enumerated() {
            card.holds[id] = .init(amount: Int64(place + 1))
            card.ended.insert(ExactText(id))
        }
        let read = try again(card)
        #expect(read == card && read.ended.count == 2)
        #expect(read.holds[Self.composed]?.amount == 1 && read.holds[Self.decomposed]?.amount == 2)
        var coupon = CouponDecider.State()
        coupon.holds[Self.composed] = .some(nil)
        coupon.holds[Self.decomposed] = .some(7)
        #expect(try again(coupon) == coupon)
        #expect(try again(coupon).holds[Self.composed] == .some(nil))
        var points = PointsDecider.State()
        points.purses = [Self.composed: .init(owed: 1), Self.decomposed: .init(owed: 2)]
        points.moved = ["a": 3]
        #expect(try again(points) == points)
        var order = OrderDecider.State()
        (order.stage, order.lines) = (.placed, [2: .init(product: "p", ordered: 3)])
        order.terms = [.init(until: nil, lines: [2: 3])]
        #expect(try again(order) == order)
    }

    @Test func `is read as Foundation's encoder once wrote it`() throws {
        func read<State: Decodable>(_ type: State.Type, _ text: String) throws -> State {
            try StateDecoder.decode(type, from: JSON(parsing: Array(text.utf8)))
        }
        let card = try read(
            GiftCardDecider.State.self,
            #"""
            {"balance":100,"currency":"GEL","ended":["h0","é"],"expiresOn":"2027-01-01","holds":{"h\/1":{"amount":60,"store":"S01",
            "until":1772438400000}},"isBlocked":false,"isIssued":true,"kind":"giftCard","taken":["S01-t1:1\/tender\/1"]}
            """#)
        #expect(card.holds["h/1"] == .init(amount: 60, until: 1_772_438_400_000, store: "S01"))
        #expect(card.ended == ["h0", "é"].reduce(into: []) { $0.insert(ExactText($1)) } && card.balance == 100)
        #expect(card.taken.contains(ExactText("S01-t1:1/tender/1")) && card.expiresOn == "2027-01-01")
        let coupon = try read(
            CouponDecider.State.self,
            #"{"ended":[],"holds":{"a":null,"b":5},"isCancelled":false,"isIssued":true,"rule":"r","uses":2,"used":0}"#)
        #expect(coupon.holds["a"] == .some(nil) && coupon.holds["b"] == 5 && coupon.holders == nil)
        let order = try read(
            OrderDecider.State.self,
            #"""
            {"currency":"GEL","deposits":{"d":200},"gross":5,"isReady":false,"lines":[1,{"handedOver":0,"held":2,"ordered":3,
            "product":"p"}],"revision":2,"stage":"placed","store":"S01","terms":[{"lines":[1,2],"until":9}]}
            """#)
        #expect(order.lines[1]?.ordered == 3 && order.deposits["d"] == 200 && order.terms[0].lines == [1: 2])
        let customer = try read(CustomerDecider.State.self, #"{"merged":["b"],"stage":"registered"}"#)
        #expect(customer.merged == [ExactText("b")] && customer.isSealed == nil)
        let books = try read(
            StoreBooksDecider.State.self,
            #"{"closedThrough":"2026-03-31","policies":{"2026-04-01":"{\"from\":\"2026-04-01\",\"returnDays\":14}"}}"#)
        #expect(books.policies["2026-04-01"]?.part.returnDays == 14)
        #expect(throws: DecodingError.self) { try read(CustomerDecider.State.self, #"{"stage":5}"#) }
        #expect(throws: DecodingError.self) { try read(CustomerDecider.State.self, "{}") }
    }

    @Test func `holds two ids that only look alike: two tills, two customers, two orders' goods`() throws {
        let desk = try Desk()
        desk.start()
        try desk.command("PUT", "gift-cards/G", ["amount": 100, "currency": "GEL"])
        for (id, left) in [(Self.composed, 70), (Self.decomposed, 40)] as [(String, Int64)] {
            let held = try desk.command(
                "POST", "gift-cards/G/holds", ["hold": .string(id), "amount": 30, "currency": "GEL"])
            #expect(held.body["left"] == .int(left), "\(held.body.text)")
        }
        let path = "gift-cards/G/holds/\(Self.composed)"
        try desk.command("DELETE", path, .object([]))
        let card = try desk.office.read { try StreamTable.peek($0, GiftCardDecider.self, "G")?.state }
        #expect(card?.holds[Self.composed] == nil && card?.holds[Self.decomposed]?.amount == 30)

        // Merged with one of them, a person is not the other.
        for id in [Self.composed, Self.decomposed, "a"] { try desk.command("PUT", "customers/\(id)", ["name": "N"]) }
        try desk.command("POST", "customers/a/merges", ["with": .string(Self.composed)])
        let ids = try desk.office.read { try PersonVault($0).ids("a") }
        #expect(ids.map { Array($0.utf8) } == ["a", Self.composed].map { Array($0.utf8) })
        let effects: JSON = [["kind": "percent", "percent": 100_000]]
        try desk.command("PUT", "discount-rules/r", ["stage": "coupon", "mode": "compound", "effects": effects])
        try desk.command("PUT", "coupons/C", ["rule": "r", "customer": .string(Self.composed), "uses": 2])
        #expect(throws: Refusal.self) {
            try desk.command("POST", "coupons/C/redemptions", ["customer": .string(Self.decomposed)])
        }
        #expect(try desk.command("POST", "coupons/C/redemptions", ["customer": "a"]).body["left"] == 1)
    }

    @Test func `says of a receipt's products and cards what each is, not what it looks like`() throws {
        var receipt = ReceiptDecider.State()
        for (id, amount) in [(Self.composed, 5), (Self.decomposed, 7)] as [(String, Int64)] {
            var taken = GiftCardCaptured()
            (taken.serial, taken.amount, taken.currency, taken.receipt) = (id, amount, "GEL", "S01-t1:1")
            receipt = ReceiptDecider.evolve(receipt, Said(.giftCardCaptured(taken)))
        }
        #expect(receipt.taken[Self.composed] == 5 && receipt.taken[Self.decomposed] == 7)
        var line = OrderGoodsLine()
        (line.line, line.product, line.quantity) = (1, Self.composed, 1_000)
        var held = OrderReserved()
        (held.order, held.lines) = ("o", [line])
        let said = Said(.orderReserved(held), store: "S01")
        #expect(ShelfDecider.evolve(.init(), said, in: "S01/\(Self.decomposed)").total == 0)
        #expect(ShelfDecider.evolve(.init(), said, in: "S01/\(Self.composed)").total == 1_000)
    }
}
