import Postgres
import Testing

@Suite struct `SQL by interpolation` {
    @Test func `makes a bind of every value`() {
        let sql: SQL = "SELECT * FROM item WHERE id = \(7) AND name = \("x")"
        #expect(sql.text == "SELECT * FROM item WHERE id = $1 AND name = $2")
        #expect(sql.binds.count == 2)
    }

    @Test func `renumbers binds when statements are joined`() {
        let conditions: [SQL] = ["a = \(1)", "b = \(2)", "c IS NULL"]
        let sql = "SELECT \(0) WHERE " + SQL.join(conditions, separator: " AND ") + " LIMIT \(9)"
        #expect(sql.text == "SELECT $1 WHERE a = $2 AND b = $3 AND c IS NULL LIMIT $4")
        #expect(sql.binds.count == 4)
    }

    @Test func `splices fragments with their binds`() {
        let inner: SQL = "SELECT \(1)"
        let sql: SQL = "SELECT \(0), (\(inner)), \(2)"
        #expect(sql.text == "SELECT $1, (SELECT $2), $3")
    }

    @Test func `splices text only when told that it is unsafe, and quotes names`() {
        let sql: SQL = "SELECT \(unsafeSQL: "now()") FROM \(identifier: "od\"d")"
        #expect(sql.text == "SELECT now() FROM \"od\"\"d\"")
        #expect(sql.binds.isEmpty)
    }

    @Test func `an empty list joins to nothing`() {
        #expect(SQL.join([]).text == "")
    }

    @Test func `stores an injection attempt literally`() throws {
        let connection = try freshConnection()
        try connection.script("CREATE TABLE item (name text)")
        let attack = "'); DROP TABLE item; --"
        #expect(try connection.execute("INSERT INTO item VALUES (\(attack))") == 1)
        #expect(try connection.query("SELECT name FROM item")[0].text(0) == attack)
    }

    @Test func `upserts whole columns through unnest`() throws {
        let connection = try freshConnection()
        try connection.script("CREATE TABLE stock (key int8 PRIMARY KEY, amount int4 NOT NULL)")
        func upsert(_ keys: [Int64], _ amounts: [Int32]) throws -> Int {
            try connection.execute(
                """
                INSERT INTO stock SELECT * FROM unnest(\(keys), \(amounts))
                ON CONFLICT (key) DO UPDATE SET amount = stock.amount + excluded.amount
                """)
        }
        #expect(try upsert([1, 2, 3], [10, 20, 30]) == 3)
        #expect(try upsert([3, 4], [1, 1]) == 2)
        let rows = try connection.query("SELECT key, amount FROM stock ORDER BY key")
        #expect(try rows.map { try $0.int("amount") } == [10, 20, 31, 1])
        #expect(rows.columns == ["key", "amount"])
    }
}
