import Events
import Foundation
import JSON
import Log
import Pages
import Postgres
import Projections
import Queries
import Services
import Simulation
import TestSupport
import Testing

/// Facts of every type with edge values, through the real door, folded, looked at in every report and on every page, and
/// folded again from zero.
///
/// `DAVTARI_TEST_SEED` takes the seed that a failed run has printed, `DAVTARI_TEST_FUZZ` how many facts; five times as many go through
/// `davtari serve` under each sanitizer (`.ci/run`).
@Suite(.serialized) struct `Facts and questions from the edges` {
    static let seed: UInt64 =
        ProcessInfo.processInfo.environment["DAVTARI_TEST_SEED"].flatMap { UInt64($0) }
        ?? (isFast ? 1 : .random(in: 1...1_000_000))
    static let count =
        ProcessInfo.processInfo.environment["DAVTARI_TEST_FUZZ"].flatMap { Int($0) } ?? (isFast ? 400 : 4_000)
    /// As a till that was offline sends them.
    private static let batch = 100

    let house: House
    init() throws { house = try House() }

    @Test func `facts of all types: each is kept, everything can be looked at, and a fold from zero is the same`()
        throws
    {
        print("facts from the edges: seed \(Self.seed), \(Self.count) facts")
        let kept = try post(EdgeFacts(seed: Self.seed), count: Self.count)
        #expect(kept == Self.count, "seed \(Self.seed)")
        try house.settle()
        #expect(house.said.all == [], "seed \(Self.seed)")
        try lookAtReports()
        try lookAtPages()
        house.stopWorker()
        try house.expectSameFromZero("seed \(Self.seed)")
        let differences = house.differencesFromZero()
        #expect(differences.isEmpty, "seed \(Self.seed): \(differences)")
    }

    /// Heard in any order, twice, and in batches of any size, they come to the same (docs/RULES.md, Identical).
    @Test func `facts that meet give the same read models in whatever order they are heard`() throws {
        print("dense facts from the edges: seed \(Self.seed)")
        var facts = EdgeFacts(seed: Self.seed, isDense: true)
        var random = SeededRandom(Self.seed, "orders")
        let all = (0..<(isFast ? 150 : 600)).map { _ in facts.next() }.map { (store: $0.store, bytes: $0.bytes) }
        var known: [String]?
        for turn in 0..<3 {
            var heard = all
            if turn > 0 {
                heard += all.filter { _ in random.happens(percent: 20) }
                random.shuffle(&heard)
            }
            let chain = try TestChain()
            try chain.appendAll(heard)
            try CatchUp.run(chain.conninfo, chain.log, batch: ReadLimit(records: turn == 1 ? 7 : 400))
            let connection = try Connection(chain.conninfo)
            let digests = try ReadModels.all.map { "\($0.name) \(try Digest.serving(connection, $0, .facts))" }
            #expect(known ?? digests == digests, "seed \(Self.seed), order \(turn)")
            known = known ?? digests
        }
    }

    /// Posts facts, a batch a writer; returns how many were kept.
    private func post(_ facts: EdgeFacts, count: Int) throws -> Int {
        var facts = facts
        var waiting: [String: [EdgeFacts.Made]] = [:]
        var kept = 0
        func send(_ some: [EdgeFacts.Made]) throws {
            guard let first = some.first else { return }
            let answer = try house.imported(some.map(\.bytes), store: first.store, writer: first.writer)
            try #require(answer.status == 200, "seed \(Self.seed): \(answer.text.prefix(2_000))")
            let statuses = answer.events("status")
            kept += statuses.count { ["accepted", "suspect"].contains($0) }
            for (made, status) in zip(some, statuses) where !["accepted", "suspect"].contains(status) {
                Issue.record("seed \(Self.seed): \(status): \(String(decoding: made.bytes.prefix(500), as: UTF8.self))")
            }
        }
        for _ in 0..<count {
            let made = facts.next()
            waiting[made.writer, default: []].append(made)
            if waiting[made.writer]?.count == Self.batch { try send(waiting.removeValue(forKey: made.writer) ?? []) }
        }
        for (_, some) in waiting.sorted(by: { $0.key < $1.key }) { try send(some) }
        return kept
    }

    private func lookAtReports() throws {
        let walk = try EdgeWalk(receipts: house.rows("/v1/receipts?limit=1000"), seed: Self.seed, oneIn: 2)
        for path in walk.tables { expectTable("/v1/\(path)") }
        for path in walk.questions { expectAnswered("/v1/\(path)") }
    }

    private func expectAnswered(_ path: String) {
        do {
            let answer = try house.get(path)
            // 422: a report that cannot be summed says so; 409: a position that is not reached.
            #expect(
                [200, 400, 404, 409, 422].contains(answer.status),
                "seed \(Self.seed), \(path): \(answer.text.prefix(500))")
        } catch {
            Issue.record("seed \(Self.seed), \(path): \(error)")
        }
    }

    /// Asks for a table in every form of CSV: each row has a cell for each column, and no cell is a formula.
    private func expectTable(_ path: String) {
        for form in ["csv", "csv&bom=true", "csv&delimiter=semicolon", "sheet", "sheet&delimiter=semicolon&bom=true"] {
            do {
                let answer = try house.get("\(path)&format=\(form)")
                guard answer.status == 200 else {
                    #expect(
                        [404, 422].contains(answer.status), "seed \(Self.seed), \(path): \(answer.text.prefix(500))")
                    continue
                }
                let bytes = answer.body.starts(with: [0xEF, 0xBB, 0xBF]) ? answer.body.dropFirst(3) : answer.body[...]
                let text = String(decoding: bytes, as: UTF8.self)
                let rows = parseCSV(text, between: form.contains("semicolon") ? ";" : ",")
                let width = try #require(rows.first).count
                #expect(rows.allSatisfy { $0.count == width }, "seed \(Self.seed), \(path) as \(form)")
                for cell in rows.joined() where Self.isFormula(cell) {
                    Issue.record("seed \(Self.seed), \(path) as \(form): \(cell)")
                }
            } catch {
                Issue.record("seed \(Self.seed), \(path): \(error)")
            }
        }
    }

    private static func isFormula(_ cell: String) -> Bool {
        let begins = cell.unicodeScalars.first { !$0.properties.isWhitespace }
        return begins.map { "=+-@".unicodeScalars.contains($0) } ?? false
            && cell.wholeMatch(of: /-[0-9]+([.,][0-9]+)?/) == nil
    }

    private func lookAtPages() throws {
        for path in try EdgeWalk(receipts: house.rows("/v1/receipts?limit=1000"), seed: Self.seed, oneIn: 4).pages {
            do {
                let page = try house.page(path)
                #expect(page.status < 500, "seed \(Self.seed), \(path)")
            } catch {
                Issue.record("seed \(Self.seed), \(path): \(error)")
            }
        }
    }

    // MARK: Commands

    @Test func `commands of every kind, with every edge value: each is carried out or refused`() throws {
        print("commands from the edges: seed \(Self.seed)")
        var facts = EdgeFacts(seed: Self.seed)
        for store in EdgeFacts.stores {
            _ = try house.command("PUT", "stores/\(House.encoded(store))", ["currency": "GEL", "zone": "Asia/Tbilisi"])
        }
        for product in ["p1", "p2", "caf\u{e9}", "cafe\u{301}"] {
            _ = try house.command("PUT", "products/\(House.encoded(product))", ["name": ["en": "Milk"]])
        }
        for _ in 0..<(isFast ? 150 : 1_000) {
            let action = facts.picks(Actions.all)
            let path = action.path.map { part -> String in
                guard part.hasPrefix("{") else { return part }
                return House.encoded(facts.id(String(part.dropFirst().dropLast())))
            }.joined(separator: "/")
            let body = facts.body(action.bodySchema)
            let headers = facts.picks([[("If-Match", "*")], [("If-Match", "*")], []])
            let answer = try house.command(action.method, path, body, headers: headers)
            #expect(
                answer.status < 500,
                "seed \(Self.seed), \(action.method) \(path): \(answer.text) \(body.text.prefix(800))")
        }
        let connection = try Connection(house.conninfo)
        try eventually("everything decided is in the log") {
            try connection.query("SELECT count(*) FROM davtari.outbox")[0].int64(0) == 0
        }
        try house.settle()
        #expect(house.said.all == [], "seed \(Self.seed)")
        try lookAtPages()
        house.stopWorker()
        try house.expectSameFromZero("seed \(Self.seed)")
    }

    // MARK: Questions

    static let values = [
        "", "0", "-1", "9007199254740992", "-9007199254740992", "9223372036854775807", "-9223372036854775808",
        "9223372036854775808",
        "1e3", "0001-01-01", "9999-12-31", "0000-00-00", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59",
        "\u{0}", "é",
        "e\u{301}", "a,b,,c", ",", "true", "'", "\"", "%", "\\", "\u{202E}", String(repeating: "x", count: 6_000),
        "S01-t1:1",
        "S01-t1:9223372036854775807", "0:9223372036854775807", "0:1,0:2", "-1:5", "99999999999:1", "é:1", ":1", "a:",
        "00", "zz",
        "0202feffffffffffffffff01", "7b7d",
    ]

    @Test func `every parameter of every report, with every edge value`() throws {
        try house.say("goods.received.v1", TestChain.delivery([("a", 1_000, 5)]), store: "S01", number: 1)
        #expect(try house.post([sale(1, "a")]).status == 200)
        try house.settle()
        var random = SeededRandom(Self.seed, "questions")
        print("questions from the edges: seed \(Self.seed)")
        for report in Reports.all {
            let columns = report.columns.map(\.name)
            var names = [
                "limit", "cursor", "sort", "group", "fields", "links", "totals", "format", "after", "delimiter",
                "bom", "nobody",
            ]
            for column in report.columns {
                names += [column.name] + column.operators.map { "\(column.name).\($0.rawValue)" }
            }
            for name in names {
                // Not all: there are some two thousand parameters, and every run draws others.
                let some = (0..<(isFast ? 1 : 2)).map { _ in random.pick(Self.values) }
                for value in some where !(name == "after" && value.contains(":")) {
                    expectAnswered("/v1/\(report.name)?\(name)=\(House.encoded(value))")
                }
            }
            for _ in 0..<(isFast ? 2 : 10) {
                let asked = (0..<random.below(5)).map { _ in
                    "\(random.pick(names))=\(House.encoded(random.pick(Self.values + columns)))"
                }
                expectAnswered("/v1/\(report.name)?\(asked.joined(separator: "&"))")
            }
        }
    }

    @Test func `every place in an address, and the headers, with every edge value`() throws {
        #expect(try house.post([sale(1, "a", customer: "c1")]).status == 200)
        try house.settle()
        for value in Self.values {
            let text = House.encoded(value)
            for path in [
                "receipts/\(text)", "receipts/\(text)/event", "events/\(text)", "customers/\(text)/history",
                "customers/c1/history?cursor=\(text)", "customers/c1/history?favourite_days=\(text)",
                "stock/movements?store=\(text)&product=a", "stock/movements?store=S01&product=\(text)",
                "stock/movements?store=S01&product=a&cursor=\(text)",
                "stock/movements?store=S01&product=a&limit=\(text)",
                "products?as_of=\(text)", "stores/\(text)", "stores/S01/writers/\(text)", "chain/writers/\(text)",
                "\(text)",
            ] {
                expectAnswered("/v1/\(path)")
            }
            // The gateway refuses a NUL before any page is asked.
            if value.utf8.contains(0) { continue }
            for path in [
                ["stores", value], ["stores", "S01", "days", value], ["receipts", value], ["receipts", value, "event"],
                ["events", value], ["stock", value, "a"], ["stock", "S01", value], ["customers", value], [value],
            ] {
                #expect(throws: Never.self, "\(path)") { _ = try house.page(path) }
            }
            for (path, name) in [
                (["stores", "S01"], "before"), (["stores", "S01", "days", "2026-03-02"], "after"), (["stock"], "store"),
                (["stock"], "afterStore"), (["stock", "S01", "a"], "after"), (["customers", "c1"], "days"),
            ] {
                #expect(throws: Never.self, "\(path) \(name)=\(value)") {
                    _ = try house.page(path, [(name, value), ("afterProduct", value), ("negative", value)])
                }
            }
            let header = String(
                value.unicodeScalars.filter { $0.value >= 32 && $0.value < 127 }.map(Character.init).prefix(500))
            for name in [
                "Prefer", "Accept", "Accept-Language", "Accept-Encoding", "If-None-Match", "If-Match",
                "Idempotency-Key", "Content-Type",
                "Cookie",
            ] {
                for written in [header, "wait=\(header)", "\"\(header)\""] {
                    let answer = try house.get("/v1/stores", headers: [(name, written)])
                    #expect(answer.status < 500, "\(name): \(written)")
                }
            }
        }
    }
}
