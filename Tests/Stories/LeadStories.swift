import JSON
import TestSupport
import Testing

/// Any number leads back to what it is made of.
@Suite(.long) struct `Where figures come from` {
    let house: House

    init() throws { house = try `Questions to a small chain`.house.get() }

    private func sum(_ rows: [JSON], _ measure: String) -> Int64 { rows.reduce(0) { $0 + ($1[measure]?.int ?? 0) } }

    @Test(
        arguments: [
            "store", "day", "week", "month", "currency", "customer", "operator", "till", "channel", "product",
            "category",
            "store,day", "operator,department", "customer_category",
        ])
    func `a margin's receipts are those that it counts, one by one`(_ group: String) throws {
        let ofLines = ["product", "category", "department"].contains { group.contains($0) }
        for row in try house.rows("/v1/margins?group=\(group)&links=true&gross.ne=0&day.gte=2026-01-02").prefix(25) {
            let link = try #require(row["links"]?["receipts"]?.string)
            let receipts = try house.rows("\(link)&limit=1000")
            #expect(Int64(receipts.count) == row["receipts"]!.int!, "\(link)")
            guard !ofLines else { continue }
            for measure in ["gross", "discount", "revenue", "cost", "margin"] {
                #expect(sum(receipts, measure) == row[measure]!.int!, "\(measure): \(link)")
            }
        }
    }

    @Test func `what a margin was filtered by its receipts are filtered by too`() throws {
        let day = try house.get("/v1/receipts?limit=1").rows[0]["day"]!.string!
        let row = try house.get("/v1/margins?group=store&day.lte=\(day)&operator.absent=false&links=true").rows[0]
        let link = row["links"]!["receipts"]!.string!
        #expect(link.contains("day.lte=\(day)") && link.contains("operator.absent=false"))
        #expect(sum(try house.rows(link), "revenue") == row["revenue"]!.int!)
    }

    @Test func `a receipt leads to its event, a discount to its receipt`() throws {
        let row = try house.get("/v1/discounts?limit=1&links=true").rows[0]
        let receipt = try house.get(row["links"]!["receipt"]!.string!).json["receipt"]!
        #expect(receipt["receipt"] == row["receipt"])
        #expect(receipt["grants"]!.array!.contains { $0["rule"] == row["rule"] && $0["amount"] == row["amount"] })
        let event = try house.get(receipt["links"]!["event"]!.string!)
        #expect(event.json["id"] == row["receipt"])
    }

    @Test func `a stock figure leads to its movements, and each of these to its fact and its cause`() throws {
        var seen: Set<String> = []
        for row in try house.rows("/v1/stock?quantity.ne=0&links=true&sort=-sold_28_days").prefix(40) {
            let movements = try house.rows(row["links"]!["movements"]!.string!)
            #expect(sum(movements, "quantity") == row["quantity"]!.int!)
            for movement in movements where seen.insert(movement["kind"]!.string!).inserted {
                let fact = try house.get(movement["links"]!["fact"]!.string!)
                #expect(fact.json["id"] == movement["fact"])
                guard let cause = movement["links"]?["cause"]?.string else { continue }
                #expect(try house.get(cause).json["id"] == movement["cause"])
            }
        }
        #expect(seen.isSuperset(of: ["delivery", "sale", "return"]), "\(seen)")
    }

    @Test func `receipts are found by what stands on them`() throws {
        let all = try house.rows("/v1/receipts?limit=1000")
        let documents = try all.prefix(60).map {
            try house.get("/v1/receipts/\($0["receipt"]!.string!)").json["receipt"]!
        }
        func ids(_ query: String) throws -> Set<String> {
            Set(try house.rows("/v1/receipts?\(query)&limit=1000").map { $0["receipt"]!.string! })
        }
        let product = documents[0]["lines"]!.array![0]["product"]!.string!
        let found = try ids("product=\(product)")
        let tender = documents[0]["tenders"]!.array![0]
        let paid = try ids("tender=\(tender["kind"]!.string!)")
        let amount = try ids("tender_amount=\(tender["amount"]!.int!)")
        let unsold = try ids("product.ne=\(product)")
        for document in documents {
            let id = document["receipt"]!.string!
            let has = document["lines"]!.array!.contains { $0["product"]?.string == product }
            #expect(found.contains(id) == has && unsold.contains(id) == !has, "\(id)")
            let tenders = document["tenders"]!.array!
            #expect(paid.contains(id) == tenders.contains { $0["kind"] == tender["kind"] }, "\(id)")
            #expect(amount.contains(id) == tenders.contains { $0["amount"] == tender["amount"] }, "\(id)")
        }
        let numbered = documents.first { $0["number"]?.string != nil }!
        #expect(try ids("number=\(numbered["number"]!.string!)").contains(numbered["receipt"]!.string!))
    }

    @Test func `totals are of everything that the filters pick, whatever the page`() throws {
        let day = try house.get("/v1/receipts?limit=1").rows[0]["day"]!.string!
        for path in [
            "receipts?day.lt=\(day)&gross.gt=0", "stock?quantity.gt=0", "discounts?kind.absent=false",
            "margins?group=day",
        ] {
            let whole = try house.rows("/v1/\(path)&limit=10000")
            let answer = try house.get("/v1/\(path)&limit=2&totals=true")
            let totals = try #require(answer.json["totals"]?.object, "\(answer.text)")
            // Receipts that do not count are listed and not summed.
            let counted = whole.filter { $0["status"] == nil || $0["status"] == "counted" }
            for total in totals where !["days_left", "margin_rate", "receipts", "currency"].contains(total.name) {
                #expect(total.value.int == sum(counted, total.name), "\(path) \(total.name)")
            }
        }
        #expect(try house.get("/v1/margins?group=day&revenue.gt=1&totals=true").status == 422)
    }
}
