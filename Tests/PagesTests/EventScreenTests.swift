import Events
import JSON
import Projections
import TestSupport
import Testing

@testable import Pages

@Suite struct `What the page of an event says in words` {
    let small: SmallChain
    init() throws { small = try SmallChain() }

    /// The page without its JSON, and without no-break spaces.
    private func words(_ path: [String], _ language: Language) throws -> String {
        let page = try Screens.answer(small.request(path, [], language), small.connection)
        #expect(page.status == 200)
        let json = try #require(page.html.range(of: "<details class=\"operation\""))
        return String(page.html[..<json.lowerBound]).replacing("\u{A0}", with: " ")
    }

    private func post(_ type: String, _ data: JSON, store: String?, writer: String) throws -> String {
        let id = try small.chain.post(type, data, store: store, writer: writer, at: "2026-03-02T09:30:00Z")
        _ = try CatchUp.run(small.chain.conninfo, small.chain.log)
        return id
    }

    private func expect(_ html: String, _ texts: [String], without: [String] = []) {
        for text in texts { #expect(html.contains(text), "\(text) is not in \(html)") }
        for text in without { #expect(!html.contains(text), "\(text) is in \(html)") }
    }

    @Test func `a receipt, with its lines and payments`() throws {
        let receipt: JSON = [
            "number": "77", "businessDate": "2026-03-02", "currency": "GEL", "channel": "store",
            "operator": "user:Nino",
            "training": false, "zone": "Asia/Tbilisi", "effectiveAt": "2026-03-01T21:15:00Z",
            "externalIds": ["1c": "A-7"], "gross": 1180, "tax": 180, "fiscal": ["number": "F-9"],
            "lines": [
                [
                    "line": 1, "kind": "sale", "product": "bread", "quantity": 1500, "unit": "C62", "gross": 1180,
                    "discount": 131,
                    "listPrice": ["amount": 874, "per": 1000],
                    "taxes": [["code": "VAT", "rate": 180_000, "amount": 180]],
                    "grants": [["rule": "spring", "kind": "manual", "amount": 131, "approver": "user:Gio"]],
                    "original": ["receipt": "S1-t1:1", "line": 1],
                ]
            ],
            "tenders": [
                ["tender": 1, "kind": "cash", "amount": 1000],
                [
                    "tender": 2, "kind": "card", "amount": 180, "currency": "USD", "foreignAmount": 65,
                    "rate": ["id": "r1", "numerator": 277, "denominator": 100],
                ],
            ],
        ]
        let id = try post("receipt.completed.v1", receipt, store: "S1", writer: "S1-t1")
        let english = try words(["receipts", id, "event"], .en)
        expect(
            english,
            [
                "<h2 id=\"said-title\">Receipt</h2>", "<dt>Cashier</dt><dd>Nino</dd>",
                "<dt>Business date</dt><dd>2 March 2026</dd>", "<dt>With tax</dt><dd>₾11.80</dd>",
                "<dt>Fiscal number</dt><dd>F-9</dd>", "<dt>Ids in other programs: 1c</dt><dd>A-7</dd>",
                "<dt>Training receipt</dt><dd>No</dd>", "<dt>Channel</dt><dd>shop</dd>", ">S1 &amp; sons</a>",
                "<h3>Lines</h3>", ">Bread<", ">1.5<", ">₾8.74<", ">sale<", "<h4>Taxes</h4>", ">18%<",
                "<h4>Discounts and their reasons</h4>", ">Gio<", ">pcs<", "href=\"/receipts/S1-t1:1\"",
                "<h3>Paid with</h3>", ">cash<", ">card<", ">₾10.00<",
                ">$0.65<", ">₾1.80<",
            ], without: ["1180", "1500", "user:"])
        let georgian = try words(["events", id], .ka)
        expect(
            georgian,
            [
                "<h2 id=\"said-title\">გაყიდვის ჩეკი</h2>", "<dt>მოლარე</dt><dd>Nino</dd>",
                "<dt>სულ დღგ-ით</dt><dd>11,80 ₾</dd>", "<dt>სასწავლო ჩეკი</dt><dd>არა</dd>", "<h3>სტრიქონები</h3>",
                ">პური<", ">გაყიდვა<", ">განაკვეთი<", ">18%<", "<h3>გადახდა</h3>", ">ნაღდი<", ">ბარათი<",
            ])
        // 21:15 in Greenwich is the next day in Tbilisi, which is today.
        expect(georgian, ["<dt>ძალაში შედის</dt><dd>01:15</dd>"])
        expect(english, [">spring<", ">by the cashier<"])
        expect(georgian, [">ფასდაკლების წესი<", ">მოლარის ფასდაკლება<"])
    }

    @Test func `a delivery`() throws {
        _ = try post(
            "supplier.registered.v1", ["supplier": "mill", "name": ["ka": "წისქვილი", "en": "The mill"]],
            store: nil, writer: "office")
        var delivery = TestChain.delivery([("bread", 2_250, 1_234)])
        delivery["supplier"] = "mill"
        delivery["document"] = "W-5"
        let id = try post("goods.received.v1", delivery, store: "S1", writer: "S1-office")
        expect(
            try words(["events", id], .en),
            [
                ">Goods delivered<", "<dt>Supplier’s document number</dt><dd>W-5</dd>", ">The mill<",
                "href=\"/suppliers/mill\"",
                ">2.25<",
                ">₾12.34<", ">Cost without tax<",
            ])
        expect(
            try words(["events", id], .ka),
            [
                ">საქონლის მიღება<", "<dt>მომწოდებლის დოკუმენტის ნომერი</dt><dd>W-5</dd>", ">წისქვილი<", ">2,25<",
                ">12,34 ₾<",
                ">ღირებულება დღგ-ს გარეშე<",
            ])
    }

    @Test func `a correction, with the whole document under it`() throws {
        let id = try post(
            "goods.corrected.v1",
            [
                "original": "S1-office:1", "revision": 1,
                "replaced": [["line": 1, "product": "bread", "quantity": 10_000]],
                "writeOff": [
                    "writeOff": "w1", "kind": "expiry",
                    "lines": [["line": 1, "product": "bread", "quantity": 1_000, "reason": "mould"]],
                ],
            ], store: "S1", writer: "S1-office")
        expect(
            try words(["events", id], .en),
            [
                ">Goods document corrected<", "href=\"/events/S1-office:1\"", "<h3>Lines as they were</h3>",
                "<h3>Write-off</h3>", "<dt>Kind of write-off</dt><dd>expiry</dd>", ">mould<",
            ])
        expect(try words(["events", id], .ka), ["<h3>ჩამოწერა</h3>", "<dd>ვადის გასვლა</dd>"])
    }

    @Test func `what this version does not know, by its own name`() throws {
        let id = try post(
            "drone.landed.v1", ["drone": "d-7", "heights": [3, 4], "<b>": true], store: "S1", writer: "S1-t1")
        for (language, note) in [(Language.en, "This version does not know the type"), (.ka, "უცნობია")] {
            expect(
                try words(["events", id], language),
                [
                    "<code>drone.landed.v1</code>", note, "<dt>drone</dt><dd>d-7</dd>",
                    "<dt>heights</dt><dd>[3,4]</dd>",
                    "<dt>&lt;b&gt;</dt>",
                ])
        }
        let newer = try post(
            "shift.closed.v1",
            ["shift": "s", "mood": "good", "till": 7], store: "S1", writer: "S1-t1")
        let strange = try post(
            "cash.declared.v1", ["shift": "s", "tenders": [1, "two"], "revision": [1]], store: "S1", writer: "S1-t1")
        expect(
            try words(["events", strange], .en), ["<code>[1,&quot;two&quot;]</code>", "<dt>Revision</dt><dd>[1]</dd>"])
        expect(
            try words(["events", newer], .en),
            ["Shift closed", "<dt>Shift</dt><dd>s</dd>", "<dt>mood</dt><dd>good</dd>", "<dt>Till</dt><dd>7</dd>"])
    }

    @Test func `ids that are none as they are`() throws {
        let facts: [(String, JSON)] = [
            (
                "price.set.v1",
                ["price": "p", "product": "a\u{0}b", "currency": "GEL", "amount": ["amount": 1, "per": 0]]
            ),
            ("contract.signed.v1", ["contract": "c", "customer": "c1", "rules": ["\u{0}"], "stores": [""]]),
            ("entry.recorded.v1", ["entity": "\u{0}", "entry": "\u{0}", "fields": ["\u{0}": "x"]]),
        ]
        for (type, data) in facts {
            let id = try post(type, data, store: nil, writer: "office")
            expect(try words(["events", id], .en), ["<h2 id=\"said-title\">"])
        }
    }

    @Test func `a person only as sealed, what is cleared by its label, and own fields by theirs`() throws {
        let sealed = try post(
            "customer.changed.v1",
            ["customer": "c1", "sealed": "aGVsbG8=", "consents": [["kind": "sms", "given": true]]], store: nil,
            writer: "office")
        expect(
            try words(["events", sealed], .en),
            ["<dt>Personal data, sealed</dt><dd>5 bytes</dd>", "<h3>Consents</h3>", ">Yes<"], without: ["aGVsbG8"])
        _ = try post(
            "field.defined.v1",
            [
                "field": "rating", "entity": "supplier", "type": "choice", "name": ["ka": "შეფასება", "en": "Rating"],
                "choices": [["choice": "a", "name": ["ka": "უმაღლესი", "en": "Best"]]],
            ], store: nil, writer: "office")
        let changed = try post(
            "supplier.changed.v1",
            ["supplier": "mill", "cleared": ["name.en", "address"], "fields": ["rating": "a"]], store: nil,
            writer: "office")
        expect(
            try words(["events", changed], .en),
            ["<dt>Cleared</dt><dd>Name in English, Address</dd>", "<dt>Rating</dt><dd>Best</dd>"])
        expect(try words(["events", changed], .ka), ["<dt>შეფასება</dt><dd>უმაღლესი</dd>"])
    }

    @Test func `the JSON stays below, closed`() throws {
        let page = try small.page("events", "S1-t1:1")
        #expect(page.html.contains("<details class=\"operation\"><summary>The event as it stands in the log (JSON)"))
        #expect(page.html.contains("writerseq"))
    }
}
