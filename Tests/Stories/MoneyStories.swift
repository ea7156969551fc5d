import Events
import Foundation
import JSON
import TestSupport
import Testing

/// One meaning of revenue, and money of one currency at a time.
@Suite(.long) struct `Sums over receipts` {
    let house: House

    init() throws {
        house = try House()
        try house.say("store.opened.v1", ["store": "S01", "currency": "GEL", "zone": "Asia/Tbilisi"], number: 1)
        try house.say("customer.registered.v1", ["customer": "c"], number: 2)
        try house.say(
            "customer.categorySet.v1", ["customer": "c", "category": "gold"], number: 3, at: "2026-02-01T06:00:00Z")
        try house.say(
            "goods.received.v1", TestChain.delivery([("p", 10_000, 10_000)]), store: "S01", number: 1,
            writer: "office-2", at: "2026-02-28T06:00:00Z")
    }

    private func post(_ receipts: [JSON]) throws {
        for (index, receipt) in receipts.enumerated() {
            let event = TestChain.event(
                "receipt.completed.v1", receipt, store: "S01", writer: "S01-t1", sequence: Int64(index + 1),
                at: "2026-03-01T12:00:00Z")
            try #require(house.post([event]).status == 200)
        }
        try house.settle()
    }

    private func answer(_ path: String) throws -> JSON {
        let answer = try house.get("/v1/\(path)")
        try #require(answer.status == 200, "\(path): \(answer.text)")
        return answer.json
    }

    @Test func `are of what counts, in every report, unless the question is about others`() throws {
        var (training, suspect) = (TestChain.receipt([("p", 1_000, 700)]), TestChain.receipt([("p", 1_000, 900)]))
        training["training"] = true
        suspect["gross"] = 901
        try post([TestChain.receipt([("p", 1_000, 500)], customer: "c"), training, suspect])
        for path in ["receipts?totals=true", "margins?totals=true", "customers?totals=true"] {
            let totals = try answer(path)["totals"]
            #expect(totals?["revenue"] == 500 && totals?["receipts"] == 1, "\(path): \(totals ?? .null)")
            #expect(totals?["currency"] == "GEL")
        }
        #expect(try answer("receipts").rows.count == 3)
        #expect(try answer("receipts?group=store").rows.map { $0["revenue"] } == [500])
        #expect(try answer("receipts?status=suspect&totals=true")["totals"]?["gross"] == 900)
        let byStatus = try answer("receipts?group=status&sort=status").rows
        #expect(byStatus.map { $0["status"] } == ["counted", "suspect", "training"])
        // The till wrote no category; the customer had one all the same.
        #expect(try answer("margins?group=customer_category").rows.map { $0["customer_category"] } == ["gold"])
        #expect(try answer("receipts?customer_category=gold").rows.count == 1)
    }

    @Test func `stand by currency, and what is sold in another than the shop's has no margin and is told`() throws {
        var dollars = TestChain.receipt([("p", 1_000, 300)], customer: "c")
        dollars["currency"] = "USD"
        try post([TestChain.receipt([("p", 1_000, 1_500)], customer: "c"), dollars])
        for path in ["margins", "margins?group=day", "receipts?group=day", "margins?group=product"] {
            let rows = try answer(path).rows.sorted { $0["currency"]?.string ?? "" < $1["currency"]?.string ?? "" }
            #expect(rows.map { $0["currency"] } == ["GEL", "USD"], "\(path)")
            #expect(rows.map { $0["gross"] } == [1_500, 300], "\(path)")
            #expect(rows.map { $0["margin"] } == [500, .null], "\(path)")
            #expect(rows.map { $0["cost"] } == [1_000, .null], "\(path)")
        }
        // What is no money is not parted.
        #expect(try answer("margins?group=product&fields=product,quantity").rows.map { $0["quantity"] } == [2_000])
        let totals = try answer("receipts?totals=true")
        #expect(totals["totals"]?["receipts"] == 2 && totals["totals"]?["revenue"] == .null)
        #expect(totals["totals"]?["currency"] == .null)
        #expect(totals["totals_by_currency"]?.array?.map { $0["revenue"] } == [1_500, 300])
        #expect(try answer("receipts?is_foreign=true").rows.map { $0["receipt"] } == ["S01-t1:2"])
        #expect(totals["incomplete"]?["foreign_receipts"] == 1)
        let customers = try answer("customers").rows.sorted {
            $0["currency"]?.string ?? "" < $1["currency"]?.string ?? ""
        }
        #expect(customers.map { $0["margin"] } == [500, .null])
        let receipt = try answer("receipts/S01-t1:2")["receipt"]
        #expect(receipt?["is_foreign"] == true && receipt?["margin"] == nil && receipt?["revenue"] == 300)
        #expect(try answer("margins?is_foreign=true").rows.map { $0["revenue"] } == [300])
        #expect(
            try answer("tenders?group=currency").rows.compactMap { $0["amount"]?.int }.sorted()
                == [300, 1_500])
        // Nor has it one on any page: no figure there is what the goods cost in lari, taken for dollars.
        try house.accounts.addUser(name: "nino", password: "nino-nino", language: "en", role: .owner)
        let nino = try Visitor.signedIn("nino", "nino-nino", port: house.gateway.port)
        for page in [
            "receipts/S01-t1:2", "stores/S01", "stores/S01/days/2026-03-01", "customers/c", "customers/top",
            "sales?period=days&from=2026-03-01",
        ] {
            let address = "/\(page)" + (page.contains("?") ? "&" : "?") + "lang=en"
            let text = try nino.send("GET", address).text
            #expect(text.contains("$3.00") || text.contains("3.00"), "\(page)")
            for wrong in ["−$7.00", "$10.00", "−233", "−$2", "$13.00"] {
                #expect(!text.contains(wrong), "\(page): \(wrong)")
            }
        }
    }

    @Test func `beside facts that nothing follows from, counted by type, and those that break rules, of every type`()
        throws
    {
        func post(_ type: String, _ data: JSON, _ number: Int64) throws -> JSON {
            let event = TestChain.event(
                type, data, store: "S01", writer: "S01-t1", sequence: number, at: "2026-03-01T12:00:00Z")
            let answer = try house.post([event])
            try #require(answer.status == 200, "\(answer.text)")
            return try #require(answer.json["events"]?.array?.first)
        }
        let misspelt = try post("reciept.completed.v1", TestChain.receipt([("p", 1_000, 500)]), 1)
        #expect(misspelt["status"] == "accepted" && misspelt["effect"] == "unknown")
        #expect(misspelt["nearest"] == "receipt.completed.v1")
        let newer = try post("receipt.completed.v2", TestChain.receipt([("p", 1_000, 500)]), 2)
        #expect(newer["effect"] == "unknown" && newer["nearest"] == "receipt.completed.v1")
        let kept = try post("drawer.opened.v1", ["till": "t1", "drawer": "d", "reason": "change"], 3)
        #expect(kept["effect"] == "kept" && kept["nearest"] == nil)
        #expect(try post("receipt.completed.v1", TestChain.receipt([("p", 1_000, 500)]), 4)["effect"] == nil)
        let broken = try post("cash.moved.v1", ["kind": "paidIn", "amount": -5, "currency": "GEL"], 5)
        #expect(broken["status"] == "suspect")
        try house.settle()
        let incomplete = try #require(try answer("receipts")["incomplete"])
        #expect(
            incomplete["unknown"]?.array?.map { $0["type"] } == ["receipt.completed.v2", "reciept.completed.v1"])
        #expect(
            incomplete["unknown"]?.array?.map { $0["nearest"] } == ["receipt.completed.v1", "receipt.completed.v1"])
        #expect(incomplete["kept"]?.array?.map { $0["type"] } == ["drawer.opened.v1"])
        #expect(incomplete["suspect"] == 1)
        let suspects = try answer("suspect_facts").rows
        #expect(suspects.map { $0["fact"] } == ["S01-t1:5"] && suspects[0]["type"] == "cash.moved.v1")
        #expect(suspects[0]["rules"]?.string?.isEmpty == false)
        let types = try answer("fact_types?effect=unknown").rows
        #expect(types.map { $0["facts"] } == [1, 1])
    }

    @Test func `and references that lead nowhere are listed until somebody defines what they name`() throws {
        try house.say(
            "goods.returned.v1",
            [
                "supplier": "nobody", "currency": "GEL",
                "lines": [["line": 1, "product": "p", "quantity": 1_000, "delivery": "42", "credit": 900]],
            ], store: "S01", number: 2, writer: "office-2", at: "2026-03-02T06:00:00Z")
        try house.settle()
        #expect(try answer("unapplied").rows.map { $0["refers_to"] } == ["42"])
        let lost = try answer("lost_references")
        #expect(lost.rows.map { $0["refers_to"] } == ["nobody"] && lost.rows[0]["kind"] == "supplier")
        #expect(lost.rows[0]["type"] == "goods.returned.v1")
        #expect(lost.rows[0]["fact"] == "office-2:2" && lost["incomplete"]?["lost_references"] == 1)
        #expect(try house.command("PUT", "suppliers/nobody", ["name": ["en": "Somebody"]]).status == 201)
        #expect(try answer("lost_references").rows.isEmpty)
    }
}

extension JSON {
    fileprivate var rows: [JSON] { self["rows"]?.array ?? [] }
}
