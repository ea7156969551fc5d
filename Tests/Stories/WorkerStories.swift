import Events
import Foundation
import JSON
import Log
import Postgres
import Projections
import Synchronization
import TestSupport
import Testing

/// Workers come and go while tills post: what is folded is the same.
@Suite(.long) struct `Workers come and go` {
    static let batches = 60
    static let size = 25

    /// Posts receipts and deliveries batch by batch; `between` is called after each.
    private func trade(_ house: House, _ between: (Int) throws -> Void) throws {
        for batch in 0..<Self.batches {
            let first = Int64(batch * Self.size + 1)
            let sales = (first..<first + Int64(Self.size)).map { number in
                sale(number, "p\(number % 7)", gross: 100 + number % 50, customer: "c\(number % 5)")
            }
            try #require(house.post(sales).status == 200)
            try house.say(
                "goods.received.v1",
                TestChain.delivery((0..<7).map { ("p\($0)", 4_000, Int64(200 + batch * 3 + $0)) }), store: "S01",
                number: Int64(batch + 1))
            try between(batch)
        }
    }

    private func expectAllCountedOnce(_ house: House) throws {
        try house.settle()
        house.stopWorker()
        try house.expectSameFromZero()
        #expect(try house.get("/v1/margins").rows[0]["receipts"] == .int(Int64(Self.batches * Self.size)))
    }

    private func owners(_ connection: Connection) throws -> [String] {
        try connection.query("SELECT owner FROM davtari.read_model WHERE owner IS NOT NULL").map { try $0.text(0) }
    }

    @Test func `a worker is stopped in mid-stream and a new one goes on: the same as a fold from zero`() throws {
        let house = try House()
        try trade(house) { batch in
            guard batch % 5 == 4 else { return }
            house.stopWorker()
            house.startWorker()
        }
        try expectAllCountedOnce(house)
    }

    @Test func `of two workers one owns every read model, and the other takes over when it ends`() throws {
        let house = try House(isFolding: false)
        let first = house.newWorker()
        let second = house.newWorker()
        first.start()
        let connection = try Connection(house.conninfo)
        try eventually("the first owns all") { try owners(connection) == ReadModels.all.map { _ in "worker 1" } }
        second.start()
        try trade(house) { batch in
            if batch < Self.batches / 2 {
                #expect(try Set(owners(connection)) == ["worker 1"])
            } else if batch == Self.batches / 2 {
                first.stop()
                try eventually("the second owns all") {
                    try owners(connection) == ReadModels.all.map { _ in "worker 2" }
                }
            }
        }
        try expectAllCountedOnce(house)
        second.stop()
    }

    @Test func `a worker that folds longer than its lease keeps it, and no other ends it`() throws {
        let house = try House(isFolding: false)
        let (first, second) = (house.newWorker(), house.newWorker())
        first.start()
        let connection = try Connection(house.conninfo)
        try eventually("the first owns all") { try owners(connection) == ReadModels.all.map { _ in "worker 1" } }
        let epochs = "SELECT array_agg(epoch ORDER BY name)::text FROM davtari.read_model"
        let before = try connection.query(SQL(unsafeSQL: epochs))[0].text(0)
        let blocker = try Connection(house.conninfo)
        // What a fold looks at before it writes anything.
        try blocker.script("BEGIN; LOCK TABLE trade_1.receipt")
        #expect(try house.post([sale(1)]).status == 200)
        second.start()
        try eventually("a lease has been kept past its time") {
            try connection.query(
                """
                SELECT FROM davtari.read_model WHERE name = 'trade' AND lease_until > updated_at + interval '25 seconds'
                """
            ).count == 1 || connection.query(SQL(unsafeSQL: epochs))[0].text(0) != before
        }
        #expect(try connection.query(SQL(unsafeSQL: epochs))[0].text(0) == before)
        #expect(try owners(connection) == ReadModels.all.map { _ in "worker 1" })
        try blocker.script("ROLLBACK")
        try house.settle()
        #expect(try house.get("/v1/margins").rows[0]["receipts"] == 1)
        #expect(house.said.all == [])
        first.stop()
        second.stop()
        try house.expectSameFromZero()
    }

    @Test func `a worker whose connection is killed again and again folds on, and nothing counts twice`() throws {
        let house = try House()
        let connection = try Connection(house.conninfo)
        let killed = Mutex(0)
        try trade(house) { batch in
            guard batch % 4 == 1 else { return }
            let rows = try connection.query(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name = 'davtari projections'
                """)
            killed.withLock { $0 += rows.count }
        }
        #expect(killed.withLock { $0 } > 0)
        try expectAllCountedOnce(house)
        let errors = try house.get("/v1/status").json["read_models"]?.array ?? []
        #expect(errors.count == ReadModels.all.count)
        #expect(errors.allSatisfy { $0["last_error"]?.isNull == true }, "\(errors)")
    }

    @Test func `a worker stops loudly at a log that was altered under its read models`() throws {
        let house = try House()
        try #require(house.post([sale(1), sale(2)]).status == 200)
        try house.settle()
        house.stopWorker()
        let changed = try Connection(house.conninfo).execute(
            """
            UPDATE log.log_record SET bytes = bytes || ' '::bytea
            WHERE partition = \(Int32(house.log.identity.partition(of: .store("S01")))) AND log_offset = 1
            """)
        try #require(changed == 1)
        let before = try house.get("/v1/margins").json
        house.startWorker()
        let found = {
            let models = try house.get("/v1/status").json["read_models"]?.array ?? []
            return models.contains { $0["last_error"]?.string?.contains("is not the one") == true }
        }
        try eventually("the worker says what it found", found)
        try #require(house.post([sale(3)]).status == 200)
        // It tries again and again behind the new receipt, tells of it once, and still folds nothing.
        for _ in 1...2 {
            try Connection(house.conninfo).execute("UPDATE davtari.read_model SET last_error = NULL")
            try eventually("it finds it again", found)
        }
        #expect(house.said.all.count { $0.contains("is not the one") } == 1, "\(house.said.all)")
        #expect(try house.get("/v1/margins").json == before)
    }

    @Test func `read models are rebuilt while tills post and people ask: equal, swapped, never without an answer`()
        throws
    {
        let house = try House()
        let isDone = Atomic(false)
        let asked = Mutex<[Int]>([])
        let (conninfo, log) = (house.conninfo, house.log)
        let gateway = house.gateway
        let office = house.office
        let told = Mutex<[String]>([])
        let threads = DispatchGroup()
        let failures = Mutex<[String]>([])
        func run(_ body: @escaping @Sendable () throws -> Void) {
            threads.enter()
            Thread.detachNewThread {
                do { try body() } catch { failures.withLock { $0.append("\(error)") } }
                threads.leave()
            }
        }
        try trade(house) { batch in
            guard batch == Self.batches / 4 else { return }
            run {
                try Rebuild(conninfo, log, ReadModels.all) { line in told.withLock { $0.append(line) } }
                    .run(accept: false)
                isDone.store(true, ordering: .releasing)
            }
            run {
                repeat {
                    let answer = try House.send("GET", "/v1/margins?group=product", token: office, to: gateway)
                    asked.withLock { $0.append(answer.status) }
                } while !isDone.load(ordering: .acquiring)
            }
        }
        try eventually("the rebuild ends; it said \(told.withLock { $0 }), and Postgres\n\(house.activity())") {
            isDone.load(ordering: .acquiring) || failures.withLock { !$0.isEmpty }
        }
        isDone.store(true, ordering: .releasing)
        threads.wait()
        #expect(failures.withLock { $0 } == [])
        #expect(asked.withLock { Set($0) } == [200])
        #expect(
            told.withLock { $0.filter { $0.contains("equal to the serving version") }.count } == ReadModels.all.count)
        try house.settle()
        let versions = (try house.get("/v1/status").json["read_models"]?.array ?? []).map { $0["version"] }
        #expect(versions == ReadModels.all.map { _ in 2 })
        try expectAllCountedOnce(house)
    }
}
