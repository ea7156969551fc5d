import Events
import Foundation
import JSON
import Log
import Logging
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Projections

/// A read model that keeps the names of products, and dies on some: by an error, or with its process.
private final class Brittle: ReadModel {
    static let name = "brittle"
    static let tables = "CREATE TABLE known (product text NOT NULL);"
    static let keys = ""
    static let contents = [Contents("SELECT product FROM known ORDER BY product COLLATE \"C\"")]
    /// The next build: it dies on nothing.
    static let isMended = Mutex(false)

    struct Poisoned: Error, CustomStringConvertible { let description = "poisoned" }

    private let connection: Connection
    private var products: [String] = []

    init(_ connection: Connection, _ log: any LogAccess, isRebuild: Bool) { self.connection = connection }

    func fold(_ records: [FoldRecord], repeats: [FoldRecord]) throws {
        for record in records {
            guard case .productListed(let product)? = record.event?.fact else { continue }
            if !Self.isMended.withLock({ $0 }) {
                if product.product == "throws" { throw Poisoned() }
                if product.product == "ends" { kill(getpid(), SIGKILL) }
            }
            products.append(product.product)
        }
    }

    func write() throws {
        try connection.copy("known", ["product"], products) { $0.text($1) }
        products = []
    }

    func forget() { products = [] }
    var inHand: Int { 0 }
}

/// Folds what is there, and ends.
private func fold(_ conninfo: String, build: String = "first") throws {
    let log = try PostgresLog(conninfo)
    defer { log.shutdown() }
    let said = Sentences()
    let logger = Logger { message in said.all.withLock { $0.append(message.text) } }
    let worker = Worker(conninfo, log, name: "worker", models: [Brittle.self], build: build, logger: logger)
    worker.start()
    defer { worker.stop() }
    let connection = try Connection(conninfo)
    let end = try log.end()
    for _ in 0..<600 {
        let rows = try connection.query(
            "SELECT position FROM davtari.read_model WHERE name = 'brittle' AND serving")
        let position = try rows.first.map { Position(offsets: try $0.int64Array(0)) }
        if let position, position.hasReached(end), try build == "first" || leftOut(connection).isEmpty { return }
        Thread.sleep(forTimeInterval: 0.05)
    }
    throw Late(description: "\(said.all.withLock { $0 })")
}

/// What the serving version leaves out.
private func leftOut(_ connection: Connection) throws -> [Int64] {
    try connection.query(
        """
        SELECT log_offset FROM davtari.set_aside JOIN davtari.read_model USING (name, version)
        WHERE name = 'brittle' AND serving
        """
    ).map { try $0.int64(0) }
}

private final class Sentences: Sendable { let all = Mutex<[String]>([]) }

private struct Late: Error, CustomStringConvertible { let description: String }

private func left(_ conninfo: String) throws -> [String] {
    try Connection(conninfo).query(
        """
        SELECT version || ' ' || writer || ':' || writerseq || ' ' || stage || ' ' || reason FROM davtari.set_aside
        WHERE name = 'brittle' ORDER BY 1
        """
    ).map { try $0.text(0) }
}

@Suite(.long, .serialized) struct `A record on which a fold dies` {
    private static let count = 40

    private func chain(with poison: String) throws -> TestChain {
        let chain = try TestChain(partitions: 1)
        for number in 1...Self.count {
            let product = number == 25 ? poison : "p\(number)"
            try chain.post("product.listed.v1", ["product": .string(product)], store: nil, writer: "office")
        }
        return chain
    }

    private func known(_ chain: TestChain, version: Int = 1) throws -> [String] {
        try Connection(chain.conninfo).query("SELECT product FROM brittle_\(unsafeSQL: String(version)).known").map {
            try $0.text(0)
        }
    }

    private func expectRebuildEqual(_ chain: TestChain) throws {
        var lines: [String] = []
        try Rebuild(chain.conninfo, chain.log, [Brittle.self]) { lines.append($0) }.run(accept: false)
        #expect(lines.contains { $0.contains("equal to the serving version") }, "\(lines)")
    }

    @Test func `with its process: it is found step by step, left out, and everything behind it is folded`() async throws
    {
        let chain = try chain(with: "ends")
        let conninfo = chain.conninfo
        // In its batch; in the batch again, noted; among two; alone; and alone once more.
        for _ in 1...5 {
            #expect(try left(conninfo).isEmpty)
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [conninfo = conninfo as String] in try fold(conninfo)
            }
        }
        await #expect(processExitsWith: .success) {
            [conninfo = conninfo as String] in try fold(conninfo)
        }
        #expect(try left(conninfo) == ["1 office:25 fold the process ended while this record was folded"])
        #expect(try Set(known(chain)) == Set((1...Self.count).filter { $0 != 25 }.map { "p\($0)" }))

        try expectRebuildEqual(chain)
        #expect(try left(conninfo).count == 2)
        #expect(try known(chain, version: 2).count == Self.count - 1)

        // A repeat of its bytes ends nobody either.
        try chain.post("product.listed.v1", ["product": "ends"], store: nil, writer: "office", number: 25)
        try chain.post("product.listed.v1", ["product": "behind"], store: nil, writer: "office")
        await #expect(processExitsWith: .success) {
            [conninfo = conninfo as String] in try fold(conninfo)
        }
        #expect(try known(chain, version: 2).contains("behind"))

        Brittle.isMended.withLock { $0 = true }
        defer { Brittle.isMended.withLock { $0 = false } }
        try fold(conninfo, build: "second")
        #expect(try known(chain, version: 2).count { $0 == "ends" } == 1)
        try expectRebuildEqual(chain)
    }

    @Test func `by an error: it is left out with what the error said, and nobody restarts for it`() throws {
        let chain = try chain(with: "throws")
        try fold(chain.conninfo)
        #expect(try left(chain.conninfo) == ["1 office:25 fold poisoned"])
        #expect(try known(chain).count == Self.count - 1)
        try expectRebuildEqual(chain)
    }

    @Test func `a build that dies on it as the last one did leaves it out as well`() throws {
        let chain = try chain(with: "throws")
        try fold(chain.conninfo)
        try chain.post("product.listed.v1", ["product": "behind"], store: nil, writer: "office")
        let worker = Worker(
            chain.conninfo, chain.log, name: "worker", models: [Brittle.self], build: "second", logger: .silent)
        worker.start()
        defer { worker.stop() }
        for _ in 0..<600 where try !known(chain).contains("behind") { Thread.sleep(forTimeInterval: 0.05) }
        #expect(try known(chain).contains("behind"))
        #expect(try left(chain.conninfo) == ["1 office:25 fold poisoned"])
    }

    @Test func `that nobody can read: every read model leaves it out`() throws {
        let chain = try chain(with: "p25")
        try Worker.prepare(chain.conninfo, chain.log)
        let connection = try Connection(chain.conninfo)
        try Versions.prepare(connection, chain.log.identity, [Brittle.self])
        // As two processes leave it that ended when they read the record at 0:24.
        try connection.script(
            """
            UPDATE davtari.read_model SET owner = 'worker' WHERE name = 'brittle';
            INSERT INTO davtari.fold_attempt (name, version, until, records, log_partition, log_offset, deaths)
            VALUES ('decode', 0, '{25}', 1, 0, 24, 1);
            """)
        try fold(chain.conninfo)
        let rows = try connection.query(
            "SELECT log_offset, stage, reason FROM davtari.set_aside WHERE name = 'brittle'")
        #expect(try rows.map { try $0.int(0) } == [24])
        #expect(try rows.first?.text(2) == "the process ended while this record was read")
        #expect(try known(chain).count == Self.count - 1)
        try expectRebuildEqual(chain)
    }

    @Test func `costs nothing while nobody dies: no attempt is noted`() throws {
        let chain = try chain(with: "p25")
        try fold(chain.conninfo)
        #expect(try known(chain).count == Self.count)
        let connection = try Connection(chain.conninfo)
        // A table that was ever written to has pages, whatever was deleted since.
        let pages = try connection.query("SELECT pg_relation_size('davtari.fold_attempt')")
        #expect(try pages.first?.int64(0) == 0)
    }
}
