import Postgres
import Testing

@Suite struct `COPY` {
    struct Enough: Error {}
    let connection: Connection

    init() throws {
        connection = try freshConnection()
        try connection.script(
            """
            CREATE TABLE t (a int8, b int4, c int2, d bool, e text, f bytea, g float8, h int8[], i int4[], j int2[],
              k text[], l text)
            """)
    }

    static let columns = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"]

    private func copy(_ count: Int) throws -> Int {
        try connection.copyIn("t", columns: Self.columns) { writer in
            for number in 0..<count {
                try writer.row(12)
                writer.int64(Int64(number))
                writer.int32(Int32(number))
                writer.int16(Int16(number % 100))
                writer.bool(number % 2 == 0)
                writer.text("რიგი \(number)")
                writer.bytes([UInt8(number % 256), 0])
                writer.double(Double(number) / 2)
                writer.int64Array([Int64(number), -1])
                writer.int32Array([])
                writer.int16Array([7])
                writer.textArray(["ა", "\(number)"])
                writer.null()
            }
        }
    }

    @Test func `carries ten thousand rows in, and every field is what it was`() throws {
        #expect(try copy(10_000) == 10_000)
        let rows = try connection.query("SELECT * FROM t ORDER BY a")
        #expect(rows.count == 10_000)
        for (number, row) in rows.enumerated() {
            let isSame =
                try row.int(0) == number && row.int(1) == number && row.int(2) == number % 100
                && row.bool(3) == (number % 2 == 0) && row.text(4) == "რიგი \(number)"
                && row.bytes(5) == [UInt8(number % 256), 0] && row.double(6) == Double(number) / 2
                && row.int64Array(7) == [Int64(number), -1] && row.int32Array(8) == [] && row.int16Array(9) == [7]
                && row.textArray(10) == ["ა", "\(number)"] && row.isNull(11)
            #expect(isSame, "row \(number)")
        }
    }

    @Test func `finds a table in a schema`() throws {
        try connection.script("CREATE SCHEMA side; CREATE TABLE side.t (a int8)")
        let count = try connection.copyIn("side.t", columns: ["a"]) { writer in
            try writer.row(1)
            writer.int64(1)
        }
        #expect(count == 1)
        #expect(try connection.query("SELECT a FROM side.t")[0].int("a") == 1)
    }

    @Test func `that its body calls off leaves nothing behind`() throws {
        #expect(throws: Enough.self) {
            _ = try connection.copyIn("t", columns: ["a"]) { writer in
                try writer.row(1)
                writer.int64(1)
                throw Enough()
            }
        }
        #expect(try connection.query("SELECT count(*) FROM t")[0].int(0) == 0)
    }

    @Test func `refuses a row shorter than announced`() throws {
        let error = try postgresError {
            _ = try connection.copyIn("t", columns: ["a", "b"]) { writer in
                try writer.row(2)
                writer.int64(1)
            }
        }
        #expect(error.kind == .misuse)
        #expect(try connection.query("SELECT count(*) FROM t")[0].int(0) == 0)
    }

    @Test func `passes on what the server has against it`() throws {
        let error = try postgresError {
            _ = try connection.copyIn("t", columns: ["a"]) { writer in
                try writer.row(1)
                writer.int32(1)
            }
        }
        #expect(error.sqlState == "08P01")
        #expect(
            try postgresError { _ = try connection.copyIn("no", columns: ["a"]) { _ in } }.sqlState == .undefinedTable)
        #expect(try connection.query("SELECT 1")[0].int(0) == 1)
    }

    @Test func `carries rows out, chunk by chunk`() throws {
        var lines: [String] = []
        try connection.copyOut("COPY (SELECT n, 'x' FROM generate_series(1, 3) n) TO STDOUT (FORMAT csv)") { chunk in
            lines.append(String(decoding: chunk, as: UTF8.self))
        }
        #expect(lines == ["1,x\n", "2,x\n", "3,x\n"])
    }

    @Test func `out can be stopped midway, and the connection goes on`() throws {
        #expect(throws: Enough.self) {
            try connection.copyOut("COPY (SELECT * FROM generate_series(1, 10000000)) TO STDOUT") { _ in throw Enough()
            }
        }
        #expect(try connection.query("SELECT 1")[0].int(0) == 1)
    }

    @Test func `anywhere else is refused, and the connection goes on`() throws {
        #expect(try postgresError { try connection.script("COPY t FROM STDIN") }.kind == .misuse)
        #expect(try postgresError { try connection.script("COPY t TO STDOUT") }.kind == .misuse)
        #expect(try postgresError { try connection.copyOut("SELECT 1") { _ in } }.kind == .misuse)
        #expect(try connection.query("SELECT 1")[0].int(0) == 1)
    }
}
