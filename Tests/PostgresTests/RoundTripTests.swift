import Postgres
import Testing

@Suite struct `Values going to the server and back` {
    let connection: Connection

    init() throws { connection = try freshConnection() }

    @Test func `integers keep their value at the edges of their types`() throws {
        let row = try #require(
            try connection.query("SELECT \(Int64.min), \(Int64.max), \(Int32.min), \(Int16.max), \(-1)").first)
        #expect(try row.int64(0) == .min)
        #expect(try row.int64(1) == .max)
        #expect(try row.int(2) == Int(Int32.min))
        #expect(try row.int(3) == Int(Int16.max))
        #expect(try row.int(4) == -1)
    }

    @Test func `binds arrive as the types they claim`() throws {
        let types = try connection.query(
            """
            SELECT unnest(array[pg_typeof(\(1))::text, pg_typeof(\(Int32(1)))::text, pg_typeof(\(Int16(1)))::text,
              pg_typeof(\(true))::text, pg_typeof(\(1.5))::text, pg_typeof(\("x"))::text,
              pg_typeof(\([UInt8(1)]))::text,
              pg_typeof(\([1]))::text, pg_typeof(\([Int32(1)]))::text, pg_typeof(\([Int16(1)]))::text,
              pg_typeof(\(["x"]))::text, pg_typeof(\([[UInt8(1)]]))::text, pg_typeof(\([true]))::text,
              pg_typeof(\([1.5]))::text, pg_typeof(\(Int32?.none))::text])
            """
        ).map { try $0.text(0) }
        #expect(
            types == [
                "bigint", "integer", "smallint", "boolean", "double precision", "text", "bytea", "bigint[]",
                "integer[]", "smallint[]", "text[]", "bytea[]", "boolean[]", "double precision[]", "integer",
            ])
    }

    @Test(arguments: ["", "გამარჯობა, თბილისი", "a'b\"c\\d;--", "🏔️ e\u{301}", "line\nline"])
    func `text stays what it was`(_ text: String) throws {
        let rows = try connection.query("SELECT \(text) AS said, length(\(text)) AS long")
        #expect(try rows[0].text("said") == text)
        #expect(try rows[0].int("long") == text.unicodeScalars.count)
    }

    @Test func `bytes stay what they were, none and null apart`() throws {
        let all = (0...255).map { UInt8($0) }
        let row = try connection.query("SELECT \(all), \([UInt8]()), \([UInt8]?.none)")[0]
        #expect(try row.bytes(0) == all)
        #expect(try row.bytes(1) == [])
        #expect(try row.optionalBytes(2) == nil)
    }

    @Test func `bools and floats stay what they were`() throws {
        let row = try connection.query("SELECT \(true), \(false), \(0.1), \(-Double.infinity), 1.5::float4")[0]
        #expect(try row.bool(0))
        #expect(try !row.bool(1))
        #expect(try row.double(2) == 0.1)
        #expect(try row.double(3) == -.infinity)
        #expect(try row.double(4) == 1.5)
    }

    @Test func `a null is nil, and an error where a value is required`() throws {
        let row = try connection.query("SELECT \(String?.none) AS a, \(Int?.none) AS b, \(Int?.some(7)) AS c")[0]
        #expect(try row.isNull("a"))
        #expect(try row.optionalText("a") == nil)
        #expect(try row.optionalInt("b") == nil)
        #expect(try row.optionalInt("c") == 7)
        let error = try postgresError { _ = try row.int("b") }
        #expect(error.message == "column b: expected an integer, found null")
    }

    @Test func `arrays stay what they were, empty ones too`() throws {
        let row = try connection.query(
            """
            SELECT \([Int64.min, 0, .max]), \([Int32]([1, -2])), \([Int16]([3])), \(["ა", "", "b,{}\""]),
              \([[UInt8]]([[], [0, 255]])), \([true, false]), \([0.5]), \([Int64]()), \([String]())
            """)[0]
        #expect(try row.int64Array(0) == [.min, 0, .max])
        #expect(try row.int32Array(1) == [1, -2])
        #expect(try row.int16Array(2) == [3])
        #expect(try row.textArray(3) == ["ა", "", "b,{}\""])
        #expect(try row.bytesArray(4) == [[], [0, 255]])
        #expect(try row.boolArray(5) == [true, false])
        #expect(try row.doubleArray(6) == [0.5])
        #expect(try row.int64Array(7) == [])
        #expect(try row.textArray(8) == [])
        #expect(try row.int64Array(1) == [1, -2])
    }

    @Test func `nulls inside arrays are kept, and refused where nobody expects them`() throws {
        let row = try connection.query("SELECT \([1, nil, 3] as [Int64?]), \([nil, "x"] as [String?])")[0]
        #expect(try row.optionalInt64s(0) == [1, nil, 3])
        #expect(try row.optionalTexts(1) == [nil, "x"])
        #expect(throws: PostgresError.self) { try row.int64Array(0) }
    }

    @Test(arguments: [
        "0", "1", "-1", "0.5", "0.00", "-12.50", "10000", "100000000", "0.0001", "0.00001", "99999999999999999999.1",
        "123456789012345678901234567890.0123456789", "1e-20", "NaN",
    ])
    func `a numeric reads exactly as the server prints it`(_ number: String) throws {
        let row = try connection.query("SELECT \(number)::numeric, \(number)::numeric::text")[0]
        #expect(try row.text(0) == row.text(1))
    }

    @Test(arguments: ["2000-01-01", "1999-12-31", "2024-02-29", "1970-01-01", "1899-03-01", "2100-12-31", "0001-01-01"])
    func `a date reads as the server prints it`(_ date: String) throws {
        let row = try connection.query("SELECT \(date)::date")[0]
        #expect(try row.text(0) == date)
    }

    @Test func `moments, ids and documents read as text`() throws {
        let row = try connection.query(
            """
            SELECT '2025-03-09 08:07:06.5+04'::timestamptz, '1999-12-31 23:59:59.999999'::timestamp,
              '0f8fad5b-d9cb-469f-a165-70867728950e'::uuid, '{"a": [1]}'::jsonb, '{"a":1}'::json
            """)[0]
        #expect(try row.text(0) == "2025-03-09T04:07:06.500000Z")
        #expect(try row.text(1) == "1999-12-31T23:59:59.999999")
        #expect(try row.text(2) == "0f8fad5b-d9cb-469f-a165-70867728950e")
        #expect(try row.text(3) == "{\"a\": [1]}")
        #expect(try row.text(4) == "{\"a\":1}")
    }

    @Test func `a wrong type, place or name is an error that says so`() throws {
        let rows = try connection.query("SELECT 'x'::text AS word, 1.5 AS ratio")
        #expect(
            try postgresError { _ = try rows[0].int("word") }.message == "column word: expected an integer, found text")
        #expect(
            try postgresError { _ = try rows[0].int(1) }.message == "column ratio: expected an integer, found numeric")
        #expect(throws: PostgresError.self) { try rows[0].text(2) }
        #expect(throws: PostgresError.self) { try rows[0].text("nothing") }
        #expect(throws: PostgresError.self) { try rows[1].text(0) }
    }
}
