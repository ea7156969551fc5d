import Foundation
import HTTP
import JSON
import TestSupport
import Testing

/// A customer's account on the customer's card: paid, entered, corrected, taken back.
@Suite struct `A customer’s account on pages` {
    let house: House
    let forms: FormReader
    private static let card = "/customers/c1"

    init() throws {
        house = try House()
        forms = try FormReader(owner: house)
        for (address, body) in [
            ("stores/S01", ["currency": "GEL", "zone": "Asia/Tbilisi"]),
            ("customers/c1", ["name": "Eka Eristavi", "phone": "+995 599 123456"]),
            ("employees/boss", ["name": "Boss"]),
        ] as [(String, JSON)] { try #require(house.command("PUT", address, body).status == 201) }
        try house.settle()
    }

    private func balance() throws -> Int64? {
        try house.settle()
        return try house.get("/v1/balances?customer=c1").rows.first?["balance"]?.int
    }

    /// The page of the entry that the card shows first.
    private func first() throws -> String {
        let link = try forms.page(Self.card).firstMatch(of: /href="(\/customers\/c1\/account\/[^"]*)"/)
        return String(try #require(link).output.1)
    }

    @Test func `is paid and added to, and every entry can be corrected and taken back`() throws {
        try forms.done(
            "account-enter", from: Self.card,
            ["kind": "opening", "amount": "120.00", "document": "old book", "reason": "brought over"])
        #expect(try balance() == 12_000)
        try forms.done("account-pay", from: Self.card, ["amount": "20,50", "method": "cash", "document": "R-1"])
        #expect(try balance() == 9_950)
        let card = try forms.page(Self.card)
        for text in ["Owes", "99.50", "old book", "R-1", "brought over"] { #expect(card.contains(text), "\(text)") }
        let place = try first()
        let form = try forms.fields("account-correct-payment", of: forms.page(place))
        #expect(form["amount"] == "20.50" && form["method"] == "cash" && form["document"] == "R-1", "\(form)")
        let without = try forms.post("account-correct-payment", form.merging(["amount": "25"]) { $1 })
        #expect(without.status == 422 && without.text.contains("account-correct-payment-reason-problem"))
        #expect(without.text.contains("value=\"25\""))
        try forms.done("account-correct-payment", from: place, ["amount": "25", "reason": "miscounted"])
        #expect(try balance() == 9_500)
        #expect(try forms.fields("account-correct-payment", of: forms.page(place))["amount"] == "25.00")
        try forms.done("account-reverse", from: place, ["reason": "of somebody else"])
        #expect(try balance() == 12_000)
        let gone = try forms.page(place)
        #expect(gone.contains("taken back") && !gone.contains("account-reverse\""))
        #expect(try forms.client.send("GET", "/customers/c1/account/none:1").status == 404)
        try house.expectSameFromZero()
    }

    @Test func `what a receipt was paid for stays paid through a correction of something else`() throws {
        try #require(house.command("PUT", "stores/S01/tills/S01-t1", ["till": "1"]).status == 201)
        var receipt = TestChain.receipt([("milk", 1_000, 500)], customer: "c1")
        receipt["tenders"] = [["tender": 1, "kind": "account", "amount": 500]]
        let id = "\(House.writer):1"
        let event = TestChain.event(
            "receipt.completed.v1", receipt, store: House.store, writer: House.writer, sequence: 1,
            at: "2026-03-02T09:00:00Z")
        try #require(house.post([event]).status == 200)
        try eventually("it stands on the account") {
            try house.get("/v1/customers/c1/accounts/GEL").json["state"]?["charges"]?[id] == 500
        }
        let paid: JSON = [
            "amount": 500, "currency": "GEL", "method": "card", "settles": [["receipt": .string(id), "amount": 500]],
        ]
        try #require(house.command("POST", "stores/S01/accounts/c1/payments", paid).status == 201)
        let place = try first()
        try forms.done("account-correct-payment", from: place, ["method": "cash", "reason": "it was cash"])
        let state = try house.get("/v1/customers/c1/accounts/GEL").json["state"]
        #expect(state?["settled"]?[id] == 500, "\(state?.text ?? "–")")
    }

    @Test func `is for who sees accounts, and changed by who may`() throws {
        try house.accounts.addUser(name: "gia", password: "gia-gia-gia", language: "en", role: .shopManager)
        let gia = FormReader(house: house, client: try Visitor.signedIn("gia", "gia-gia-gia", port: house.gateway.port))
        let card = try gia.page(Self.card)
        #expect(card.contains("id=\"account\"") && !card.contains("account-pay"))
        try house.accounts.addUser(name: "eka", password: "eka-eka-eka", language: "en", role: .marketing)
        let eka = FormReader(house: house, client: try Visitor.signedIn("eka", "eka-eka-eka", port: house.gateway.port))
        #expect(try !eka.page(Self.card).contains("id=\"account\""))
    }
}
