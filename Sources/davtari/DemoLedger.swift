import Events
import Postgres

/// What `davtari demo` must know of a log to go on with it, kept beside the read models; and that only one demo trades
/// at a time.
final class DemoLedger {
    private let connection: Connection

    /// - Throws: `CommandFailure` when another demo is at work.
    init(_ conninfo: String) throws {
        connection = try Connection(conninfo, applicationName: "davtari demo")
        let isOurs = try connection.query("SELECT pg_try_advisory_lock(hashtext('davtari demo'))").first?.bool(0)
        guard isOurs == true else {
            throw CommandFailure("another davtari demo is at work on this database; one is enough")
        }
        try connection.makingTables {
            try connection.makeSchema(
                "demo",
                """
                CREATE SCHEMA IF NOT EXISTS davtari;
                CREATE TABLE IF NOT EXISTS davtari.demo (
                    log text PRIMARY KEY, small bool NOT NULL, days int4 NOT NULL, last_day int4 NOT NULL,
                    until int8 NOT NULL, loaded bool NOT NULL);
                """)
        }
    }

    /// How many facts the office says by itself, of no chain yet: that it opened, and who may sign in.
    func factsOfOffice() throws -> Int64 {
        try connection.query(
            "SELECT (SELECT count(*) FROM davtari.account_said) + (SELECT coalesce(sum(epoch), 0)::int8 FROM davtari.office_epoch)"
        ).first?.int64(0) ?? 0
    }

    /// The chain that was begun in this log, and whether it was loaded to its end.
    func entry(of log: String) throws -> (plan: DemoPlan, isLoaded: Bool)? {
        try connection.query("SELECT small, days, last_day, until, loaded FROM davtari.demo WHERE log = \(log)").first
            .map { row in
                let plan = DemoPlan(
                    isSmall: try row.bool(0), days: try row.int(1),
                    lastDay: CalendarDay(daysSince1970: Int32(try row.int(2))),
                    until: Instant(milliseconds: try row.int64(3)))
                return (plan, try row.bool(4))
            }
    }

    func write(_ plan: DemoPlan, of log: String, isLoaded: Bool) throws {
        let (days, lastDay) = (Int32(plan.days), plan.lastDay.daysSince1970)
        try connection.execute(
            """
            INSERT INTO davtari.demo (log, small, days, last_day, until, loaded)
            VALUES (\(log), \(plan.isSmall), \(days), \(lastDay), \(plan.until.milliseconds), \(isLoaded))
            ON CONFLICT (log) DO UPDATE SET small = excluded.small, days = excluded.days,
                last_day = excluded.last_day, until = excluded.until, loaded = excluded.loaded
            """)
    }
}
