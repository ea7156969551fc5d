import Foundation
import HTTP
import JSON
import Pages
import Queries
import Rules
import Services
import TestSupport
import Testing

/// Suppliers on pages: the forms that follow from the shape, and the commands that they ask for.
@Suite struct `The pages of suppliers` {
    let house: House
    let nino: Client
    private let usual = [
        "name-ka": "წისქვილი", "name-en": "Mill", "currency": "GEL", "minimumOrder": "12.50", "paymentDays": "30",
    ]

    init() throws {
        house = try House()
        try house.accounts.addUser(name: "nino", password: "nino-nino", language: "en", role: .owner)
        nino = try Visitor.signedIn("nino", "nino-nino", port: house.gateway.port)
        try #require(house.command("PUT", "stores/S01", ["currency": "GEL", "zone": "Asia/Tbilisi"]).status == 201)
        try #require(
            house.command("PUT", "products/p", ["name": ["en": "Milk"], "kind": "goods", "unit": "C62"]).status == 201)
    }

    private var forms: FormReader { FormReader(house: house, client: nino) }

    private func post(_ form: String, _ fields: [String: String], by client: Client? = nil) throws -> ClientResponse {
        try FormReader(house: house, client: client ?? nino).post(form, fields)
    }
    private func fields(_ form: String, of page: String) throws -> [String: String] { try forms.fields(form, of: page) }
    private func page(_ path: String) throws -> String { try forms.page(path) }

    private func add(_ fields: [String: String] = [:]) throws -> ClientResponse {
        try post("new-supplier", usual.merging(["key": "k1", "code": "mill"]) { one, _ in one }.merging(fields) { $1 })
    }

    private func supplier() throws -> JSON {
        try house.settle()
        return try #require(house.get("/v1/suppliers?supplier=mill").rows.first)
    }

    @Test func `an entity has a report of its own`() {
        for shape in EntityShapes.all { #expect(Reports.of(shape)?.name == shape.report) }
    }

    @Test func `one is added once, however often the form is sent`() throws {
        let done = try add()
        #expect(done.status == 303 && done.headers["Location"] == "/suppliers/mill", "\(done.text)")
        #expect(try add().status == 303)
        let row = try supplier()
        #expect(row["minimum_order"] == 1_250 && row["name_ka"] == "წისქვილი" && row["payment_days"] == 30)
        #expect(try house.get("/v1/fact_types?type=supplier.registered.v1").rows.first?["facts"] == 1)
        // Another under the same code is refused, beside the code.
        let taken = try add(["key": "k2", "name-en": "Other"])
        #expect(taken.status == 412 && taken.text.contains("id=\"new-supplier-code-problem\""), "\(taken.status)")
        #expect(taken.text.contains("value=\"Other\""))
        // Without a code it has one that follows from the form.
        let unnamed = try add(["key": "k3", "code": ""])
        #expect(unnamed.headers["Location"] == "/suppliers/k3")
        #expect(try add(["key": "k3", "code": ""]).headers["Location"] == "/suppliers/k3")
        #expect(try house.get("/v1/suppliers").rows.count == 2)
    }

    @Test func `without a name, or with what is no amount, the form comes back whole`() throws {
        let nameless = try add(["name-ka": "", "name-en": ""])
        #expect(nameless.status == 422 && nameless.text.contains("id=\"new-supplier-name-ka-problem\""))
        let wrong = try add(["key": "k2", "minimumOrder": "a lot"])
        #expect(wrong.status == 422 && wrong.text.contains("id=\"new-supplier-minimumOrder-problem\""))
        #expect(wrong.text.contains("value=\"a lot\"") && wrong.text.contains("value=\"Mill\""))
        #expect(try house.get("/v1/suppliers").rows.isEmpty)
    }

    @Test func `a change says what was changed, and what is emptied is cleared`() throws {
        _ = try add()
        var form = try fields("change-supplier", of: page("/suppliers/mill/change"))
        #expect(form["minimumOrder"] == "12.50" && form["version"] == "1" && form["currency"] == "GEL")
        (form["paymentDays"], form["address"], form["name-en"]) = ("", "Gori", "Old Mill")
        let done = try post("change-supplier", form)
        #expect(done.status == 303, "\(done.text)")
        let row = try supplier()
        #expect(row["payment_days"] == .null && row["address"] == "Gori" && row["name_ka"] == "წისქვილი")
        let state = try house.get("/v1/suppliers/mill").json["state"]
        #expect(state?["said"]?["minimumOrder"] == 1_250)
        let card = try page("/suppliers/mill")
        for text in ["30</span>", "<strong>–</strong>", "<strong>Gori</strong>", "<strong>Old Mill</strong>", "nino"] {
            #expect(card.contains(text), "\(text)")
        }
        // The same figure in another currency is another amount.
        form = try fields("change-supplier", of: page("/suppliers/mill/change"))
        form["currency"] = "JPY"
        #expect(try post("change-supplier", form).status == 422)
        form["minimumOrder"] = "1300"
        form["key"] = "again"
        #expect(try post("change-supplier", form).status == 303)
        #expect(try supplier()["minimum_order"] == 1_300)
    }

    @Test func `a name from a day to come is the old one until then, to forms, commands, lists and by moment`() throws {
        _ = try add()
        var form = try fields("change-supplier", of: page("/suppliers/mill/change"))
        (form["name-en"], form["effective"]) = ("New Mill", "2100-01-04")
        #expect(try post("change-supplier", form).status == 303)
        #expect(try supplier()["name_en"] == "Mill")
        #expect(try house.get("/v1/suppliers?supplier=mill&as_of=2100-01-04").rows.first?["name_en"] == "New Mill")
        let state = try house.get("/v1/suppliers/mill").json["state"]
        #expect(state?["said"]?["name"]?["en"] == "Mill")
        #expect(state?["coming"]?.array?.first?["said"]?["name"]?["en"] == "New Mill")
        #expect(state?["coming"]?.array?.first?["from"] == "2100-01-03T20:00:00.000Z")
        let now = try fields("change-supplier", of: page("/suppliers/mill/change"))
        #expect(now["name-en"] == "Mill" && now["version"] == "2")
        #expect(try page("/suppliers/mill").contains("Changes to come"))
        // What is changed now holds beside it.
        var other = now
        other["address"] = "Gori"
        #expect(try post("change-supplier", other).status == 303)
        let then = try house.get("/v1/suppliers?supplier=mill&as_of=2100-01-04").rows.first
        #expect(then?["name_en"] == "New Mill" && then?["address"] == "Gori")
    }

    @Test func `a change to come is taken back before it comes`() throws {
        _ = try add()
        var form = try fields("change-supplier", of: page("/suppliers/mill/change"))
        (form["name-en"], form["effective"]) = ("New Mill", "2100-01-04")
        #expect(try post("change-supplier", form).status == 303)
        let undo = try fields("undo-supplier", of: page("/suppliers/mill"))
        #expect(try post("undo-supplier", undo).status == 303)
        try house.settle()
        #expect(try house.get("/v1/suppliers?supplier=mill&as_of=2100-01-05").rows.first?["name_en"] == "Mill")
    }

    @Test func `two at once see both versions, and nothing that was typed is lost`() throws {
        _ = try add()
        var (one, other) = (
            try fields("change-supplier", of: page("/suppliers/mill/change")),
            try fields("change-supplier", of: page("/suppliers/mill/change"))
        )
        (one["address"], one["deliveryDays"]) = ("Gori", "2")
        (other["address"], other["taxNumber"]) = ("Kutaisi", "405")
        #expect(try post("change-supplier", one).status == 303)
        let met = try post("change-supplier", other)
        #expect(met.status == 412 && met.text.contains("Somebody else changed it meanwhile"))
        let again = try fields("change-supplier", of: met.text)
        #expect(again["version"] == "2" && again["address"] == "Kutaisi" && again["taxNumber"] == "405")
        #expect(again["was-address"] == "Gori" && again["deliveryDays"] == "2")
        #expect(try post("change-supplier", again).status == 303)
        let row = try supplier()
        #expect(row["address"] == "Kutaisi" && row["tax_number"] == "405" && row["delivery_days"] == 2)
    }

    @Test func `the last change is taken back, not over what somebody changed since`() throws {
        _ = try add()
        #expect(try !page("/suppliers/mill").contains("/forms/undo-supplier"))
        var form = try fields("change-supplier", of: page("/suppliers/mill/change"))
        (form["address"], form["paymentDays"]) = ("Gori", "")
        _ = try post("change-supplier", form)
        let undo = try fields("undo-supplier", of: page("/suppliers/mill"))
        form = try fields("change-supplier", of: page("/suppliers/mill/change"))
        form["taxNumber"] = "405"
        #expect(try post("change-supplier", form).status == 303)
        // Offered before somebody changed something: it is about a version that is none any more.
        #expect(try post("undo-supplier", undo).status == 412)
        #expect(try supplier()["address"] == "Gori")
        let now = try fields("undo-supplier", of: page("/suppliers/mill"))
        #expect(try post("undo-supplier", now).status == 303)
        let row = try supplier()
        #expect(row["tax_number"] == .null && row["address"] == "Gori" && row["payment_days"] == .null)
        #expect(try page("/suppliers/mill").contains("An earlier change was taken back"))
    }

    @Test func `one that ended leaves the list, is ordered from no more, and comes back`() throws {
        _ = try add()
        let end = try fields("end-supplier", of: page("/suppliers/mill"))
        #expect(try post("end-supplier", end.merging(["reason": "closed down"]) { $1 }).status == 303)
        #expect(try !page("/suppliers").contains("/suppliers/mill"))
        #expect(try nino.send("GET", "/suppliers?ended=1").text.contains("/suppliers/mill"))
        #expect(try page("/suppliers/mill").contains("closed down"))
        func order(_ number: Int) throws -> Answer {
            let line: JSON = ["line": 1, "product": "p", "quantity": 1_000, "cost": 5_000]
            return try house.command(
                "PUT", "stores/S01/purchase-orders/po-\(number)",
                ["supplier": "mill", "currency": "GEL", "lines": [line]])
        }
        let refused = try order(1)
        #expect(refused.json["rule"] == "supplier.inactive", "\(refused.text)")
        let revive = try fields("revive-supplier", of: page("/suppliers/mill"))
        #expect(try post("revive-supplier", revive).status == 303)
        #expect(try page("/suppliers").contains("/suppliers/mill"))
        #expect(try order(2).status == 201)
    }

    @Test func `a session that ended in the middle loses nothing`() throws {
        let stranger = Client(
            baseURL: "http://127.0.0.1:\(house.gateway.port)", headers: [("Cookie", "davtari_form=form")])
        let kept = try post("new-supplier", usual.merging(["code": "<mill>", "key": "k"]) { $1 }, by: stranger)
        #expect(kept.status == 200 && kept.text.contains("name=\"kept-field-code\" value=\"&lt;mill&gt;\""))
        func signIn(_ password: String) throws -> ClientResponse {
            let fields = [
                "token": "form", "name": "nino", "password": password, "kept-form": "new-supplier",
                "kept-field-name-en": "Mill & Sons", "kept-field-code": "mill",
            ]
            let body = fields.map { "\($0.key)=\(percentEncode($0.value))" }.joined(separator: "&")
            return try stranger.send(
                "POST", "/sign-in?lang=en", body: Array(body.utf8),
                headers: [("Content-Type", "application/x-www-form-urlencoded")])
        }
        let wrong = try signIn("nino-none")
        #expect(wrong.status == 403 && wrong.text.contains("name=\"kept-field-name-en\" value=\"Mill &amp; Sons\""))
        let right = try signIn("nino-nino")
        #expect(right.status == 200 && right.text.contains("You are signed in again"))
        #expect(
            right.text.contains("value=\"Mill &amp; Sons\"") && right.text.contains("action=\"/forms/new-supplier\""))
        #expect(right.headers["Set-Cookie"] != nil)
    }

    @Test func `a token for some shops sees none of the chain's suppliers`() throws {
        _ = try add()
        func token(_ stores: [String]) throws -> String {
            try house.accounts.createToken(kind: .api, name: "x", stores: stores, writers: [], scopes: ["stock"])
        }
        let (some, all) = (try token(["S01"]), try token([]))
        #expect(try house.get("/v1/suppliers", token: all).rows.count == 1)
        #expect(try house.get("/v1/suppliers/mill", token: all).status == 200)
        let seen = try house.get("/v1/suppliers", token: some)
        #expect(seen.status == 200 && seen.rows.isEmpty)
        #expect(try house.get("/v1/suppliers?group=currency&totals=true", token: some).rows.isEmpty)
        #expect(try house.get("/v1/suppliers/mill", token: some).status == 404)
    }
}
