import Postgres

/// Facts that break rules: by themselves, or by what other facts say (own fields, voids from another shift).
enum Suspects {
    private static let columns = [
        "recorded_at", "effective_at", "writer", "writerseq", "store", "type",
    ]

    /// A row a fact, with all its rules; `breaks` is true where it breaks one by itself, else others show one.
    static func rows(_ schemas: Schemas) -> SQL {
        let same = columns.map { "coalesce(s.\($0), m.\($0), f.\($0)) AS \($0)" }.joined(separator: ", ")
        return """
            (SELECT log_partition, log_offset, \(unsafeSQL: same),
                coalesce(s.rules, '{}') || coalesce(m.rules, '{}') || coalesce(f.rules, '{}') AS rules,
                '[' || concat_ws(',', btrim(s.faults, '[]'), btrim(m.faults, '[]'), btrim(f.faults, '[]')) || ']' AS faults,
                s.writer IS NOT NULL AS breaks
            FROM \(schemas.completeness("suspect")) s
            FULL JOIN \(schemas.trade("marked_revision")) m USING (log_partition, log_offset)
            FULL JOIN (SELECT * FROM \(schemas.completeness("own_fields")) WHERE faults IS NOT NULL) f
                USING (log_partition, log_offset))
            """
    }

    /// How many there are; every answer says it, so it is asked of each table by itself.
    static func count(_ scene: Scene) -> SQL {
        let (suspect, marked) = (scene.completeness("suspect"), scene.trade("marked_revision"))
        return """
            ((SELECT count(*) FROM \(suspect) WHERE \(scene.isSeen("store")))
            + (SELECT count(*) FROM \(marked) m WHERE \(scene.isSeen("m.store")) AND NOT EXISTS (SELECT FROM \(suspect) s
                WHERE s.log_partition = m.log_partition AND s.log_offset = m.log_offset))
            + (SELECT count(*) FROM \(scene.completeness("own_fields")) f WHERE f.faults IS NOT NULL
                AND \(scene.isSeen("f.store")) AND NOT EXISTS (SELECT FROM \(suspect) s
                WHERE s.log_partition = f.log_partition AND s.log_offset = f.log_offset) AND NOT EXISTS (SELECT FROM \(marked) m
                WHERE m.log_partition = f.log_partition AND m.log_offset = f.log_offset)))
            """
    }
}
