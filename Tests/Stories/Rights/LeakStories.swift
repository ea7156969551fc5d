import Foundation
import Gateway
import HTTP
import JSON
import Queries
import Rules
import Services
import TestSupport
import Testing

/// What somebody may not see is in no answer that they are given: not in lists, sums, groups, filters, orders, cursors, documents,
/// files, pages or errors.
@Suite(.long) struct `No answer` {
    @Test func `tells anybody what they may not see`() throws {
        let house = try House()
        try CanaryChain.fill(house)
        var (answers, told) = (0, Set<CanaryChain.Canary>())
        for (place, reader) in Reader.all.enumerated() {
            let client = try reader.enter(house)
            // Both languages are made by the same pages: one reader's is Georgian, the next one's English.
            let pages = reader.isPerson ? Self.pages(in: place.isMultiple(of: 2) ? "ka" : "en") : []
            for address in try Self.addresses(of: reader, client) + pages {
                let answer = try client.send("GET", address, headers: [("Prefer", "wait=0")])
                answers += 1
                // A page leads to itself in the other language: what was asked says nothing.
                let path = Array(address.prefix { $0 != "?" }.utf8)
                let whole =
                    reader.isPerson && path.count > 1 && !address.hasPrefix("/v1/")
                    ? Self.without(path, Self.whole(answer)) : Self.whole(answer)
                for canary in CanaryChain.Canary.allCases {
                    guard let sign = canary.sign(in: whole, for: reader) else { continue }
                    if canary.mayBeTold(to: reader) { told.insert(canary) }
                    #expect(
                        canary.mayBeTold(to: reader),
                        "\(canary) (\(sign)) in GET \(address) by \(reader.name): \(Self.around(sign, answer.text))")
                }
            }
        }
        // A test that finds none where it may be found would find none where it may not.
        #expect(told == Set(CanaryChain.Canary.allCases))
        #expect(answers > 2_500, "\(answers)")
    }

    private static func whole(_ answer: ClientResponse) -> [UInt8] {
        Array(answer.headers.fields.map { "\($0.name): \($0.value)\n" }.joined().utf8) + answer.body
    }

    private static func without(_ part: [UInt8], _ whole: [UInt8]) -> [UInt8] {
        var rest = Data(whole)
        while let found = rest.range(of: Data(part)) { rest.removeSubrange(found) }
        return Array(rest)
    }

    private static func around(_ sign: String, _ text: String) -> String {
        guard let range = text.range(of: sign) else { return String(text.prefix(400)) }
        let start = text.index(range.lowerBound, offsetBy: -200, limitedBy: text.startIndex) ?? text.startIndex
        let end = text.index(range.upperBound, offsetBy: 200, limitedBy: text.endIndex) ?? text.endIndex
        return String(text[start..<end])
    }

    // MARK: What is asked

    private static func addresses(of reader: Reader, _ client: Client) throws -> [String] {
        var addresses = things + documents
        for report in Reports.all where reader.scopes.contains(report.scope) {
            // All lack of sight there is by tokens that lack something; by others as much as shows that theirs is the same.
            addresses +=
                reader.lacksLittle
                ? try questions(of: report, reader, client)
                : ["", "?links=true&totals=true", "?format=csv"].map { "/v1/\(report.name)\($0)" }
        }
        return addresses
    }

    private static let things: [String] = Resource.all.map { resource in
        let filled = resource.path.map { $0.hasPrefix("{") ? ids[String($0.dropFirst().dropLast())] ?? "none" : $0 }
        return "/v1/" + filled.joined(separator: "/")
    }

    private static let ids = [
        "store": "S01", "writer": "S01-t1", "product": "q", "supplier": "s", "order": "o", "payment": "o-paid",
        "serial": "G", "coupon": "c", "currency": "GEL", "category": "gold", "contract": "k", "reminder": "m",
        "document": "o", "purchaseOrder": "u", "transfer": "t", "rule": "ten",
    ]

    /// By ids that do not say themselves what is not to be told.
    private static let documents = [
        "/v1/receipts/S01-t1:1", "/v1/receipts/S01-t1:1/event", "/v1/receipts/S02-t1:1", "/v1/receipts/S02-t1:1/event",
        "/v1/receipts/S01-t1:3", "/v1/events/office:1", "/v1/events/office:2", "/v1/events/S02-t1:1",
        "/v1/stock/movements?store=S01&product=p", "/v1/stock/movements?store=S01&product=p&format=csv",
        "/v1/stock/movements?store=S01&product=p&format=sheet", "/v1/stock/movements?store=S01&product=p&limit=1",
        "/v1/stock/movements?store=S02&product=p", "/v1/stores/S02", "/v1/stores/S02/orders/w",
        "/v1/stores/S02/payments/w-paid", "/v1/stores/S02/purchase-orders/v", "/v1/stores/S01/writers/S02-t1",
        "/v1/stores/S02/writers/S02-t1", "/v1/status", "/metrics", "/v1/people?q=Canaryna", "/v1/people?q=599777",
        "/v1/receipts?after=S02-t1:1", "/v1/receipts?cursor=00", "/v1/receipts?nothing=1",
    ]

    private static func pages(in language: String) -> [String] {
        [
            "/price-changes", "/price-changes/new?percent=5", "/price-labels?store=S02", "/drafts",
            "/", "/stores/S01", "/stores/S02", "/stores/S01/days/2026-03-02", "/receipts/S01-t1:1",
            "/receipts/S01-t1:1/event", "/receipts/S02-t1:1", "/events/office:1", "/stock", "/stock?store=S01",
            "/stock/S01/p", "/stock/S02/p", "/stock?store=S02", "/stores/S02/books", "/stores/S02/days/2026-03-02",
            "/goods-documents", "/goods-documents?store=S02", "/who-did-what", "/who-did-what?store=S02",
            "/orders", "/payments", "/purchase-orders", "/customers/canary-customer",
            "/customers/canary-elsewhere",
            "/stores", "/customers", "/completeness", "/quarantine", "/suppliers", "/suppliers/s",
            "/suppliers/s/history", "/suppliers/s/change", "/suppliers/new", "/nothing",
            "/purchase-orders", "/purchase-orders/u", "/purchase-orders/v", "/purchase-orders/u/change", "/orders",
            "/orders/o", "/orders/w", "/orders/o/change", "/payments", "/payments/o-paid", "/payments/w-paid",
            "/goods-documents/new/delivery?purchaseOrder=u",
        ].map { $0 + ($0.contains("?") ? "&" : "?") + "lang=\(language)" }
            + [
                "books", "incomplete", "suspects", "suspect-facts", "unknown", "kept", "unapplied", "lost",
                "unreadable",
                "refused", "cards", "tenders", "ahead", "models",
            ].map { "/completeness?list=\($0)&lang=\(language)" }
    }

    /// A report, by each of its columns; by those that may not be seen in every way.
    private static func questions(of report: Report, _ reader: Reader, _ client: Client) throws -> [String] {
        let base = "/v1/\(report.name)"
        var asked = ["", "links=true&totals=true", "format=csv", "format=sheet", "nothing=1"]
        let groups = report.columns.filter { $0.role == .dimension }.map(\.name)
        for column in report.columns {
            let name = column.name
            if column.isShown { asked.append("sort=-\(name)&limit=1") }
            guard !reader.scopes.isSuperset(of: column.sensitivity.scopes) else { continue }
            asked += ["fields=\(name)", "sort=\(name)", "\(name).gte=1", "\(name).in=0,a", "group=\(name)"]
        }
        asked += groups.map { "group=\($0)&totals=true&links=true" }
        asked += groups.prefix(1).map { "group=\($0)&format=csv" }
        var addresses = asked.map { base + ($0.isEmpty ? "" : "?\($0)") }
        // Page by page, through the cursors.
        for address in [base + "?limit=1"] + groups.prefix(2).map({ "\(base)?group=\($0)&limit=1" }) {
            var next = try JSON(parsing: client.send("GET", address).body)["next"]?.string
            for _ in 0..<2 {
                guard let cursor = next else { break }
                addresses.append("\(address)&cursor=\(cursor)")
                next = try JSON(parsing: client.send("GET", "\(address)&cursor=\(cursor)").body)["next"]?.string
            }
        }
        return addresses
    }
}
