import Foundation
import HTTP
import JSON
import Pages
import Projections
import Rules
import Services
import TestSupport
import Testing

/// Every entity that the house declares, on the pages that follow from its shape.
@Suite struct `The pages of every entity` {
    let house: House
    let forms: FormReader

    /// What is filled in on a new one, and what its list then shows in a column; by the entity.
    private static let samples: [String: (fields: [String: String], column: String, value: JSON)] = [
        "store": (
            ["name-ka": "ვაკე", "name-en": "Vake", "address": "12 Chavchavadze Ave", "opensOn": "2026-01-01"], "zone",
            "Asia/Tbilisi"
        ),
        "coupon": (["rule": "ten", "uses": "3", "from": "2026-01-01", "customer": "c-1"], "uses", 3),
        "giftCard": (
            ["amount": "50.00", "currency": "GEL", "expiresOn": "2027-12-31", "customer": "c-1"], "balance", 5_000
        ),
        "legalEntity": (
            [
                "name-ka": "ვაკე", "name-en": "Vake", "taxNumber": "404404404", "vatPayerFrom": "2026-01-01",
                "bankAccounts-0-iban": "GE29NB0000000101904917", "bankAccounts-0-currency": "GEL",
            ], "tax_number", "404404404"
        ),
        "storeGroup": (["name-en": "Tbilisi", "stores": "S01"], "stores", "S01"),
        "till": (["store": "S01", "till": "1", "name": "by the door"], "till", "1"),
        "supplier": (["name-en": "Mill", "currency": "GEL", "minimumOrder": "12.50"], "minimum_order", 1_250),
        "employee": (
            ["name": "Dato", "phone": "599 11 22 33", "roles": "cashier\nhead", "stores": "S01", "from": "2026-03-01"],
            "from", "2026-03-01"
        ),
        "customer": (
            [
                "name": "Nino Beridze", "phone": "599 12 34 56", "birthday": "1990-05-04", "cards": "4860001\n4860002",
                "category": "gold", "consents-0-kind": "sms", "consents-0-given": "true", "kind": "organisation",
                "taxNumber": "01001001001", "contacts-0-name": "Gia", "contacts-0-post": "accountant",
                "otherAddresses-0-purpose": "goods", "otherAddresses-0-address": "Rustavi",
            ], "tax_number", "01001001001"
        ),
        "product": (
            [
                "name-ka": "რძე", "name-en": "Milk", "unit": "l", "hierarchy": "Food\nDairy",
                "barcodes": "4860001000012",
                "listPrice": "0.0125", "taxRate": "18", "units-0-unit": "box", "units-0-conversion": "12",
                "units-0-barcode": "4860001000029",
            ], "list_per", 100_000
        ),
        "price": (
            [
                "product": "milk", "currency": "GEL", "amount": "5.20", "from": "2026-01-01",
                "customerCategory": "gold", "minimumQuantity": "2.5",
            ], "amount_amount", 520
        ),
        "discountRule": (
            [
                "name-en": "Every third free", "stage": "mixAndMatch", "mode": "bestPrice",
                "conditions-groups-0-group": "a", "conditions-groups-0-products": "milk",
                "conditions-groups-0-quantity": "3", "effects-0-kind": "percent", "effects-0-percent": "100",
                "effects-0-group": "a", "effects-0-quantity": "1", "limits-amountPerReceipt": "50.00",
                "conditions-turnover-window": "rollingDays", "conditions-turnover-days": "90",
                "conditions-turnover-minimum": "500.00",
            ], "limits_amount_per_receipt", 5_000
        ),
        "role": (
            [
                "name-en": "Head", "rights": "goods.change\nreceipt.void", "limits-0-right": "discount.manual",
                "limits-0-percent": "5", "limits-2-right": "return.blind", "limits-2-amount": "50.5",
                "limits-2-currency": "GEL",
            ], "rights", "goods.change, receipt.void"
        ),
        "customerCategory": (["name-ka": "ოქრო", "name-en": "Gold"], "name_ka", "ოქრო"),
        "contract": (
            ["customer": "c-1", "number": "7/26", "currency": "GEL", "creditLimit": "500.00", "stores": "S01"],
            "credit_limit", 50_000
        ),
        "tax": (["name-en": "VAT", "rate": "18", "from": "2026-01-01", "stores": "S01"], "rate", 180_000),
        "exchangeRate": (
            ["currency": "USD", "baseCurrency": "GEL", "numerator": "271", "denominator": "100"], "numerator", 271
        ),
        "tenderKind": (["name-en": "Meal voucher", "retired": "true"], "retired", true),
        "reminder": (
            [
                "dueAt": "2026-12-01 14:30", "title": "Call", "role": "head", "entity-kind": "customer",
                "entity-id": "c-1",
            ],
            "due_at", "2026-12-01T10:30:00.000Z"
        ),
        "document": (
            ["entity-kind": "contract", "entity-id": "k-1", "title": "Scan", "byteCount": "1000"], "byte_count", 1_000
        ),
        "field": (
            [
                "entity": "supplier", "name-en": "Rating", "type": "choice", "choices-0-choice": "good",
                "choices-0-name-en": "Good", "choices-1-choice": "bad",
            ], "type", "choice"
        ),
        "entity": (["name-ka": "მაცივარი", "name-en": "Fridge", "plural-en": "Fridges"], "plural_en", "Fridges"),
    ]

    init() throws {
        house = try House()
        forms = try FormReader(owner: house)
        try #require(house.command("PUT", "stores/S01", ["currency": "GEL", "zone": "Asia/Tbilisi"]).status == 201)
        try #require(house.command("PUT", "customers/c-1", ["name": "Nino"]).status == 201)
        try #require(house.command("PUT", "products/milk", ["name": ["en": "Milk"]]).status == 201)
        let rule: JSON = [
            "name": ["en": "Ten"], "stage": "coupon", "mode": "bestPrice",
            "effects": [["kind": "percent", "percent": 100_000]],
        ]
        try #require(house.command("PUT", "discount-rules/ten", rule).status == 201)
        try #require(house.command("PUT", "roles/head", ["name": ["en": "Head"], "rights": []]).status == 201)
    }

    @Test(arguments: EntityShapes.all.map(\.name))
    func `is added, listed, shown, changed and ended`(_ name: String) throws {
        let shape = try #require(EntityShapes.named(name))
        let sample = try #require(Self.samples[name])
        let id = name == "role" ? "boss" : "one"
        let new = try forms.fields("new-\(name)", of: forms.page("/\(shape.path)/new"))
        let filled = new.merging(sample.fields) { $1 }.merging(["code": id, "key": "k"]) { $1 }
        let done = try forms.post("new-\(name)", filled)
        #expect(done.status == 303 && done.headers["Location"] == "/\(shape.path)/\(id)", "\(done.text)")
        try house.settle()
        let row = try #require(try house.get("/v1/\(shape.report)?\(shape.idName)=\(id)").rows.first)
        #expect(row[sample.column] == sample.value, "\(row.text)")
        for language in ["ka", "en"] {
            let list = try forms.client.send("GET", "/\(shape.path)?lang=\(language)").text
            #expect(list.contains("href=\"/\(shape.path)/\(id)\""))
            let card = try forms.client.send("GET", "/\(shape.path)/\(id)?lang=\(language)")
            #expect(card.status == 200 && card.text.contains("nino"))
        }
        guard !shape.isFixed else {
            #expect(try forms.client.send("GET", "/\(shape.path)/\(id)/change").status == 404)
            return try end(shape, id)
        }
        // Sent as it was found, nothing is said.
        let before = try house.log.end()
        let form = try forms.fields("change-\(name)", of: forms.page("/\(shape.path)/\(id)/change"))
        for (field, value) in sample.fields where !field.hasPrefix("limits-2") {
            #expect(form[field].map { Set($0.split(separator: "\n")) } == Set(value.split(separator: "\n")), "\(field)")
        }
        let unchanged = try forms.post("change-\(name)", form)
        #expect(unchanged.status == 303, "\(unchanged.text)")
        #expect(try house.log.end() == before)
        try end(shape, id)
    }

    @Test func `tells in its history what no form asks, by its name, and of nobody to who sees no persons`() throws {
        let rule: JSON = [
            "name": ["en": "Tenth"], "stage": "receipt", "mode": "bestPrice",
            "effects": [["kind": "percent", "percent": 100_000]],
        ]
        try #require(house.command("PUT", "discount-rules/tenth", rule).status == 201)
        try #require(house.command("DELETE", "products/milk", .object([])).status == 200)
        try house.settle()
        let history = try forms.page("/discount-rules/tenth")
        #expect(history.contains("Version: <span") && !history.contains("<li>: "), "\(history)")
        #expect(try forms.page("/products/milk?lang=en").contains("Status: <span"))
        // Until it says something, a condition takes no place.
        #expect(!history.contains("Turnover within"))
    }

    private func end(_ shape: EntityShape, _ id: String) throws {
        let card = try forms.page("/\(shape.path)/\(id)")
        #expect(card.contains("/forms/end-\(shape.name)") == (shape.ending != nil))
        guard shape.ending != nil else { return }
        #expect(try forms.post("end-\(shape.name)", forms.fields("end-\(shape.name)", of: card)).status == 303)
        #expect(try !forms.page("/\(shape.path)").contains("href=\"/\(shape.path)/\(id)\""))
        let ended = try forms.page("/\(shape.path)/\(id)")
        #expect(ended.contains("/forms/revive-\(shape.name)") == !shape.endsForEver)
        guard !shape.endsForEver else { return }
        let revive = try forms.fields("revive-\(shape.name)", of: forms.page("/\(shape.path)/\(id)"))
        let back = try forms.post("revive-\(shape.name)", revive)
        #expect(back.status == 303, "\(back.text)")
        #expect(try forms.page("/\(shape.path)").contains("href=\"/\(shape.path)/\(id)\""))
    }

    @Test func `what each fact says whole is changed in part, and taken back`() throws {
        let tax: JSON = ["name": ["en": "VAT"], "rate": 180_000, "stores": ["S01"], "kind": "vat"]
        #expect(try house.command("PUT", "taxes/vat", tax).status == 201)
        var form = try forms.fields("change-tax", of: forms.page("/taxes/vat/change"))
        (form["rate"], form["kind"], form["stores"]) = ("20,5", "", nil)
        #expect(try forms.post("change-tax", form).status == 303)
        try house.settle()
        let row = try #require(try house.get("/v1/taxes").rows.first)
        #expect(row["rate"] == 205_000 && row["kind"] == .null && row["stores"] == .null && row["name_en"] == "VAT")
        let undo = try forms.fields("undo-tax", of: forms.page("/taxes/vat"))
        #expect(try forms.post("undo-tax", undo).status == 303)
        try house.settle()
        let again = try #require(try house.get("/v1/taxes").rows.first)
        #expect(again["rate"] == 180_000 && again["kind"] == "vat" && again["stores"] == "S01")
    }

    @Test func `a right that there is none of is refused beside the rights, and the owner's role stays`() throws {
        let wrong = try forms.post(
            "new-role", ["key": "k", "code": "r", "name-en": "R", "rights": "goods.chance"])
        #expect(wrong.status == 422 && wrong.text.contains("id=\"new-role-rights-problem\""), "\(wrong.status)")
        let told = try house.command("PUT", "roles/r", ["rights": ["goods.chance"]])
        #expect(told.json["rule"] == "right.unknown" && told.json["nearest"] == "goods.change", "\(told.text)")
        #expect(try house.command("PUT", "roles/owner", ["rights": []]).json["rule"] == "role.owner")
    }

    @Test func `who may not see persons is not shown whose a contract is, nor loses it by a change`() throws {
        let contract: JSON = ["customer": "c-1", "number": "7/26", "currency": "GEL"]
        #expect(try house.command("PUT", "contracts/k", contract).status == 201)
        #expect(
            try house.command(
                "PUT", "roles/clerk",
                ["name": ["en": "Clerk"], "rights": ["customers.read", "customers.change"]]
            ).status == 201)
        try house.accounts.addUser(name: "gia", password: "gia-gia-gia", language: "en", roles: ["clerk"])
        let clerk = FormReader(
            house: house, client: try Visitor.signedIn("gia", "gia-gia-gia", port: house.gateway.port))
        for path in ["/contracts", "/contracts/k", "/contracts/k/change"] {
            let page = try clerk.page(path)
            #expect(page.contains("7/26") && !page.contains("c-1"), "\(path)")
        }
        var form = try clerk.fields("change-contract", of: clerk.page("/contracts/k/change"))
        form["number"] = "8/26"
        #expect(try clerk.post("change-contract", form).status == 303)
        try house.settle()
        let row = try #require(try house.get("/v1/contracts").rows.first)
        #expect(row["customer"] == "c-1" && row["number"] == "8/26")
    }

    @Test func `a field of the users' own is there the same minute, in list, card, form and history`() throws {
        _ = try house.command("PUT", "suppliers/mill", ["name": ["en": "Mill"]])
        let fields: [(String, JSON)] = [
            (
                "rating",
                [
                    "entity": "supplier", "type": "choice", "name": ["en": "Rating"],
                    "choices": [["choice": "good", "name": ["en": "Good one"]], ["choice": "bad"]],
                ]
            ),
            ("since", ["entity": "supplier", "type": "date", "name": ["en": "Partner since"]]),
            ("home", ["entity": "supplier", "type": "reference", "reference": "store", "name": ["en": "Home shop"]]),
            ("margin", ["entity": "supplier", "type": "rate", "name": ["en": "Margin"], "sensitivity": "cost"]),
        ]
        for (id, field) in fields { #expect(try house.command("PUT", "fields/\(id)", field).status == 201) }
        var form = try forms.fields("change-supplier", of: forms.page("/suppliers/mill/change"))
        form.merge(
            ["fields-rating": "good", "fields-since": "2026-03-01", "fields-home": "S01", "fields-margin": "12.5"]
        ) { $1 }
        let done = try forms.post("change-supplier", form)
        #expect(done.status == 303, "\(done.text)")
        let list = try forms.page("/suppliers")
        for text in ["Good one", "1\u{A0}March\u{A0}2026", "Home shop", "12.5%"] {
            #expect(list.contains(text), "\(text)")
        }
        #expect(try forms.page("/suppliers/mill").contains("Partner since"))
        form = try forms.fields("change-supplier", of: forms.page("/suppliers/mill/change"))
        #expect(form["fields-rating"] == "good" && form["fields-margin"] == "12.5")
        form["fields-rating"] = ""
        #expect(try forms.post("change-supplier", form).status == 303)
        let said = try house.get("/v1/suppliers/mill").json["state"]?["said"]
        #expect(said?["fields"]?["rating"] == nil && said?["fields"]?["margin"] == 125_000, "\(said?.text ?? "")")
        // Who sees no cost sees none here, and loses none.
        let clerk: JSON = ["name": ["en": "Clerk"], "rights": ["stock.read", "supplier.change"]]
        #expect(try house.command("PUT", "roles/clerk", clerk).status == 201)
        try house.accounts.addUser(name: "gia", password: "gia-gia-gia", language: "en", roles: ["clerk"])
        let gia = FormReader(
            house: house, client: try Visitor.signedIn("gia", "gia-gia-gia", port: house.gateway.port))
        for path in ["/suppliers", "/suppliers/mill", "/suppliers/mill/change"] {
            #expect(try !gia.page(path).contains("12.5"), "\(path)")
        }
        var theirs = try gia.fields("change-supplier", of: gia.page("/suppliers/mill/change"))
        theirs["address"] = "Gori"
        #expect(try gia.post("change-supplier", theirs).status == 303)
        let kept = try house.get("/v1/suppliers/mill").json["state"]?["said"]
        #expect(kept?["fields"]?["margin"] == 125_000 && kept?["address"] == "Gori")
    }

    @Test func `a category is called on a customer's page what it is called today`() throws {
        #expect(try house.command("PUT", "customer-categories/gold", ["name": ["en": "Gold"]]).status == 201)
        #expect(try house.command("PUT", "customers/c-1/category", ["category": "gold"]).status == 200)
        let later: JSON = ["name": ["en": "Platinum"], "effectiveAt": "2100-01-01", "zone": "Asia/Tbilisi"]
        let named = try house.command("PATCH", "customer-categories/gold", later, headers: [("If-Match", "*")])
        #expect(named.status == 200, "\(named.text)")
        #expect(try house.post([sale(1, customer: "c-1")]).status == 200)
        let page = try forms.page("/customers/c-1")
        #expect(page.contains("Gold") && !page.contains("Platinum"))
    }

    @Test func `what a fact says wrongly in a field of the users' own takes no list away`() throws {
        let types = ["text", "integer", "money", "quantity", "rate", "boolean", "date", "moment", "reference"]
        for type in types {
            for id in [type, type.capitalized] {
                let field: JSON = ["entity": "supplier", "type": .string(type), "name": ["en": .string("\(id) field")]]
                #expect(try house.command("PUT", "fields/\(id)", field).status == 201)
            }
        }
        let wrong: [JSON] = [
            "abc", .double(1.5), true, ["a"], ["amount": 1_250, "currency": "USD"], "99999999999999999999",
            "2026-13-45",
            "0000-00-00",
        ]
        for (number, value) in wrong.enumerated() {
            let fields = JSON.object(types.flatMap { [JSON.Member($0, value), JSON.Member($0.capitalized, value)] })
            try house.say(
                "supplier.registered.v1",
                ["supplier": .string("s\(number)"), "name": ["en": .string("Mill \(number)")], "fields": fields],
                number: Int64(number) + 1)
        }
        try house.settle()
        for sort in ["name"] + types.map({ "fields.\($0)" }) {
            let list = try forms.client.send("GET", "/suppliers?lang=en&sort=\(sort)")
            #expect(list.status == 200 && list.text.contains("Mill 7"), "\(sort): \(list.status)")
        }
        #expect(try forms.page("/suppliers").contains("$12.50"))
        for number in wrong.indices {
            for path in ["/suppliers/s\(number)", "/suppliers/s\(number)/change"] {
                #expect(try forms.client.send("GET", "\(path)?lang=en").status == 200, "\(path)")
            }
        }
    }

    @Test func `the directories list what a role may see, with how many there are`() throws {
        _ = try house.command("PUT", "suppliers/mill", ["name": ["en": "Mill"]])
        let page = try forms.page("/directories")
        for shape in EntityShapes.all { #expect(page.contains("href=\"/\(shape.path)\"")) }
    }
}

/// An entity of the users' own: by facts alone it has list, form, card, history and rights.
@Suite struct `A directory of one's own` {
    let house: House
    let forms: FormReader

    init() throws {
        house = try House()
        forms = try FormReader(owner: house)
        try #require(
            house.command(
                "PUT", "stores/S01", ["currency": "GEL", "zone": "Asia/Tbilisi", "name": ["en": "Vake"]]
            ).status == 201)
    }

    private func define() throws {
        let fridge: JSON = [
            "name": ["ka": "მაცივარი", "en": "Fridge"], "plural": ["ka": "მაცივრები", "en": "Fridges"],
        ]
        try #require(house.command("PUT", "entities/fridge", fridge).status == 201)
        let fields: [(String, JSON)] = [
            ("serial", ["type": "text", "required": true]), ("shop", ["type": "reference", "reference": "store"]),
            ("serviced", ["type": "date"]), ("cost", ["type": "money", "sensitivity": "cost"]),
        ]
        for (id, field) in fields {
            var all = field
            (all["entity"], all["name"]) = ("fridge", ["en": .string(id.capitalized), "ka": .string(id)])
            try #require(house.command("PUT", "fields/\(id)", all).status == 201)
        }
        try house.settle()
    }

    @Test func `is added to, listed, shown, changed, taken back and ended on pages`() throws {
        try define()
        #expect(try forms.page("/directories").contains("href=\"/entries/fridge\">Fridges"))
        #expect(try forms.page("/entries/fridge").contains("There is none yet"))
        var new = try forms.fields("new-entry.fridge", of: forms.page("/entries/fridge/new"))
        #expect(new.keys.contains("fields-serviced"))
        new.merge(["name-en": "Big one", "fields-shop": "S01", "fields-serviced": "2026-12-01", "code": "f-1"]) { $1 }
        let missing = try forms.post("new-entry.fridge", new)
        #expect(missing.status == 422 && missing.text.contains("id=\"new-entry.fridge-fields-serial-problem\""))
        new.merge(["fields-serial": "A/7", "fields-cost": "1200.50", "key": "k2"]) { $1 }
        let done = try forms.post("new-entry.fridge", new)
        #expect(done.status == 303 && done.headers["Location"] == "/entries/fridge/f-1", "\(done.text)")
        let list = try forms.page("/entries/fridge")
        for text in ["href=\"/entries/fridge/f-1\">Big one", "A/7", "Vake", "1,200.50"] {
            #expect(list.contains(text), "\(text)")
        }
        var form = try forms.fields("change-entry.fridge", of: forms.page("/entries/fridge/f-1/change"))
        form["fields-serviced"] = "2027-06-01"
        #expect(try forms.post("change-entry.fridge", form).status == 303)
        let card = try forms.page("/entries/fridge/f-1")
        #expect(card.contains("1\u{A0}June\u{A0}2027") && card.contains("nino") && card.contains("Serviced"))
        let undo = try forms.post("undo-entry.fridge", forms.fields("undo-entry.fridge", of: card))
        #expect(undo.status == 303, "\(undo.text)")
        let state = try house.get("/v1/entries/fridge/f-1").json["state"]
        #expect(state?["said"]?["fields"]?["serviced"] == "2026-12-01" && state?["said"]?["fields"]?["serial"] == "A/7")
        let end = try forms.fields("end-entry.fridge", of: forms.page("/entries/fridge/f-1"))
        #expect(try forms.post("end-entry.fridge", end).status == 303)
        #expect(try !forms.page("/entries/fridge").contains("f-1"))
    }

    @Test func `is seen by who may see it, and what is not asked of a reader is not shown`() throws {
        try define()
        let fridge: JSON = ["name": ["en": "Big one"], "fields": ["serial": "A/7", "cost": 120_050]]
        #expect(try house.command("PUT", "entries/fridge/f-1", fridge).status == 201)
        try house.accounts.addUser(name: "gia", password: "gia-gia-gia", language: "en", role: .cashier)
        let cashier = FormReader(
            house: house, client: try Visitor.signedIn("gia", "gia-gia-gia", port: house.gateway.port))
        let list = try cashier.page("/entries/fridge")
        #expect(list.contains("A/7") && !list.contains("1,200.50") && !list.contains("Cost"))
        let card = try cashier.page("/entries/fridge/f-1")
        #expect(card.contains("A/7") && !card.contains("1,200.50") && !card.contains("/change"))
        #expect(try cashier.client.send("GET", "/entries/fridge/new").status == 403)
        try house.accounts.addUser(name: "ana", password: "ana-ana-ana", language: "en", role: .marketing)
        try house.accounts.setRoles(of: "ana", to: ["cashier"])
        #expect(try cashier.client.send("GET", "/entries/oven").status == 404)
    }

    @Test func `takes no name of ours, no field that is not its own, and nothing once it is retired`() throws {
        try define()
        for name in ["supplier", "product", "Fridge", "a/b", "new"] {
            let refused = try house.command("PUT", "entities/\(percentEncode(name))", ["name": ["en": "x"]])
            #expect(refused.status == 422 && refused.json["rule"] == "entity.name", "\(name): \(refused.text)")
        }
        let other = try house.command("PUT", "entries/fridge/f", ["fields": ["serial": "A", "speed": 1]])
        #expect(other.json["rule"] == "field.unknown", "\(other.text)")
        let wrong = try house.command("PUT", "entries/fridge/f", ["fields": ["serial": "A", "serviced": "soon"]])
        #expect(wrong.json["rule"] == "field.type", "\(wrong.text)")
        #expect(try house.command("PUT", "entries/oven/o", ["name": ["en": "x"]]).json["rule"] == "entity.unknown")
        #expect(
            try house.command("PATCH", "entities/fridge", ["retired": true], headers: [("If-Match", "*")]).status == 200
        )
        #expect(
            try house.command("PUT", "entries/fridge/f", ["fields": ["serial": "A"]]).json["rule"] == "entity.unknown")
    }
}
