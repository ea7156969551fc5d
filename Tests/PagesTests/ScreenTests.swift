import Events
import JSON
import Log
import Postgres
import Projections
import Rules
import TestSupport
import Testing

@testable import Pages

/// A chain of two shops with one of everything: a customer's sale with a discount, a return, a suspect receipt, a gap, a
/// silent till, goods below zero, and a number that came twice.
final class SmallChain {
    let chain: TestChain
    let connection: Connection
    let now = Instant("2026-03-02T10:00:00Z")!
    var end: Position

    init() throws {
        chain = try TestChain()
        try Self.fill(chain)
        end = try CatchUp.run(chain.conninfo, chain.log)
        connection = try Connection(chain.conninfo)
    }

    private static func fill(_ chain: TestChain) throws {
        for (store, name) in [("S1", "ვაკე"), ("S2", "<Gldani>")] {
            let opened: JSON = [
                "store": .string(store), "name": ["ka": .string(name), "en": .string("\(store) & sons")],
                "zone": "Asia/Tbilisi", "currency": "GEL",
            ]
            try chain.post("store.opened.v1", opened, store: nil, writer: "office")
            for till in 1...2 {
                let registered: JSON = [
                    "writer": .string("\(store)-t\(till)"), "store": .string(store), "till": .string("\(till)"),
                ]
                try chain.post("till.registered.v1", registered, store: nil, writer: "office")
            }
        }
        let bread: JSON = [
            "product": "bread", "name": ["ka": "პური", "en": "Bread"], "unit": "pcs", "hierarchy": ["food", "bakery"],
        ]
        try chain.post("product.listed.v1", bread, store: nil, writer: "office")
        try chain.post("customer.registered.v1", ["customer": "c1", "category": "gold"], store: nil, writer: "office")
        try chain.post(
            "goods.received.v1", TestChain.delivery([("bread", 10_000, 1_000)]), store: "S1", writer: "S1-office",
            at: "2026-02-20T08:00:00Z")
        try sell(chain)
    }

    private static func sell(_ chain: TestChain) throws {
        var sale = TestChain.receipt([("bread", 4_000, 900)], customer: "c1")
        sale["discount"] = 100
        sale["lines"] = [
            [
                "line": 1, "kind": "sale", "product": "bread", "quantity": 4000, "gross": 900, "discount": 100,
                "grants": [
                    ["rule": "gold-10", "version": 3, "amount": 100, "reason": "loyal <friend>", "approver": "Nino"]
                ],
            ]
        ]
        let id = try chain.post("receipt.completed.v1", sale, store: "S1", writer: "S1-t1", at: "2026-03-01T12:00:00Z")
        let back = TestChain.receipt([("bread", -1_000, -225)], day: "2026-03-02", original: (id, 1))
        try chain.post("receipt.completed.v1", back, store: "S1", writer: "S1-t1", at: "2026-03-02T08:00:00Z")
        // A gap of one, and a sum that does not add up.
        var suspect = TestChain.receipt([("ghost", 1_000, 500)], day: "2026-03-02")
        suspect["gross"] = 501
        suspect["operator"] = "<b>Gio</b>"
        try chain.post(
            "receipt.completed.v1", suspect, store: "S1", writer: "S1-t1", at: "2026-03-02T09:00:00Z", number: 4)
        // Till 2 spoke a day before.
        try chain.post(
            "receipt.completed.v1", TestChain.receipt([("bread", 1_000, 250)]), store: "S1", writer: "S1-t2",
            at: "2026-03-01T09:00:00Z")
        // Other bytes under a number that is taken.
        try chain.post(
            "receipt.completed.v1", TestChain.receipt([("bread", 1_000, 999)]), store: "S1", writer: "S1-t2",
            at: "2026-03-01T09:00:00Z", number: 1)
    }

    func request(_ path: [String], _ query: [(String, String)] = [], _ language: Language = .en) -> PageRequest {
        let log = chain.log
        return PageRequest(
            path: path, query: query, language: language, userName: "nino", principal: .person("nino", .owner),
            formToken: "t0ken", logEnd: end, now: now,
            readRecord: { try log.read($0, from: $1, limit: ReadLimit(records: 1)).first })
    }

    func page(_ path: String..., query: [(String, String)] = [], language: Language = .en) throws -> PageAnswer {
        try Screens.answer(request(path, query, language), connection)
    }
}

@Suite struct `The screens` {
    let small: SmallChain
    init() throws { small = try SmallChain() }

    @Test func `show the chain at a glance`() throws {
        let page = try small.page()
        #expect(page.status == 200)
        #expect(page.html.contains("<html lang=\"en\">"))
        #expect(page.html.contains("S1 &amp; sons"))
        #expect(page.html.contains("−₾2.25"))  // today: only the return counts
        #expect(page.html.contains("₾9.25"))  // thirty days: 9.00 + 2.50 − 2.25
        #expect(page.html.contains("1 missing: Till\u{A0}1 after No. 2"))
        #expect(page.html.contains("Till\u{A0}2 silent since"))
        #expect(page.html.contains("up to date"))
    }

    @Test func `say the same in Georgian`() throws {
        let page = try small.page(language: .ka)
        #expect(page.html.contains("<html lang=\"ka\">"))
        #expect(page.html.contains("ვაკე") && page.html.contains("&lt;Gldani&gt;"))
        #expect(page.html.contains("−2,25\u{A0}₾"))
    }

    @Test func `give what they show as a file, with the delimiter of the reader's language`() throws {
        let stock = try small.page("stock", query: [("negative", "1")])
        #expect(stock.html.contains("href=\"/v1/stock?is_negative=true&amp;format=sheet&amp;bom=true\""))
        let shop = try small.page("stores", "S1", language: .ka)
        #expect(
            shop.html.contains(
                "href=\"/v1/margins?store=S1&amp;group=day&amp;sort=-day&amp;format=sheet&amp;bom=true&amp;delimiter=semicolon\""
            ))
        for page in [
            try small.page("customers"), try small.page("stores", "S1", "days", "2026-03-02"),
            try small.page("stock", "S1", "bread"),
        ] {
            #expect(page.html.contains("format=sheet"), "\(page.title)")
        }
    }

    @Test func `lead from a shop to its day, a receipt, and its event`() throws {
        let shop = try small.page("stores", "S1")
        #expect(shop.html.contains("href=\"/stores/S1/days/2026-03-02\""))
        let day = try small.page("stores", "S1", "days", "2026-03-02")
        #expect(day.html.contains("href=\"/receipts/S1-t1:4\"") && day.html.contains("suspect"))
        #expect(day.html.contains("&lt;b&gt;Gio&lt;/b&gt;") && !day.html.contains("<b>Gio</b>"))
        let receipt = try small.page("receipts", "S1-t1:4")
        #expect(receipt.html.contains("href=\"/receipts/S1-t1:4/event\""))
        #expect(receipt.html.contains("Rules broken"))
        for said in [
            "<li>The receipt’s total is ₾5.01, its lines make ₾5.00</li>",
            "<li>Payments make ₾5.00, the receipt ₾5.01</li>",
            "What to do: compare it with what was printed",
        ] {
            #expect(receipt.html.contains(said), "\(said)")
        }
        // What programs call it is folded away.
        let forPrograms = try #require(receipt.html.split(separator: "<details").last)
        #expect(forPrograms.contains("<code>sum.gross</code> <code>gross</code>"))
        let georgian = try small.page("receipts", "S1-t1:4", language: .ka)
        #expect(georgian.html.contains("<li>ჩეკის ჯამია 5,01\u{A0}₾, სტრიქონებისა — 5,00\u{A0}₾</li>"))
        #expect(receipt.html.contains("not in the catalogue"))
        let event = try small.page("receipts", "S1-t1:4", "event")
        #expect(event.status == 200)
        #expect(event.html.contains("receipt.completed.v1") && event.html.contains("writerseq"))
    }

    @Test func `show a receipt's discount with rule, reason and approver, and what came back`() throws {
        let page = try small.page("receipts", "S1-t1:1")
        for said in ["gold-10", "version 3", "loyal &lt;friend&gt;", "approved by Nino", "Bread", "cash", "S1-t1:2"] {
            #expect(page.html.contains(said), "\(said)")
        }
        let back = try small.page("receipts", "S1-t1:2")
        #expect(back.html.contains("receipt S1-t1:1, line 1"))
    }

    @Test func `show a customer's history with every grant`() throws {
        let list = try small.page("customers")
        #expect(list.html.contains("href=\"/customers/c1\""))
        let page = try small.page("customers", "c1")
        for said in ["gold", "₾9.00", "Bread", "bakery", "gold-10", "loyal &lt;friend&gt;", "S1 &amp; sons"] {
            #expect(page.html.contains(said), "\(said)")
        }
    }

    @Test func `show a person of several ids as one, under each of them`() throws {
        let merged = try SmallChain()
        try merged.chain.post(
            "receipt.completed.v1", TestChain.receipt([("bread", 2_000, 500)], customer: "c2"), store: "S2",
            writer: "S2-t1", at: "2026-03-01T13:00:00Z")
        try merged.chain.post("customer.merged.v1", ["customer": "c2", "with": "c1"], store: nil, writer: "office")
        merged.end = try CatchUp.run(merged.chain.conninfo, merged.chain.log)
        let list = try merged.page("customers", "top")
        #expect(list.html.contains("href=\"/customers/c1\"") && list.html.contains("₾14.00"))
        #expect(!list.html.contains("href=\"/customers/c2\""))
        for id in ["c1", "c2"] {
            let page = try merged.page("customers", id)
            for said in ["also under c2", "gold", "₾14.00", "gold-10", "/receipts/S2-t1:1"] {
                #expect(page.html.contains(said), "\(id): \(said)")
            }
        }
    }

    @Test func `list stock, and what is below zero`() throws {
        let all = try small.page("stock", query: [("store", "S1")])
        #expect(all.html.contains("Bread") && all.html.contains("6\u{A0}pcs"))
        let negative = try small.page("stock", query: [("negative", "1")])
        #expect(negative.html.contains("ghost") && !negative.html.contains("Bread"))
    }

    @Test func `lead from a stock figure to its movements, and from these to facts and causes`() throws {
        #expect(try small.page("stock", query: [("store", "S1")]).html.contains("href=\"/stock/S1/bread\""))
        let page = try small.page("stock", "S1", "bread")
        #expect(page.status == 200)
        for text in ["delivery", "href=\"/events/S1-office:1\"", "href=\"/events/S1-t1:1\""] {
            #expect(page.html.contains(text), "\(text)")
        }
        #expect(try small.page("stock", "S1", "none").status == 404)
        #expect(try small.page("stock", "S1", "bread", query: [("after", "zz")]).status == 404)
    }

    @Test(arguments: Language.allCases) func `tell the API as it is described`(language: Language) throws {
        let document: JSON = [
            "tags": [["name": "reports", "description": "Tables <of> figures."]],
            "paths": [
                "/v1/stock": [
                    "get": [
                        "operationId": "stock", "tags": ["reports"], "summary": "On hand & value.",
                        "parameters": [["name": "sort", "description": "by", "schema": ["enum": ["a", "-a"]]]],
                        "responses": ["200": ["description": "rows"]],
                    ]
                ]
            ],
        ]
        let page = Screens.reference(small.request(["reference"], [], language), document)
        for text in [
            "GET /v1/stock", "On hand &amp; value.", "Tables &lt;of&gt; figures.", "a | -a", "href=\"/openapi.json\"",
        ] {
            #expect(page.html.contains(text), "\(text)")
        }
    }

    @Test func `show what is missing, suspect or came in two versions`() throws {
        let books = try small.page("completeness")
        #expect(books.html.contains("S1-t1") && books.html.contains("href=\"/receipts/S1-t1:4\""))
        let quarantine = try small.page("quarantine")
        #expect(quarantine.html.contains("S1-t2:1") && quarantine.html.contains("<mark>"))
    }

    @Test func `tell what needs attention first, the most harmful first, and lead to the very list`() throws {
        let page = try small.page().html
        let attention = try #require(page.ranges(of: "id=\"attention\"").first?.lowerBound)
        let totals = try #require(page.ranges(of: "id=\"totals\"").first?.lowerBound)
        #expect(attention < totals)
        let part = String(page[attention..<totals])
        let expected = [
            "/completeness?list=incomplete", "/quarantine", "/completeness?list=suspects",
            "/completeness?list=incomplete", "/stock?negative=1",
        ]
        let links = part.matches(of: /<li><a class="count [^>]*href="([^"]*)"/).map { String($0.output.1) }
        #expect(links == expected)
        #expect(part.contains("href=\"/stores/S1#tills\""))
        for list in ["suspects", "incomplete", "lost", "unreadable"] {
            let one = try small.page("completeness", query: [("list", list)]).html
            #expect(one.contains("<div id=\"\(list)\">"), "\(list)")
            #expect(one.ranges(of: "<section class=\"part\"").count == 1, "\(list)")
        }
    }

    @Test func `say which rule a suspect receipt breaks, in the list of them`() throws {
        for (language, said) in [
            (Language.en, "The total differs from the lines"), (.ka, "ჯამი სტრიქონებს არ ემთხვევა"),
        ] {
            let page = try small.page("completeness", query: [("list", "suspects")], language: language).html
            #expect(page.contains("<div>\(said)</div>"), "\(page)")
            #expect(!page.contains("sum.gross"))
        }
    }

    @Test func `do not take the office's own word for a shop's`() throws {
        let quiet = try SmallChain()
        // The tills of S2 never spoke; of S1 both are silent by now, and the office wrote a delivery just before.
        try quiet.chain.post(
            "goods.received.v1", TestChain.delivery([("bread", 1_000, 100)]), store: "S2",
            writer: "office.1.abc", at: "2026-03-02T09:59:00Z")
        quiet.end = try CatchUp.run(quiet.chain.conninfo, quiet.chain.log)
        var request = quiet.request([])
        let rows = { (request: PageRequest) in
            try Screens.answer(request, quiet.connection).html.split(separator: "<tr ")
        }
        let other = try #require(try rows(request).first { $0.contains("href=\"/stores/S2\"") })
        #expect(!other.contains("complete through"), "\(other)")
        request.now = Instant("2026-03-04T10:00:00Z")!
        let silent = try #require(try rows(request).first { $0.contains("href=\"/stores/S1\"") })
        #expect(silent.contains("silent since") && !silent.contains("complete through"), "\(silent)")
    }

    @Test func `show no margin of what is no turnover, and no cost of goods of which nothing is known`() throws {
        let other = try SmallChain()
        var receipt = TestChain.receipt([("ghost", 1_000, 500)], day: "2026-03-02")
        receipt["gross"] = 2500
        receipt["lines"] = [
            ["line": 1, "kind": "sale", "product": "ghost", "quantity": 1000, "gross": 500],
            ["line": 2, "kind": "liability", "gross": 2000],
            ["line": 3, "kind": "void", "product": "bread", "gross": 250],
        ]
        receipt["tenders"] = [["tender": 1, "kind": "cash", "amount": 2500]]
        let id = try other.chain.post(
            "receipt.completed.v1", receipt, store: "S2", writer: "S2-t1", at: "2026-03-02T09:30:00Z")
        other.end = try CatchUp.run(other.chain.conninfo, other.chain.log)
        let page = try other.page("receipts", id).html
        let lines = try #require(page.split(separator: "id=\"lines\"").last?.split(separator: "</section>").first)
        let rows = lines.split(separator: "<tr role=\"row\">").dropFirst(2)
        #expect(rows.count == 3)
        for row in rows.dropFirst() { #expect(row.hasSuffix(">–</td></tr>") || row.contains(">–</td></tr>"), "\(row)") }
        #expect(rows.first?.contains("cost unknown") == true && rows.first?.contains("₾") == false, "\(lines)")
        // How much of the margin is without a known cost, on the receipt and on its day.
        #expect(page.contains("₾5.00 of it at guessed costs"))
        #expect(try other.page("stores", "S2", "days", "2026-03-02").html.contains("₾5.00 of it at guessed costs"))
        #expect(try !other.page("stores", "S1", "days", "2026-03-01").html.contains("at guessed costs"))
        #expect(try other.page("stock", query: [("store", "S2")]).html.contains("cost unknown"))
        // A delivery settles what was guessed.
        try other.chain.post(
            "goods.received.v1", TestChain.delivery([("ghost", 5_000, 1_000)]), store: "S2", writer: "S2-office",
            at: "2026-03-02T09:45:00Z")
        other.end = try CatchUp.run(other.chain.conninfo, other.chain.log)
        let settled = try other.page("receipts", id).html
        #expect(!settled.contains("cost unknown") && !settled.contains("at guessed costs"))
        #expect(settled.contains("₾") && settled.contains("2.00"))
    }

    @Test func `call things what the office calls them, in the reader's language`() throws {
        try small.chain.post(
            "customerCategory.defined.v1", ["category": "gold", "name": ["ka": "ძვირფასი", "en": "Dear <ones>"]],
            store: nil, writer: "names", at: "2026-03-01T06:00:00Z")
        try small.chain.post(
            "discountRule.defined.v1",
            [
                "rule": "gold-10", "version": 1, "name": ["ka": "ოქროს ათი"], "stage": "customer", "mode": "bestPrice",
                "effects": [["kind": "percent", "percent": 100_000]],
            ], store: nil, writer: "names", at: "2026-03-01T06:00:00Z")
        small.end = try CatchUp.run(small.chain.conninfo, small.chain.log)
        #expect(try small.page("customers").html.contains("Dear &lt;ones&gt;"))
        let page = try small.page("receipts", "S1-t1:1", language: .ka).html
        #expect(page.contains("ოქროს ათი") && page.contains("სალარო\u{A0}1"), "\(page)")
    }

    @Test func `tell what could not be carried through, on the overview and with its receipt`() throws {
        let text = "Could not be carried through"
        #expect(try small.page("completeness").html.contains("All that the tills said was carried through."))
        try small.connection.execute(
            """
            INSERT INTO davtari.reaction_refused (writer, writerseq, store, type, rule, message)
            VALUES ('S1-t1', 1, 'S1', 'receipt.completed.v1', 'giftCard.currency', 'this card is in <GEL>')
            """)
        let books = try small.page("completeness").html
        #expect(books.contains("<code>giftCard.currency</code> this card is in &lt;GEL&gt;"))
        #expect(books.contains("/events/S1-t1"))
        let tile = try #require(try small.page().html.split(separator: "<li>").first { $0.contains(text) })
        #expect(tile.contains("<b>1</b>") && tile.contains("/completeness?list=refused"), "\(tile)")
    }

    @Test func `list what facts name and nobody has defined, in both languages, until somebody does`() throws {
        let all = ["All that facts name is defined.", "ყველაფერი, რასაც ფაქტები ასახელებს, განსაზღვრულია."]
        // A discount rule of the sale.
        #expect(try small.page("completeness").html.contains("gold-10"))
        var delivery = TestChain.delivery([("bread", 1_000, 100)])
        delivery["supplier"] = "<nobody>"
        try small.chain.post(
            "goods.received.v1", delivery, store: "S1", writer: "S1-office", at: "2026-02-21T08:00:00Z")
        small.end = try CatchUp.run(small.chain.conninfo, small.chain.log)
        for (language, kind, heading) in [
            (Language.en, "supplier", "Named and never defined"),
            (.ka, "მომწოდებელი", "დასახელებული, მაგრამ არავის განსაზღვრული"),
        ] {
            let page = try small.page("completeness", language: language).html
            let section = try #require(page.split(separator: "id=\"lost\"").last?.split(separator: "</section>").first)
            for text in ["&lt;nobody&gt;", kind, heading, "S1", "href=\"/events/S1-office:2\"", "goods.received.v1"] {
                #expect(section.contains(text), "\(text) in \(section)")
            }
            #expect(!all.contains { page.contains($0) })
        }
        for (kind, id) in [("supplier", "<nobody>"), ("discountRule", "gold-10")] {
            try small.connection.execute(
                "INSERT INTO davtari.stream (kind, id, version, state) VALUES (\(kind), \(id), 1, '{}')")
        }
        #expect(try small.page("completeness").html.contains(all[0]))
        #expect(try small.page("completeness", language: .ka).html.contains(all[1]))
    }

    @Test func `page through a day's receipts and a shop's days`() throws {
        let later = try small.page("stores", "S1", "days", "2026-03-02", query: [("after", "1772438400000,S1-t1:2")])
        #expect(!later.html.contains("/receipts/S1-t1:2\"") && later.html.contains("/receipts/S1-t1:4\""))
        let earlier = try small.page("stores", "S1", query: [("before", "2026-03-02")])
        #expect(!earlier.html.contains("days/2026-03-02") && earlier.html.contains("days/2026-03-01"))
    }

    @Test func `answer with 404 where there is nothing`() throws {
        for path in [
            ["nowhere"], ["stores", "S9"], ["stores", "S1", "days", "never"], ["receipts", "S1-t1:99"],
            ["receipts", "x"],
        ] {
            let page = try Screens.answer(small.request(path), small.connection)
            #expect(page.status == 404, "\(path)")
            #expect(page.html.contains("There is no such page"))
        }
    }

    @Test func `move by the parts of their own elements, of which the page says what it has`() throws {
        let page = try small.page()
        let parts = try Screens.live(small.request([]), small.connection)
        #expect(parts.map(\.id) == ["attention", "totals", "chart-data", "shops", "running-out", "models"])
        for part in parts {
            #expect(page.html.contains("id=\"\(part.id)\""))
            #expect(page.html.contains(part.html), "\(part.id) is not what the page holds")
        }
        let marks = parts.map { "\($0.id):\($0.mark)" }.joined(separator: "%2C")
        #expect(page.html.contains("data-live=\"/live?lang=en&amp;have=\(marks)\""))
        #expect(!page.html.contains("aria-live"), "what moves every second is not read aloud")
    }

    @Test func `move by the rows that a sale changes, and no others`() throws {
        let before = try Screens.live(small.request([]), small.connection)
        try small.chain.post(
            "receipt.completed.v1", TestChain.receipt([("bread", 1_000, 7_777)], day: "2026-03-02"), store: "S2",
            writer: "S2-t1", at: "2026-03-02T09:30:00Z")
        small.end = try CatchUp.run(small.chain.conninfo, small.chain.log)
        let after = try Screens.live(small.request([]), small.connection)
        let (chart, shops) = (after[2].message(after: before[2]), after[3].message(after: before[3]))
        #expect(chart["rows"]?.array?.count == 1, "one day of thirty: \(chart.text)")
        #expect(chart.text.contains("data-value") && chart.text.utf8.count < after[2].html.utf8.count / 10)
        #expect(shops["html"] != nil || shops.text.contains("77.77"))
        #expect(before[4].mark == after[4].mark, "nothing runs out")
    }

    @Test func `say when the figures are behind, stuck, or the log is away`() throws {
        var request = small.request(["stores", "S1"])
        request.logEnd?[0] += 5_000
        #expect(try Screens.answer(request, small.connection).html.contains("5,000 events behind"))
        request.logEnd = nil
        #expect(try Screens.answer(request, small.connection).html.contains("log cannot be reached"))
        try small.connection.execute("UPDATE davtari.read_model SET last_error = 'disk <full>' WHERE name = 'trade'")
        request = small.request([])
        request.logEnd?[0] += 1
        let page = try Screens.answer(request, small.connection)
        #expect(page.html.contains("disk &lt;full&gt;") && page.html.contains("Updating has stopped"))
    }

    @Test func `label every input and number every level of heading`() throws {
        for path in [
            [], ["stock"], ["stores", "S1"], ["receipts", "S1-t1:1"], ["customers", "c1"], ["completeness"],
        ] {
            let html = try Screens.answer(small.request(path), small.connection).html
            #expect(html.ranges(of: "<h1>").count == 1, "\(path)")
            #expect(html.contains("<meta name=\"viewport\"") && html.contains("class=\"skip\""))
            #expect(!html.contains("style=") && !html.contains("onclick"))
        }
    }
}

@Suite struct `An empty chain` {
    @Test(arguments: Language.allCases) func `begins with its first shop`(language: Language) throws {
        let chain = try TestChain()
        let end = try CatchUp.run(chain.conninfo, chain.log)
        let request = PageRequest(
            path: [], language: language, userName: "nino", principal: .person("nino", .owner),
            origin: "https://shop.example", logEnd: end, now: .now)
        let page = try Screens.answer(request, Connection(chain.conninfo))
        #expect(page.status == 200)
        for said in [
            "action=\"/forms/open-shop\"", "value=\"Asia/Tbilisi\"", "<option value=\"GEL\" selected>",
        ] {
            #expect(page.html.contains(said), "\(said)")
        }
        #expect(try Screens.live(request, Connection(chain.conninfo)).isEmpty)
        for path in [["stock"], ["customers"], ["completeness"], ["quarantine"]] {
            var other = request
            other.path = path
            #expect(try Screens.answer(other, Connection(chain.conninfo)).status == 200)
        }
    }
}

@Suite struct `Who may look at a page` {
    @Test func `is said of every page, and nobody is let see one`() {
        for (path, id) in Screens.addresses {
            let segments = path.split(separator: "/").map(String.init)
            #expect(Screens.isShown(segments, to: .person("nino", .owner)), "\(id)")
            // Who may sign in, and tokens, are for who changes them, requests for who decides anything; all else is for who reads all.
            #expect(
                Screens.isShown(segments, to: .person("nino", .auditor))
                    == !["sign-ins", "tokens", "approvals"].contains(segments.first), "\(id)")
            #expect(!Screens.isShown(segments, to: nil), "\(id)")
            #expect(!Screens.isShown(segments, to: .client("token:a", stores: [], scopes: [])), "\(id)")
        }
    }

    @Test func `that shows whole facts needs cost and person besides the books`() {
        // A buyer sees no person, a shop's manager no cost.
        for role in [DeliveredRole.buyer, .shopManager] {
            // Of all shops, for who sees all of them.
            #expect(Screens.isShown(["completeness"], to: .person("nino", role)) == (role.reach == .every), "\(role)")
            #expect(!Screens.isShown(["quarantine"], to: .person("nino", role)), "\(role)")
        }
    }
}

@Suite struct `Pages without figures` {
    private let request = PageRequest(
        path: ["sign-in"], language: .en, userName: nil, principal: nil, formToken: "a\"b", logEnd: nil, now: .now)

    @Test func `ask for name and password, with the form's token`() {
        let page = Screens.signIn(request, next: "/stock?store=\"x")
        #expect(page.status == 200)
        #expect(
            page.html.contains("name=\"token\" value=\"a&quot;b\"")
                && page.html.contains("value=\"/stock?store=&quot;x\""))
        #expect(page.html.contains("label for=\"name\"") && page.html.contains("label for=\"password\""))
        #expect(!page.html.contains("menu-wide"))
    }

    @Test func `say why signing in failed, and keep the name`() {
        let wrong = Screens.signIn(request, error: .wrong, name: "<nino>")
        #expect(wrong.status == 403)
        #expect(wrong.html.contains("role=\"alert\"") && wrong.html.contains("value=\"&lt;nino&gt;\""))
        #expect(Screens.signIn(request, error: .tooOften).status == 429)
        var georgian = request
        georgian.language = .ka
        let locked = Screens.signIn(georgian, error: .locked(seconds: 17))
        #expect(locked.status == 429 && locked.html.contains("სცადეთ 17 წამში"))
        #expect(Screens.signIn(request, error: .locked(seconds: 17)).html.contains("Try again in 17 s."))
    }

    @Test func `tell trouble in both languages`() {
        var georgian = request
        georgian.language = .ka
        for (page, status) in [
            (Screens.notFound(georgian), 404), (Screens.failed(georgian), 500), (Screens.unavailable(georgian), 503),
            (Screens.forbidden(georgian), 403),
        ] {
            #expect(page.status == status)
            #expect(page.html.contains("<html lang=\"ka\">"))
        }
        #expect(Screens.unavailable(request).html.contains("try again in a minute"))
    }

    @Test func `load only what is in the list of assets`() {
        let assets = Assets()
        #expect(assets.missing == [])
        let pages = Screens.notFound(request).html
        for name in ["bootstrap.css", "davtari.css", "davtari.js", "icon.svg"] {
            #expect(pages.contains("/assets/\(name)"))
            #expect(assets[name].map { !$0.plain.bytes.isEmpty && $0.plain.etag.hasPrefix("\"") } == true)
        }
        #expect(assets["chart.js"] != nil && assets["georgian.ttf"]?.contentType == "font/ttf")
        #expect(assets["../../etc/passwd"] == nil && assets[""] == nil)
        #expect(assets["davtari.css"]?.plain.etag != assets["davtari.js"]?.plain.etag)
    }
}
