import Events
import Foundation
import JSON
import Log
import Postgres
import Projections
import Queries
import Simulation
import TestSupport
import Testing

/// A small simulated chain, folded once, asked in every way that the API has.
@Suite(.long) struct `Questions to a small chain` {
    static let house: Result<House, any Error> = Result {
        let house = try House(isFolding: false)
        // What is refused has the office opened all the same: it says so in the log now and not among the questions.
        try #require(try house.command("POST", "stores/S01/deliveries", CommandStories.delivery).status == 404)
        let chain = SimulatedChain(.small(seed: 11))
        for fact in chain.openingFacts + chain.days().flatMap(\.facts) {
            let key: PartitionKey =
                switch fact.scope {
                case .chain: .chain
                case .store(let id): .store(id)
                }
            let records = [NewRecord(key: key.text, bytes: fact.bytes)]
            house.log.append(records, to: house.log.identity.partition(of: key)) { _ in }
        }
        // One more append behind all of them, so that all are in.
        try house.say("till.registered.v1", ["writer": "S01-t9", "store": "S01"], number: 1)
        try CatchUp.run(house.conninfo, house.log)
        return house
    }

    let house: House

    init() throws { house = try Self.house.get() }

    static let reports = ["stores", "stock", "customers", "receipts", "completeness"]
    static let sums = ["quantity", "gross", "discount", "tax", "revenue", "cost", "cost_booked", "margin"]

    private func sum(_ rows: [JSON], _ measure: String) -> Int64 { rows.reduce(0) { $0 + ($1[measure]?.int ?? 0) } }

    @Test(
        arguments: [
            "store", "day", "week", "month", "currency", "customer", "operator", "till", "channel", "product",
            "department", "category", "brand", "store,day", "store,product", "customer,day", "operator,category",
        ])
    func `margins grouped by anything add up to the whole`(_ group: String) throws {
        let whole = try house.get("/v1/margins").rows[0]
        try #require(whole["revenue"]?.int ?? 0 > 0)
        let rows = try house.rows("/v1/margins?group=\(group)&limit=7")
        for measure in Self.sums {
            #expect(sum(rows, measure) == whole[measure]?.int, "\(measure) by \(group)")
        }
        let isOfLines = ["product", "department", "category", "brand"].contains { group.contains($0) }
        if !isOfLines { #expect(sum(rows, "receipts") == whole["receipts"]?.int) }
        let keys = rows.map { row in group.split(separator: ",").map { row[String($0)]!.text }.joined(separator: "|") }
        #expect(Set(keys).count == keys.count)
        for row in rows { #expect(row["margin"]!.int! == row["revenue"]!.int! - row["cost"]!.int!) }
    }

    @Test func `the sums of receipts, customers and margins are the same`() throws {
        let whole = try house.get("/v1/margins").rows[0]
        let counted = try house.rows("/v1/receipts?status=counted&limit=50")
        for measure in Self.sums where measure != "quantity" {
            #expect(sum(counted, measure) == whole[measure]?.int, "\(measure)")
        }
        #expect(Int64(counted.count) == whole["receipts"]?.int)
        let customers = try house.rows("/v1/customers")
        let named = try house.rows("/v1/margins?group=customer&limit=1000").filter { $0["customer"]?.isNull == false }
        for (theirs, ours) in [("turnover", "gross"), ("revenue", "revenue"), ("cost", "cost"), ("margin", "margin")] {
            #expect(sum(customers, theirs) == sum(named, ours), "\(ours)")
        }
    }

    @Test func `every comparison picks the rows that it should`() throws {
        let all = try house.rows("/v1/receipts?limit=10000")
        let middle = all[all.count / 2]["gross"]!.int!
        func numbers(_ query: String) throws -> [JSON?] {
            try house.rows("/v1/receipts?\(query)&limit=10000").map { $0["receipt"] }
        }
        func expected(_ holds: (JSON) -> Bool) -> [JSON?] { all.filter(holds).map { $0["receipt"] } }
        func gross(_ row: JSON) -> Int64 { row["gross"]!.int! }
        #expect(try numbers("gross.eq=\(middle)") == expected { gross($0) == middle })
        #expect(try numbers("gross=\(middle)") == expected { gross($0) == middle })
        #expect(try numbers("gross.ne=\(middle)") == expected { gross($0) != middle })
        #expect(try numbers("gross.gt=\(middle)") == expected { gross($0) > middle })
        #expect(try numbers("gross.gte=\(middle)") == expected { gross($0) >= middle })
        #expect(try numbers("gross.lt=\(middle)") == expected { gross($0) < middle })
        #expect(try numbers("gross.lte=\(middle)") == expected { gross($0) <= middle })
        let stores = Set(all.map { $0["store"]!.string! }).sorted()
        try #require(stores.count == 2)
        #expect(try numbers("store.in=\(stores.joined(separator: ","))").count == all.count)
        #expect(try numbers("store=\(stores[0]),none") == expected { $0["store"]!.string == stores[0] })
        let day = all[0]["day"]!.string!
        #expect(try numbers("day=\(day)") == expected { $0["day"]!.string == day })
        #expect(try numbers("day.lt=\(day)") == expected { $0["day"]!.string! < day })
        let moment = all[all.count / 3]["effective_at"]!.string!
        #expect(
            try numbers("effective_at.gte=\(moment)")
                == expected { Instant($0["effective_at"]!.string!)! >= Instant(moment)! })
        let part = String(all[0]["receipt"]!.string!.suffix(3))
        #expect(try numbers("receipt.contains=\(part)") == expected { $0["receipt"]!.string!.contains(part) })
        #expect(try numbers("gross.gt=0&gross.lt=\(middle)") == expected { gross($0) > 0 && gross($0) < middle })
        let negative = try house.rows("/v1/stock?limit=10000")
        #expect(
            try house.rows("/v1/stock?is_negative=true").map { $0["product"] }
                == negative.filter { $0["quantity"]!.int! < 0 }.map { $0["product"] })
        // A sum is compared after it is made.
        let days = try house.rows("/v1/margins?group=day")
        let bound = days[0]["revenue"]!.int!
        #expect(
            try house.rows("/v1/margins?group=day&revenue.gt=\(bound)").map { $0["day"] }
                == days.filter { $0["revenue"]!.int! > bound }.map { $0["day"] })
    }

    @Test(arguments: ["receipt", "-gross", "store,-day", "customer", "-customer,effective_at", "operator,-margin"])
    func `pages of any order hold every row once, in that order`(_ sort: String) throws {
        let whole = try house.rows("/v1/receipts?sort=\(sort)&limit=10000")
        let paged = try house.rows("/v1/receipts?sort=\(sort)&limit=9")
        #expect(paged == whole)
        let fields = sort.split(separator: ",").map(String.init)
        func key(_ row: JSON, _ field: String) -> (Int64, [UInt8]) {
            switch row[field]! {
            case .int(let number): (number, [])
            case .string(let text) where field == "effective_at": (Instant(text)!.milliseconds, [])
            case .string(let text): (0, Array(text.utf8))
            default: (0, [])
            }
        }
        for (one, next) in zip(whole, whole.dropFirst()) {
            for field in fields {
                let isDescending = field.hasPrefix("-")
                let name = isDescending ? String(field.dropFirst()) : field
                let (a, b) = isDescending ? (key(next, name), key(one, name)) : (key(one, name), key(next, name))
                if a.0 == b.0 && a.1 == b.1 { continue }
                #expect(a.0 < b.0 || (a.0 == b.0 && a.1.lexicographicallyPrecedes(b.1)), "\(field): \(a) \(b)")
                break
            }
        }
    }

    @Test(arguments: reports + ["margins?group=product", "margins?group=store,day", "discounts?group=rule,reason"])
    func `CSV says what JSON says`(_ path: String) throws {
        var question = "/v1/\(path)\(path.contains("?") ? "&" : "?")limit=10000"
        func columns(_ answer: Answer) -> [String] {
            (answer.json["columns"]?.array ?? []).map { $0["name"]!.string! }
        }
        // What a clock tells moves between two questions.
        let steady = columns(try house.get(question)).filter { $0 != "silent_minutes" }
        question += "&fields=" + steady.joined(separator: ",")
        let json = try house.get(question)
        let csv = try house.get("\(question)&format=csv")
        try #require(csv.status == 200, "\(csv.text)")
        let names = columns(json)
        let lines = parseCSV(csv.text)
        #expect(names == steady && lines.first == names)
        #expect(csv.headers["X-Davtari-Position"] == json.json["position"]?.string)
        #expect(csv.headers["X-Davtari-Incomplete"] == json.json["incomplete"]?["total"]?.text)
        let expected = json.rows.map { row in
            names.map { name in
                switch row[name]! {
                case .null: ""
                case .string(let text): text.first.map { "=+-@".contains($0) } == true ? "'" + text : text
                default: row[name]!.text
                }
            }
        }
        #expect(Array(lines.dropFirst()) == expected)
        let accepted = try house.get(question, headers: [("Accept", "text/csv")])
        #expect(accepted.body == csv.body)
    }

    @Test(
        arguments: [
            ("margins?colour=red", "department"), ("margins?group=colour", "department"),
            ("stock?sort=-colour", "days_left"), ("receipts?fields=colour", "cost_booked"),
            ("customers?colour.gt=1", "turnover"), ("stores?group=tills", "cannot be grouped"),
            ("receipts?limit=0", "limit"), ("receipts?limit=10001", "limit"), ("receipts?limit=many", "limit"),
            ("receipts?gross.like=1", "contains"), ("receipts?gross=much", "integer"),
            ("receipts?day=yesterday", "YYYY-MM-DD"), ("receipts?gross.contains=1", "contains"),
            ("stock?is_negative=perhaps", "true nor false"), ("receipts?effective_at.gt=noon", "RFC 3339"),
            ("receipts?cursor=zz", "cursor"), ("margins?after=soon", "after"), ("margins?group=store,store", "twice"),
            ("receipts?store.in=", "at least one"), ("stock/movements?store=S01", "product"),
            ("stock/movements?store=S01&product=p&cursor=zz", "cursor"),
        ])
    func `what cannot be asked is 400 and says why`(_ path: String, _ word: String) throws {
        let answer = try house.get("/v1/\(path)")
        #expect(answer.status == 400, "\(answer.text)")
        #expect(answer.headers["Content-Type"] == "application/problem+json")
        #expect(answer.json["detail"]?.string?.contains(word) == true, "\(answer.text)")
    }

    @Test func `a cursor made by hand is 422, whatever it holds`() throws {
        let first = try house.get("/v1/receipts?sort=gross&limit=1").json["next"]!.string!
        let bytes = stride(from: 0, to: first.count, by: 2).map { place in
            UInt8(first.dropFirst(place).prefix(2), radix: 16)!
        }
        var json = try JSON(parsing: bytes)
        for at: [JSON] in [
            ["x", "y"], [1, 2], [true, "y"], [1, nil], [1, "a\u{0}"], [.double(1.5), "y"], [], [1, "y", 3],
        ] {
            json["at"] = .array(at)
            let cursor = json.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            let answer = try house.get("/v1/receipts?sort=gross&limit=1&cursor=\(cursor)")
            #expect(answer.status == 422, "\(at): \(answer.text)")
        }
    }

    @Test(
        arguments: [
            ("receipts?cursor=00", "cursor"), ("margins?group=store&sort=customer", "grouped"),
            ("margins?group=store&fields=day", "grouped"), ("receipts?sort=gross,-gross", "both directions"),
            ("quarantine?totals=true", "nothing to sum"), ("margins?after=0:1,77:1", "partitions"),
        ])
    func `parameters that do not go together are 422 and say why`(_ path: String, _ word: String) throws {
        let answer = try house.get("/v1/\(path)")
        #expect(answer.status == 422, "\(answer.text)")
        #expect(answer.json["detail"]?.string?.contains(word) == true, "\(answer.text)")
        #expect(answer.json["parameter"]?.string?.isEmpty == false)
    }

    @Test func `a limit that is passed is named`() throws {
        let rows = try house.get("/v1/receipts?limit=10001")
        #expect(rows.status == 400 && rows.json["limit"] == "10000 rows a page")
        let filters = (1...51).map { "gross.ne=\($0)" }
        #expect(try house.get("/v1/receipts?\(filters[0])&\(filters[1])").status == 400)
        let page = try house.get("/v1/receipts?limit=2")
        #expect(page.rows.count == 2 && page.json["next"]?.string != nil)
    }

    @Test func `a position of the future is 409 with the position reached; every answer says where it is`() throws {
        let end = try house.log.end()
        let answer = try house.get("/v1/margins?after=0:999999", headers: [("Prefer", "wait=1")])
        #expect(answer.status == 409)
        #expect(answer.json["position"]?.string == end.description)
        for path in Self.reports.map({ $0 }) + ["margins", "discounts", "quarantine"] {
            let answer = try house.get("/v1/\(path)")
            #expect(answer.json["position"]?.string == end.description, "\(path)")
            #expect(answer.json["incomplete"]?["total"]?.int != nil, "\(path)")
        }
    }
}

/// RFC 4180, by its bytes.
func parseCSV(_ text: String, between delimiter: Unicode.Scalar = ",") -> [[String]] {
    var lines: [[String]] = []
    var line: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var bytes = Array(text.utf8)[...]
    func finished() -> String {
        defer { cell = [] }
        return String(decoding: cell, as: UTF8.self)
    }
    while let byte = bytes.popFirst() {
        switch byte {
        case UInt8(ascii: "\""):
            if isQuoted, bytes.first == UInt8(ascii: "\"") {
                cell.append(bytes.removeFirst())
            } else {
                isQuoted.toggle()
            }
        case UInt8(ascii: delimiter) where !isQuoted: line.append(finished())
        case UInt8(ascii: "\r") where !isQuoted: break
        case UInt8(ascii: "\n") where !isQuoted:
            line.append(finished())
            lines.append(line)
            line = []
        default: cell.append(byte)
        }
    }
    return lines
}

@Suite(.long) struct `Questions while the chain trades` {
    @Test(arguments: ["receipt", "-gross"])
    func `pages hold every old row once while new rows come`(_ sort: String) throws {
        let house = try House()
        let old = 400
        try #require(house.post((1...old).map { sale(Int64($0), gross: Int64($0 * 37 % 900)) }).status == 200)
        try house.settle()
        var seen: [String] = []
        var cursor = ""
        var next = Int64(old)
        repeat {
            let answer = try house.get("/v1/receipts?sort=\(sort)&limit=11\(cursor)")
            try #require(answer.status == 200, "\(answer.text)")
            seen += answer.rows.map { $0["receipt"]!.string! }
            cursor = answer.json["next"]?.string.map { "&cursor=\($0)" } ?? ""
            if next < Int64(old + 200) {
                try #require(house.post((1...10).map { sale(next + $0, gross: (next + $0) * 37 % 900) }).status == 200)
                next += 10
                try house.settle()
            }
        } while !cursor.isEmpty
        #expect(Set(seen).count == seen.count)
        let missed = Set((1...old).map { "S01-t1:\($0)" }).subtracting(seen)
        #expect(missed.isEmpty, "\(missed)")
    }

    @Test func `no text runs in a spreadsheet, and none leaves its cell`() throws {
        let house = try House()
        let texts = [
            "=1+1", "+1", "-1", "@x", "\t=1", "\r\n=1", "=\u{301}1+1", "a,\u{301}b", "\"\u{301}=1\"", "a\"b", "a\nb",
            "=\u{200D}1", " =1+1", "\u{A0}\u{2003}+1", "\u{FEFF}@x", " \u{200B}-1", "\u{FF1D}1", " \t plain", "a =1",
            "plain", "ქართული, ტექსტი",
        ]
        for (index, text) in texts.enumerated() {
            try house.say(
                "product.listed.v1", ["product": .string("p\(index)"), "name": ["en": .string(text)]],
                number: Int64(index + 1))
            #expect(try house.post([sale(Int64(index + 1), "p\(index)")]).status == 200)
        }
        try house.settle()
        let csv = try house.get("/v1/stock?fields=product,name_en&format=csv&limit=100")
        let lines = parseCSV(csv.text).dropFirst()
        #expect(lines.allSatisfy { $0.count == 2 }, "\(csv.text)")
        let found = Dictionary(uniqueKeysWithValues: lines.map { ($0[0], Array($0[1].unicodeScalars)) })
        for (index, text) in texts.enumerated() {
            let isDangerous = !["a", "\"", "p", "ქ", " \t p"].contains {
                text.unicodeScalars.starts(with: $0.unicodeScalars)
            }
            #expect(found["p\(index)"] == Array(((isDangerous ? "'" : "") + text).unicodeScalars), "\(text)")
        }
    }
}
