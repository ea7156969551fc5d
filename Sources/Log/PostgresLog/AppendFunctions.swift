/// What the server does of an append, so that a batch costs one round trip and not one a partition.
///
/// Partitions are taken in the order given, which is theirs: two gateways cannot wait for each other. The row lock is
/// held until the commit, so offsets become visible in order.
enum AppendFunctions {
    /// - Parameter schema: the log's, quoted.
    static func script(schema: String) -> String {
        """
        CREATE OR REPLACE FUNCTION \(schema).log_reserve(wanted int4[], counts int8[], now_ms int8)
            RETURNS TABLE (first_offset int8, recorded_at int8) LANGUAGE plpgsql AS $function$
        BEGIN
            FOR i IN 1 .. array_length(wanted, 1) LOOP
                UPDATE \(schema).log_partition p
                SET next_offset = p.next_offset + counts[i], last_recorded_at = greatest(p.last_recorded_at, now_ms)
                WHERE p.partition = wanted[i]
                RETURNING p.next_offset - counts[i], p.last_recorded_at INTO first_offset, recorded_at;
                IF NOT FOUND THEN RAISE 'partition % is missing', wanted[i]; END IF;
                RETURN NEXT;
            END LOOP;
        END $function$;

        CREATE OR REPLACE FUNCTION \(schema).log_append(
            wanted int4[], counts int8[], now_ms int8, runs int4[], ordinals int8[], keys text[], records bytea[])
            RETURNS TABLE (first_offset int8, recorded_at int8) LANGUAGE plpgsql AS $function$
        DECLARE
            firsts int8[];
            stamps int8[];
        BEGIN
            SELECT array_agg(r.first_offset), array_agg(r.recorded_at) INTO firsts, stamps
            FROM \(schema).log_reserve(wanted, counts, now_ms) r;
            INSERT INTO \(schema).log_record (partition, log_offset, recorded_at, key, bytes)
            SELECT wanted[u.run], firsts[u.run] + u.ordinal, stamps[u.run], u.key, u.bytes
            FROM unnest(runs, ordinals, keys, records) AS u(run, ordinal, key, bytes);
            RETURN QUERY SELECT * FROM unnest(firsts, stamps);
        END $function$;
        """
    }
}
