import Events
import JSON
import Postgres

/// What limits every answer: which books have gaps, and who has fallen silent.
package enum Incomplete {
    /// Books listed in one answer; `total` counts all.
    private static let listed: Int64 = 50

    /// Books with missing numbers, worst first, and how many there are; of the shops that may be seen.
    package static func list(_ connection: Connection, _ schemas: Schemas, for sight: Sight = .everything) throws
        -> JSON
    {
        let scene = Scene(schemas: schemas, columns: [], stores: sight.stores)
        let rows = try connection.query(
            """
            SELECT writer, store, prefix, greatest, missing, last_effective, count(*) OVER ()
            FROM \(schemas.completeness("writer")) WHERE missing > 0 AND \(scene.isSeen("store"))
            ORDER BY missing DESC, writer LIMIT \(listed)
            """)
        let books: [JSON] = try rows.map { row in
            [
                "store": .text(try row.optionalText(1)), "writer": .string(try row.text(0)),
                "complete_through": .int(try row.int64(2)), "greatest": .int(try row.int64(3)),
                "missing": .int(try row.int64(4)),
                "last_fact_at": .string(Instant(milliseconds: try row.int64(5)).description),
            ]
        }
        let counts = try counts(connection, scene)
        let silent = try silent(connection, scene)
        return [
            "total": .int(try rows.first?.int64(6) ?? 0), "books": .array(books),
            "silent_total": .int(silent.total), "silent": .array(silent.listed),
            "astray": .array(try astray(connection, scene)),
            "unreadable": .int(try counts.int64(0)), "unapplied": .int(try counts.int64(1)),
            "unsettled": .int(try counts.int64(2)),
        ]
    }

    /// Facts that cannot be read, and that speak of what their shop does not know; stock whose costs were left going round in
    /// a circle.
    private static func counts(_ connection: Connection, _ scene: Scene) throws -> Row {
        try connection.query(
            """
            SELECT (SELECT count(*) FROM \(scene.completeness("unreadable")) WHERE \(scene.isSeen("store"))),
                (SELECT count(*) FROM \(scene.trade("unapplied")) WHERE \(scene.isSeen("store"))),
                (SELECT count(*) FROM \(scene.trade("unsettled")) WHERE \(scene.isSeen("store")))
            """)[0]
    }

    /// A till that is so far behind its shop's last fact has fallen silent.
    private static let silentMilliseconds: Int64 = 12 * 3_600_000

    private static func silent(_ connection: Connection, _ scene: Scene) throws -> (listed: [JSON], total: Int64) {
        let rows = try connection.query(
            """
            SELECT store, writer, last_effective, count(*) OVER () FROM (
                SELECT w.store, w.writer, w.last_effective, max(w.last_effective) OVER (PARTITION BY w.store) AS latest
                FROM \(scene.completeness("writer")) w
                JOIN \(scene.catalogue("till")) t ON t.writer = w.writer AND NOT t.retired
                WHERE \(scene.isSeen("w.store"))) b
            WHERE last_effective < latest - \(silentMilliseconds) ORDER BY last_effective, writer LIMIT \(listed)
            """)
        let listed: [JSON] = try rows.map { row in
            [
                "store": .text(try row.optionalText(0)), "writer": .string(try row.text(1)),
                "silent_since": .string(Instant(milliseconds: try row.int64(2)).description),
            ]
        }
        return (listed, try rows.first?.int64(3) ?? 0)
    }

    /// Writers whose facts stand in more than one partition: of two versions of a number, which one counts is not settled
    /// by one order.
    private static func astray(_ connection: Connection, _ scene: Scene) throws -> [JSON] {
        let rows = try connection.query(
            """
            SELECT store, writer, partitions FROM \(scene.schemas.completeness("writer"))
            WHERE cardinality(partitions) > 1 AND \(scene.isSeen("store")) ORDER BY writer LIMIT \(listed)
            """)
        return try rows.map { row in
            [
                "store": .text(try row.optionalText(0)), "writer": .string(try row.text(1)),
                "partitions": .array(try row.int32Array(2).map { .int(Int64($0)) }),
            ]
        }
    }

    /// For every writer: its safe-through, and the partition in which its book lies; nil for one of which nothing but
    /// numbers written off is known.
    package static func books(_ connection: Connection) throws -> [String: (safeThrough: Int64, partition: Int?)] {
        let schema = try Versions.serving(connection, Completeness.name).schema
        var books: [String: (safeThrough: Int64, partition: Int?)] = [:]
        for row in try connection.query(
            """
            SELECT writer, prefix, partitions[1] FROM \(identifier: schema).writer
            """)
        {
            books[try row.text(0)] = (try row.int64(1), try row.optionalInt(2))
        }
        return books
    }

    /// One writer's safe-through and greatest known number; nil when nothing of it is known.
    package static func book(_ connection: Connection, _ writer: String) throws -> (
        safeThrough: Int64, greatest: Int64
    )? {
        let schema = try Versions.serving(connection, Completeness.name).schema
        let rows = try connection.query(
            "SELECT prefix, greatest FROM \(identifier: schema).writer WHERE writer = \(writer)")
        return try rows.first.map { (try $0.int64(0), try $0.int64(1)) }
    }

    /// Whether every read model has folded a writer's number.
    package static func isFolded(_ connection: Connection, _ id: FactID) throws -> Bool {
        for model in ReadModels.all {
            let schema = try Versions.serving(connection, model.name).schema
            let rows = try connection.query(
                "SELECT ranges FROM \(identifier: schema).folded WHERE writer = \(id.writer)")
            guard let row = rows.first, SequenceSet(flat: try row.int64Array(0)).contains(id.sequence) else {
                return false
            }
        }
        return true
    }
}
