import Foundation
import HTTP
import JSON
import Pages
import Postgres
import Queries
import Services
import Simulation
import TestSupport
import Testing

/// Facts from the edges from outside, through `davtari serve`: as it is built beside these tests, or as `DAVTARI_TEST_BINARY` names it,
/// which may have been built with a sanitizer (`scripts/sanitize served`).
///
/// `DAVTARI_TEST_SEED` and `DAVTARI_TEST_FUZZ` as for the house of one process.
@Suite(.long) struct `Facts from the edges, served` {
    private typealias Edges = `Facts and questions from the edges`
    private static let count =
        ProcessInfo.processInfo.environment["DAVTARI_TEST_FUZZ"].flatMap { Int($0) } ?? 400
    private static let batch = 50
    private static let isSanitized = ProcessInfo.processInfo.environment["DAVTARI_TEST_BINARY"] != nil

    @Test func `end no process, and every report answers`() throws {
        print("served facts from the edges: seed \(Edges.seed), \(Self.count) facts")
        let served = try Served()
        let accounts = Accounts(pool: Pool(served.conninfo, limit: 1))
        let token = try accounts.createToken(kind: .import, name: "import", stores: ["*"], writers: ["*"])
        var facts = EdgeFacts(seed: Edges.seed)
        let made = (0..<Self.count).map { _ in facts.next() }
        for (writer, all) in Dictionary(grouping: made, by: \.writer).sorted(by: { $0.key < $1.key }) {
            for start in stride(from: 0, to: all.count, by: Self.batch) {
                let some = all[start..<min(start + Self.batch, all.count)]
                let path =
                    "/v1" + (some.first?.store.map { "/stores/\(House.encoded($0))" } ?? "/chain")
                    + "/writers/\(writer)/events"
                let answer = try served.send(
                    "POST", path, token: token, body: House.batch(some.map(\.bytes)),
                    headers: [("Content-Type", "application/cloudevents-batch+json")])
                #expect(answer.status == 200, "seed \(Edges.seed): \(answer.text.prefix(1_000))")
            }
        }
        try eventually("everything is folded: \(served.said)") {
            try served.get("/readyz", token: nil).status == 200
                && (served.get("/v1/status", token: served.office).json["read_models"]?.array ?? []).allSatisfy {
                    $0["behind"] == 0
                }
        }
        let rows = try served.get("/v1/receipts?limit=1000").json["rows"]?.array ?? []
        // All of it where it is a sanitizer that looks on (`.ci/run`).
        let walk = EdgeWalk(receipts: rows, seed: Edges.seed, oneIn: Self.isSanitized ? 1 : 10)
        for path in walk.questions + walk.tables.map({ $0 + "&format=csv" }) {
            let answer = try served.get("/v1/\(path)")
            #expect(answer.status < 500, "seed \(Edges.seed), \(path): \(answer.text.prefix(500))")
        }
        let person = try served.signedIn()
        for page in walk.pages {
            let path = "/" + page.map(House.encoded).joined(separator: "/")
            let answer = try person.send("GET", path)
            #expect(answer.status < 500, "seed \(Edges.seed), \(path): \(answer.text.prefix(500))")
        }
        #expect(!served.said.contains(" ended "), "seed \(Edges.seed): \(served.said)")
        #expect(!served.said.contains("leaves out"), "seed \(Edges.seed): \(served.said)")
        try askFromTheEdges(served, person)
        try expectSameFromZero(served)
    }

    /// Parameters, cursors, places of addresses and headers with edge values: other ones in every run.
    private func askFromTheEdges(_ served: Served, _ person: Client) throws {
        var random = SeededRandom(Edges.seed, "served questions")
        func expect(_ answer: Answer, _ asked: String) {
            #expect(answer.status < 500, "seed \(Edges.seed), \(asked): \(answer.text.prefix(500))")
        }
        for report in Reports.all {
            var names = [
                "limit", "cursor", "sort", "group", "fields", "totals", "format", "after", "delimiter", "nobody",
            ]
            for column in report.columns {
                names += [column.name] + column.operators.map { "\(column.name).\($0.rawValue)" }
            }
            for _ in 0..<(Self.isSanitized ? 8 : 2) {
                let asked = (0...random.below(3)).map { _ in
                    "\(random.pick(names))=\(House.encoded(random.pick(Edges.values)))"
                }.filter { !$0.hasPrefix("after=") || !$0.contains("%3A") }
                let path = "/v1/\(report.name)?\(asked.joined(separator: "&"))"
                expect(try served.get(path), path)
            }
        }
        for value in Edges.values {
            let text = House.encoded(value)
            for path in [
                "/v1/receipts/\(text)", "/v1/events/\(text)", "/v1/customers/\(text)/history?cursor=\(text)",
                "/v1/stock/movements?store=S01&product=\(text)&cursor=\(text)", "/v1/stores/S01/writers/\(text)",
            ] { expect(try served.get(path), path) }
            let page = "/search?q=\(text)"
            let answer = try person.send("GET", page)
            #expect(answer.status < 500, "seed \(Edges.seed), \(page)")
            let header = String(
                value.unicodeScalars.filter { $0.value >= 32 && $0.value < 127 }.map(Character.init).prefix(500))
            for name in [
                "Prefer", "Accept", "Accept-Language", "If-None-Match", "If-Match", "Idempotency-Key", "Cookie",
            ] {
                expect(try served.send("GET", "/v1/stores", headers: [(name, header)]), "\(name): \(header)")
            }
        }
    }

    /// Beside what serves, as `davtari projections rebuild` does it.
    private func expectSameFromZero(_ served: Served) throws {
        let rebuild = Process()
        let said = Pipe()
        rebuild.executableURL = Served.binary
        rebuild.arguments = ["projections", "rebuild", "all", "--postgres", served.conninfo]
        (rebuild.standardOutput, rebuild.standardError) = (said, said)
        try rebuild.run()
        let text = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        rebuild.waitUntilExit()
        #expect(rebuild.terminationStatus == 0, "seed \(Edges.seed): \(text.suffix(2_000))")
    }
}
