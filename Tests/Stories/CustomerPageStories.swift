import Events
import HTTP
import JSON
import Rules
import Services
import TestSupport
import Testing

/// Customers as head office works with them: found, registered, changed, taken for one person, erased.
@Suite struct `Customers on pages` {
    let house: House
    let forms: FormReader

    init() throws {
        house = try House()
        forms = try FormReader(owner: house)
        try #require(house.command("PUT", "stores/S01", ["currency": "GEL", "zone": "Asia/Tbilisi"]).status == 201)
    }

    private func register(_ id: String, _ fields: [String: String]) throws -> ClientResponse {
        let new = try forms.fields("new-customer", of: forms.page("/customers/new"))
        return try forms.post(
            "new-customer", new.merging(fields) { $1 }.merging(["code": id, "key": "k-\(id)"]) { $1 })
    }

    private func change(_ id: String, _ fields: [String: String]) throws -> ClientResponse {
        let form = try forms.fields("change-customer", of: forms.page("/customers/\(id)/change"))
        return try forms.post("change-customer", form.merging(fields) { $1 })
    }

    @Test func `are registered, and found by name, phone or card`() throws {
        let done = try register(
            "c-1",
            ["name": "თამარ Tsereteli", "phone": "0599 12-34-56", "cards": "4860001\n4860002", "email": "t@x.ge"])
        #expect(done.status == 303 && done.headers["Location"] == "/customers/c-1", "\(done.text)")
        #expect(try register("c-2", ["name": "Gia"]).status == 303)
        for text in [
            "tsereteli", "თამარ", "ᲗᲐᲛᲐᲠ", "599123456", "599 12 34 56", "+995 599 12", "4860002", "t@x.ge", "c-1",
        ] {
            let list = try forms.page("/customers?q=\(percentEncode(text))")
            #expect(list.contains("href=\"/customers/c-1\"") && !list.contains("/customers/c-2\""), "\(text)")
            let rows = try house.get("/v1/customer-directory?q=\(percentEncode(text))").rows
            #expect(rows.map { $0["customer"] } == ["c-1"], "\(text)")
        }
        let list = try forms.page("/customers?q=gia")
        #expect(list.contains("Gia") && !list.contains("Tsereteli"))
        // As a field offers them that takes a customer.
        #expect(
            try forms.page("/choices/customer?of=with&with=4860001").contains(
                "<option value=\"c-1\">თამარ Tsereteli · 4860001"))
        let dialled = try forms.page("/choices/customer?of=with&with=%2B995%20599%2012")
        #expect(dialled.contains("<option value=\"c-1\">თამარ"), "\(dialled)")
        let card = try forms.page("/customers/c-1")
        for text in ["თამარ Tsereteli", "0599 12-34-56", "4860002", "t@x.ge"] {
            #expect(card.contains(text), "\(text)")
        }
        // Somebody else's phone is refused beside the field, and what was typed stays.
        let taken = try change("c-2", ["phone": "599123456", "note": "calls at noon"])
        #expect(taken.status == 409 && taken.text.contains("change-customer-phone-problem"), "\(taken.text)")
        #expect(taken.text.contains("calls at noon"))
    }

    @Test func `are given points and lose them`() throws {
        try #require(register("c-1", ["name": "Tamar"]).status == 303)
        let page = "/customers/c-1"
        _ = try forms.done("points-adjust", from: page, ["points": "120", "reason": "an apology"])
        #expect(try forms.page(page).contains("120"))
        _ = try forms.done("points-adjust", from: page, ["points": "-20", "reason": "a mistake"])
        try house.settle()
        let state = try house.get("/v1/customers/c-1/points").json["state"]
        #expect(state?["purses"]?[""]?["lots"]?.array?.compactMap { $0["points"]?.int }.reduce(0, +) == 100)
        let none = try forms.send("points-adjust", from: page, ["points": "many"])
        #expect(none.status == 422 && none.text.contains("points-adjust-points-problem"), "\(none.text)")
        _ = try forms.done("points-expire", from: page)
        #expect(try forms.page(page).contains("100"))
    }

    @Test func `are changed member by member, taken back, and their history tells who changed what`() throws {
        #expect(try register("c-1", ["name": "Nino", "phone": "599111111", "birthday": "1990-05-04"]).status == 303)
        #expect(try change("c-1", ["phone": "599222222", "birthday": ""]).status == 303)
        var card = try forms.page("/customers/c-1")
        #expect(card.contains("Phone: <span class=\"was\">599111111</span> → <strong>599222222</strong>"), "\(card)")
        #expect(try house.get("/v1/people/c-1").json["person"]?["birthday"] == nil)
        let undo = try forms.post("undo-customer", forms.fields("undo-customer", of: card))
        #expect(undo.status == 303, "\(undo.text)")
        let person = try house.get("/v1/people/c-1").json["person"]
        #expect(person?["phone"] == "599111111" && person?["birthday"] == "1990-05-04" && person?["name"] == "Nino")
        // A category begins on the day that is said; who somebody is holds at once.
        #expect(try house.command("PUT", "customer-categories/gold", ["name": ["en": "Gold"]]).status == 201)
        #expect(try change("c-1", ["category": "gold", "effective": "2100-01-01"]).status == 303)
        #expect(try house.get("/v1/customer-directory").rows.first?["category"] == .null)
        card = try forms.page("/customers/c-1")
        #expect(card.contains("Changes to come") && card.contains("Gold"))
        let both = try change("c-1", ["name": "Nina", "effective": "2100-01-01"])
        #expect(both.status == 422 && both.text.contains("change-customer-effective-problem"), "\(both.text)")
    }

    @Test func `by command: what is left out stays, null clears, a consent is taken back by saying so`() throws {
        let person: JSON = [
            "name": "Nino", "phone": "599111111", "cards": ["1", "2"], "category": "gold",
            "consents": [["kind": "sms", "given": true]],
        ]
        #expect(try house.command("PUT", "customers/c-1", person).status == 201)
        func patch(_ body: JSON) throws -> Answer {
            try house.command("PATCH", "customers/c-1", body, headers: [("If-Match", "*")])
        }
        #expect(try patch(["email": "n@x.ge", "phone": .null]).status == 200)
        let told = try house.get("/v1/people/c-1").json["person"]
        #expect(
            told?["email"] == "n@x.ge" && told?["phone"] == nil && told?["name"] == "Nino"
                && told?["cards"] == ["1", "2"])
        let end = try house.log.end()
        #expect(try patch(["name": "Nino", "category": "gold"]).status == 200)
        #expect(try house.log.end() == end)
        #expect(try patch(["category": .null]).status == 200)
        let state = try house.get("/v1/customers/c-1").json["state"]
        #expect(state?["said"]?["category"] == nil && state?["stage"] == "registered" && state?["isOver"] == false)
        #expect(state?["said"]?["consents"]?.array?.first?["given"] == true)
        #expect(try patch(["consents": []]).json["rule"] == "consents.stay")
        #expect(try patch(["name": "N", "effectiveAt": "2100-01-01T00:00:00Z"]).json["rule"] == "person.now")
        #expect(try patch(["sealed": "x"]).json["rule"] == "unknown")
        #expect(try house.command("PATCH", "customers/c-1", ["name": "N"]).status == 428)
        #expect(try house.command("PATCH", "customers/c-9", ["name": "N"]).status == 404)
    }

    @Test func `who is not told who customers are sees no name, and loses none by a change`() throws {
        #expect(try register("c-1", ["name": "Tsereteli", "phone": "599123456"]).status == 303)
        try house.accounts.addUser(name: "gia", password: "gia-gia-gia", language: "en", role: .marketing)
        let marketing = FormReader(
            house: house, client: try Visitor.signedIn("gia", "gia-gia-gia", port: house.gateway.port))
        for path in [
            "/customers", "/customers?q=tsereteli", "/customers?q=599123456", "/customers/c-1", "/customers/c-1/change",
        ] {
            let page = try marketing.page(path)
            #expect(!page.contains(">Tsereteli") && !page.contains("599123456<"), "\(path)")
        }
        #expect(try !marketing.page("/customers?q=tsereteli").contains("/customers/c-1"))
        #expect(try !marketing.page("/choices/customer?of=with&with=Tsereteli").contains("c-1"))
        var form = try marketing.fields("change-customer", of: marketing.page("/customers/c-1/change"))
        #expect(form["name"] == nil)
        form["category"] = "gold"
        #expect(try marketing.post("change-customer", form).status == 303)
        let person = try house.get("/v1/people/c-1").json["person"]
        #expect(person?["name"] == "Tsereteli" && person?["phone"] == "599123456")
        #expect(try house.get("/v1/customer-directory").rows.first?["category"] == "gold")
    }

    @Test func `two are one person, and are not`() throws {
        #expect(try register("c-1", ["name": "Nino"]).status == 303)
        #expect(try register("c-2", ["name": "Nino B"]).status == 303)
        var merge = try forms.fields("customer-merge", of: forms.page("/customers/c-1"))
        merge["with"] = "c-9"
        let wrong = try forms.post("customer-merge", merge)
        #expect(wrong.status == 409 && wrong.text.contains("customer-merge-with-problem"), "\(wrong.status)")
        merge["with"] = "c-2"
        merge["key"] = "k2"
        #expect(try forms.post("customer-merge", merge).status == 303)
        let card = try forms.page("/customers/c-1")
        #expect(card.contains("href=\"/customers/c-2\">Nino B</a> – the same person"), "\(card)")
        #expect(try forms.post("customer-unmerge", forms.fields("customer-unmerge", of: card)).status == 303)
        #expect(try !forms.page("/customers/c-1").contains("– the same person"))
    }

    @Test func `whoever is erased has no name left on any page, nor in the database`() throws {
        #expect(try register("c-1", ["name": "Tsereteli-Canary", "phone": "599123456"]).status == 303)
        #expect(try change("c-1", ["phone": "599654321"]).status == 303)
        #expect(try house.post([sale(1, customer: "c-1")]).status == 200)
        try house.settle()
        #expect(try forms.page("/customers/top").contains("Tsereteli-Canary"))
        let card = try forms.page("/customers/c-1")
        #expect(card.contains("nobody can bring them back"))
        let end = try forms.fields("end-customer", of: card).merging(["reason": "asked for it"]) { $1 }
        #expect(try forms.post("end-customer", end).status == 303)
        for path in [
            "/customers", "/customers?ended=1", "/customers/c-1", "/customers/top",
            "/choices/customer?of=with&with=Tsereteli",
        ] {
            let page = try forms.page(path)
            #expect(!page.contains("Tsereteli-Canary") && !page.contains("599654321"), "\(path)")
        }
        let erased = try forms.page("/customers/c-1")
        #expect(!erased.contains("/customers/c-1/change") && !erased.contains("/forms/undo-customer"))
        #expect(try change("c-1", ["name": "Again"]).status == 409)
        #expect(try house.get("/v1/people/c-1").status == 404)
    }

    @Test func `one whom receipts alone name is shown, and registered from there`() throws {
        #expect(try house.post([sale(1, customer: "c-7")]).status == 200)
        try house.settle()
        let page = try forms.page("/customers/c-7")
        #expect(page.contains("known from receipts alone") && page.contains("/customers/new?code=c-7"), "\(page)")
        let new = try forms.fields("new-customer", of: forms.page("/customers/new?code=c-7"))
        #expect(new["code"] == "c-7")
        #expect(try forms.post("new-customer", new.merging(["name": "Gia", "key": "k"]) { $1 }).status == 303)
        #expect(try forms.page("/customers/c-7").contains("<h1>Gia"))
        #expect(try forms.client.send("GET", "/customers/nobody").status == 404)
    }

    @Test func `a field of the users' own is sealed where it tells of the person, and open where it does not`() throws {
        func define(_ id: String, _ entity: String, _ sensitivity: String) throws {
            let field: JSON = [
                "entity": .string(entity), "type": "text", "name": ["en": .string("Own \(id)")],
                "sensitivity": .string(sensitivity),
            ]
            try #require(house.command("PUT", "fields/\(id)", field).status == 201)
        }
        try define("size", "customer", "personal")
        try define("badge", "employee", "open")
        try define("iban", "employee", "personal")
        #expect(try register("c-1", ["name": "Nino", "personalFields-size": "canary-42"]).status == 303)
        #expect(try forms.page("/customers/c-1").contains("canary-42"))
        #expect(try house.get("/v1/people/c-1").json["person"]?["personalFields"]?["size"] == "canary-42")
        let new = try forms.fields("new-employee", of: forms.page("/employees/new"))
        let said = ["fields-badge": "B-7", "personalFields-iban": "canary-iban", "code": "e-1", "key": "k"]
        let done = try forms.post("new-employee", new.merging(said) { $1 })
        #expect(done.status == 303, "\(done.text)")
        let card = try forms.page("/employees/e-1")
        #expect(card.contains("B-7") && card.contains("canary-iban"))
        #expect(try forms.page("/employees").contains("B-7"))
        let state = try house.get("/v1/employees/e-1").json["state"]?["said"]
        #expect(state?["fields"]?["badge"] == "B-7" && !(state?.text.contains("canary") ?? true))
        let form = try forms.fields("change-employee", of: forms.page("/employees/e-1/change"))
        #expect(form["fields-badge"] == "B-7" && form["personalFields-iban"] == "canary-iban")
        // What is not asked any more keeps nobody from being changed.
        #expect(
            try house.command("PATCH", "fields/size", ["retired": true], headers: [("If-Match", "*")]).status == 200)
        #expect(try change("c-1", ["phone": "599777777"]).status == 303)
        #expect(try house.get("/v1/people/c-1").json["person"]?["personalFields"]?["size"] == "canary-42")
    }

    @Test func `an employee has a name, which is sealed too`() throws {
        let new = try forms.fields("new-employee", of: forms.page("/employees/new"))
        let done = try forms.post(
            "new-employee",
            new.merging(["name": "Dato Canary", "phone": "599", "roles": "cashier", "code": "e-1", "key": "k"]) { $1 })
        #expect(done.status == 303, "\(done.text)")
        #expect(try forms.page("/employees").contains(">Dato Canary</a>"))
        let form = try forms.fields("change-employee", of: forms.page("/employees/e-1/change"))
        #expect(form["name"] == "Dato Canary" && form["phone"] == "599")
        #expect(try forms.post("change-employee", form.merging(["phone": "555"]) { $1 }).status == 303)
        let card = try forms.page("/employees/e-1")
        #expect(
            card.contains("Phone: <span class=\"was\">599</span> → <strong>555</strong>")
                && card.contains("Dato Canary"))
        // Who says nothing of the person leaves them as they are.
        #expect(
            try house.command("PUT", "employees/e-1", ["roles": ["cashier"]], headers: [("If-Match", "*")]).status
                == 200)
        #expect(try forms.page("/employees/e-1").contains("Dato Canary"))
        #expect(try house.get("/v1/employees").rows.first?["name"] == "Dato Canary")
        let state = try house.get("/v1/employees/e-1").text
        #expect(!state.contains("Canary"))
    }
}
