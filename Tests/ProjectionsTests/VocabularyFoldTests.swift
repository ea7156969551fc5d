import Events
import Foundation
import JSON
import Log
import Postgres
import Projections
import TestSupport
import Testing

/// Every type of fact that there is, beside types and members that there are not (yet), goes through every fold.
@Suite struct `The whole vocabulary, folded` {
    static let corpus: [[UInt8]] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../Corpus")
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.sorted().flatMap { file in
            ((try? String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)) ?? "").split(
                separator: "\n"
            )
            .map { Array($0.utf8) }
        }
    }()

    static let unheardOf = TestChain.event(
        "till.danced.v7", ["steps": 3], store: "S01", writer: "S01-t9", sequence: 1, at: "2026-03-01T12:00:00Z")
    static let sale = TestChain.receipt([("p", 1_000, 500)])

    private func fold(_ events: [[UInt8]]) throws -> TestChain {
        let chain = try TestChain()
        let parser = JSONParser()
        for bytes in events {
            try chain.append(bytes, store: try Event.read(bytes, with: parser).envelope.store)
        }
        try CatchUp.run(chain.conninfo, chain.log)
        return chain
    }

    private func digests(_ chain: TestChain) throws -> [String] {
        let connection = try Connection(chain.conninfo)
        return try ReadModels.all.map { "\($0.name) \(try Digest.serving(connection, $0, .facts))" }
    }

    @Test func `gives the same read models in any order`() throws {
        #expect(Self.corpus.count > 100)
        let events = Self.corpus + [Self.unheardOf]
        let reference = try digests(try fold(events))
        #expect(try digests(try fold(events.reversed())) == reference)
    }

    @Test func `counts what it does not know, by its writer, and only that`() throws {
        let chain = try fold(Self.corpus + [Self.unheardOf])
        let rows = try Connection(chain.conninfo).query(
            "SELECT writer, unknown FROM completeness_1.writer WHERE unknown > 0")
        #expect(try rows.map { try $0.text(0) } == ["S01-t9"] && rows.map { try $0.int64(1) } == [1])
        let unreadable = try Connection(chain.conninfo).query("SELECT count(*) FROM completeness_1.unreadable")
        #expect(try unreadable[0].int64(0) == 0)
    }

    @Test func `is untouched by members that nobody knows`() throws {
        func receipt(_ data: JSON) -> [UInt8] {
            TestChain.event(
                "receipt.completed.v1", data, store: "S01", writer: "S01-t1", sequence: 1, at: "2026-03-01T12:00:00Z")
        }
        var strange = Self.sale
        strange["weather"] = ["rain": [true]]
        let plain = try fold([receipt(Self.sale)])
        let told = try fold([receipt(strange)])
        #expect(try digests(told) == digests(plain))
        // What was sent is what stands in the log.
        let partition = told.log.identity.partition(of: .store("S01"))
        #expect(try told.log.read(partition, from: 0, limit: ReadLimit(records: 1)).first?.bytes == receipt(strange))
    }
}
