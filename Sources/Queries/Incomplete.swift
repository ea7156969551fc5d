import Events
import JSON
import Postgres
import Projections
import Rules

/// What limits every answer: which books have gaps, and who has fallen silent.
package enum Incomplete {
    /// Books listed in one answer; `total` counts all.
    private static let listed: Int64 = 50

    /// Books with missing numbers, worst first, and how many there are; of the shops that may be seen.
    ///
    /// One statement for all of it: every answer of the API carries this.
    package static func ahead(
        _ connection: Connection, _ schemas: Schemas, for sight: Sight
    ) throws -> Awaited<JSON> {
        let scene = Scene(schemas: schemas, columns: [], stores: sight.stores)
        return try connection.ahead(
            """
            SELECT * FROM (\(gapsQuery(scene)) UNION ALL \(silentQuery(scene)) UNION ALL \(astrayQuery(scene))
                UNION ALL \(typesQuery(scene)) UNION ALL \(countsQuery(scene))) every ORDER BY kind, place
            """
        ).map(json)
    }

    private static func json(_ rows: Rows) throws -> JSON {
        var (gaps, silent, astray): ([JSON], [JSON], [JSON]) = ([], [], [])
        var types: [FactEffect: [JSON]] = [:]
        var (total, silentTotal): (Int64, Int64) = (0, 0)
        var counts: [Int64] = [0, 0, 0, 0, 0, 0, 0]
        for row in rows {
            let (store, writer, numbers): (JSON, JSON, [Int64]) = (
                .text(try row.optionalText(2)), .text(try row.optionalText(3)), try row.int64Array(4)
            )
            // cannot trap: each kind has as many numbers as its own statement below gives it
            switch try row.text(0) {
            case "gap":
                total = numbers[4]
                gaps.append([
                    "store": store, "writer": writer, "complete_through": .int(numbers[0]),
                    "greatest": .int(numbers[1]), "missing": .int(numbers[2]), "last_fact_at": moment(numbers[3]),
                ])
            case "silent":
                silentTotal = numbers[1]
                silent.append(["store": store, "writer": writer, "silent_since": moment(numbers[0])])
            case "astray":
                astray.append(["store": store, "writer": writer, "partitions": .array(numbers.map { .int($0) })])
            case "type":
                let type = try row.text(3)
                let effect = FactEffect(of: type)
                // cannot trap: the statement of types counts their facts
                var told: JSON = ["type": .string(type), "facts": .int(numbers[0])]
                if effect == .unknown { told["nearest"] = .text(FactType.nearest(to: type)) }
                types[effect, default: []].append(told)
            default: counts = numbers
            }
        }
        return [
            // cannot trap: the statement of counts gives as many
            "total": .int(total), "books": .array(gaps), "silent_total": .int(silentTotal), "silent": .array(silent),
            "astray": .array(astray), "unreadable": .int(counts[0]), "unapplied": .int(counts[1]),
            "set_aside": .int(counts[2]), "suspect": .int(counts[3]), "foreign_receipts": .int(counts[4]),
            "lost_references": .int(counts[5]), "ahead": .int(counts[6]),
            "kept": .array(types[.kept] ?? []), "unknown": .array(types[.unknown] ?? []),
        ]
    }

    private static func moment(_ milliseconds: Int64) -> JSON {
        .string(Instant(milliseconds: milliseconds).description)
    }

    private static func gapsQuery(_ scene: Scene) -> SQL {
        """
        (SELECT 'gap' AS kind, row_number() OVER gap AS place, store, writer,
            ARRAY[prefix, greatest, missing, last_heard, count(*) OVER ()] AS numbers
        FROM \(scene.completeness("writer")) WHERE missing > 0 AND \(scene.isSeen("store"))
        WINDOW gap AS (ORDER BY missing DESC, writer) ORDER BY place LIMIT \(listed))
        """
    }

    /// A till that is so far behind its shop's last fact has fallen silent.
    private static let silentMilliseconds: Int64 = 12 * 3_600_000

    private static func silentQuery(_ scene: Scene) -> SQL {
        """
        (SELECT 'silent', row_number() OVER silent AS place, store, writer, ARRAY[last_heard, count(*) OVER ()]
        FROM (
            SELECT w.store, w.writer, w.last_heard, max(w.last_heard) OVER (PARTITION BY w.store) AS latest
            FROM \(scene.completeness("writer")) w
            JOIN \(scene.schemas.tills) t ON t.writer = w.writer AND NOT t.retired
            WHERE \(scene.isSeen("w.store"))) b
        WHERE last_heard < latest - \(silentMilliseconds)
        WINDOW silent AS (ORDER BY last_heard, writer) ORDER BY place LIMIT \(listed))
        """
    }

    /// Writers whose facts stand in more than one partition: of two versions of a number, which one counts is not settled
    /// by one order.
    private static func astrayQuery(_ scene: Scene) -> SQL {
        """
        (SELECT 'astray', row_number() OVER (ORDER BY writer) AS place, store, writer, partitions::int8[]
        FROM \(scene.completeness("writer")) WHERE cardinality(partitions) > 1 AND \(scene.isSeen("store"))
        ORDER BY place LIMIT \(listed))
        """
    }

    /// Types from whose facts nothing follows, the most frequent first.
    private static func typesQuery(_ scene: Scene) -> SQL {
        let folded = FactType.all.map(\.name).filter { FactEffect(of: $0) == .folded }
        return """
            (SELECT 'type', row_number() OVER (ORDER BY sum(facts) DESC, type) AS place, NULL, type,
                ARRAY[\(unsafeSQL: Sum.of("facts"))]
            FROM \(scene.completeness("fact_type")) WHERE NOT (type = ANY(\(folded))) AND \(scene.isSeen("store"))
            GROUP BY type ORDER BY place LIMIT \(listed))
            """
    }

    /// Facts that cannot be read, and that speak of what their shop does not know; records that a
    /// read model had to leave out; facts that are dated more than a day ahead.
    private static func countsQuery(_ scene: Scene) -> SQL {
        """
        SELECT 'counts', 0, NULL, NULL, ARRAY[
            (SELECT count(*) FROM \(scene.completeness("unreadable")) WHERE \(scene.isSeen("store"))),
            (SELECT count(*) FROM \(scene.trade("unapplied")) WHERE \(scene.isSeen("store"))),
            (SELECT count(DISTINCT (log_partition, log_offset)) FROM \(setAside) WHERE \(scene.isSeen("store"))),
            \(Suspects.count(scene)),
            (SELECT count(*) FROM \(scene.foreignReceipts) f WHERE \(scene.isSeen("f.store"))),
            (SELECT count(*) FROM \(scene.lostReferences) l WHERE \(scene.isSeen("l.store"))),
            (SELECT count(*) FROM \(scene.completeness("ahead")) WHERE \(scene.isSeen("store")))]
        """
    }

    /// What the serving versions have left out.
    static let setAside: SQL =
        "(SELECT a.* FROM davtari.set_aside a JOIN davtari.read_model m USING (name, version) WHERE m.serving) a"

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

    /// One writer's safe-through and greatest known number; nil when nothing of it is known, or nothing that may be seen.
    package static func book(_ connection: Connection, _ writer: String, for sight: Sight) throws -> (
        safeThrough: Int64, greatest: Int64
    )? {
        let schema = try Versions.serving(connection, Completeness.name).schema
        let rows = try connection.query(
            "SELECT prefix, greatest, store FROM \(identifier: schema).writer WHERE writer = \(writer)")
        guard let row = rows.first, sight.sees(store: try row.optionalText(2)) else { return nil }
        return (try row.int64(0), try row.int64(1))
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
