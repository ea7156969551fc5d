import Postgres

/// What the server does of an append, so that a batch costs one round trip and not one a partition.
///
/// Partitions are taken in the order given, which is theirs: two gateways cannot wait for each other. The row lock is
/// held until the commit, so offsets become visible in order.
///
/// `recorded_at` does not go back while clocks differ by no more than a minute. A clock that is further ahead of the server's is
/// refused, as Kafka does; and where the server's own was ahead once, what it stamped then does not hold the later ones: they are
/// stamped by the clock as it is now.
enum AppendFunctions {
    /// By how much clocks may differ.
    static let clockMilliseconds = 60_000
    /// A condition of our own: Postgres leaves classes from I on to applications.
    static let clockAhead: SQLState = "KCLCK"

    /// - Parameter schema: the log's, quoted.
    static func script(schema: String) -> String {
        """
        CREATE OR REPLACE FUNCTION \(schema).log_reserve(wanted int4[], counts int8[], now_ms int8)
            RETURNS TABLE (first_offset int8, recorded_at int8) LANGUAGE plpgsql AS $function$
        BEGIN
            IF now_ms > extract(epoch FROM clock_timestamp()) * 1000 + \(clockMilliseconds) THEN
                RAISE 'the clock of who appends is % s ahead of the server''s',
                    round(now_ms / 1000.0 - extract(epoch FROM clock_timestamp())) USING ERRCODE = '\(clockAhead.rawValue)';
            END IF;
            FOR i IN 1 .. array_length(wanted, 1) LOOP
                UPDATE \(schema).log_partition p
                SET next_offset = p.next_offset + counts[i], last_recorded_at =
                        CASE WHEN p.last_recorded_at > now_ms + \(clockMilliseconds) THEN now_ms
                        ELSE greatest(p.last_recorded_at, now_ms) END
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
