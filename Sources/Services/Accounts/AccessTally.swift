import Events
import JSON
import Postgres

/// What people and programs do that changes nothing and is yet to be known, counted by the hour: who signed in or was refused, looked
/// at persons, took data out. Once an hour is over it is said in the log, a fact an hour, person and kind, so that nobody can fill the
/// log by coming often; no value that was seen is kept.
package enum AccessTally {
    /// Beginning with the hour, in milliseconds since 1970; `who` is empty for all names together that nobody signs in with.
    static let schema = """
        CREATE TABLE IF NOT EXISTS davtari.access_tally (
            hour int8 NOT NULL, access text NOT NULL, who text NOT NULL, report text NOT NULL, times int8 NOT NULL,
            rows int8, columns text[] NOT NULL, PRIMARY KEY (hour, access, who, report));
        """
    static let hourMilliseconds: Int64 = 3_600_000

    private static func hour(_ moment: Instant) -> Int64 {
        let into = moment.milliseconds % hourMilliseconds
        return moment.milliseconds &- (into < 0 ? into &+ hourMilliseconds : into)
    }

    // MARK: Counting

    /// - Parameters:
    ///   - principal: as facts name who it was.
    ///   - rows: how many rows the answer had.
    ///   - columns: by which columns they were picked, which the house has names for.
    package static func note(
        _ access: AccessRecorded.Kind, by principal: String, of report: String, rows: Int64? = nil,
        columns: [String] = [], at now: Instant = .now, _ connection: Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO davtari.access_tally AS t (hour, access, who, report, times, rows, columns)
            VALUES (\(hour(now)), \(access.rawValue), \(principal), \(report), 1, \(rows), \(columns))
            ON CONFLICT (hour, access, who, report) DO UPDATE SET times = t.times + 1,
                rows = CASE WHEN t.rows IS NULL AND excluded.rows IS NULL THEN NULL
                    ELSE coalesce(t.rows, 0) + coalesce(excluded.rows, 0) END,
                columns = ARRAY(SELECT DISTINCT c FROM unnest(t.columns || excluded.columns) c ORDER BY c)
            """)
    }

    /// A sign-in that was refused. Whether somebody signs in by the name costs the same to find either way.
    static func noteRefused(_ name: String, at now: Instant = .now, _ connection: Connection) throws {
        let asked = Accounts.isName(name) ? name : ""
        try connection.execute(
            """
            INSERT INTO davtari.access_tally AS t (hour, access, who, report, times, columns)
            SELECT \(hour(now)), \(AccessRecorded.Kind.signInRefused.rawValue),
                coalesce((SELECT name FROM davtari.account WHERE name = \(asked)), ''), '', 1, '{}'
            ON CONFLICT (hour, access, who, report) DO UPDATE SET times = t.times + 1
            """)
    }

    // MARK: Saying

    /// Says what was counted of hours that are over.
    static func settle(_ connection: Connection, _ lease: Lease, at now: Instant = .now) throws {
        let current = hour(now)
        let due = try connection.prepared(
            "access_tally_due", "SELECT FROM davtari.access_tally WHERE hour < $1 LIMIT 1", [Bind(current)])
        guard !due.isEmpty else { return }
        try connection.transaction {
            try lease.fence()
            let rows = try connection.query(
                """
                WITH over AS (DELETE FROM davtari.access_tally WHERE hour < \(current) RETURNING *)
                SELECT hour, access, who, report, times, rows, columns FROM over ORDER BY hour, access, who, report
                """)
            for fact in try facts(rows) { try AccountFacts.say(fact, at: now, connection) }
        }
    }

    /// What was counted since the hour began, and is in no log yet: as it will be said.
    package static func open(_ connection: Connection) throws -> [AccessRecorded] {
        try facts(
            connection.query(
                """
                SELECT hour, access, who, report, times, rows, columns FROM davtari.access_tally
                ORDER BY hour DESC, access, who, report
                """))
    }

    /// - Parameter rows: those of one hour, kind and person one after the other.
    private static func facts(_ rows: Rows) throws -> [AccessRecorded] {
        var facts: [AccessRecorded] = []
        for row in rows {
            let (hour, access, who) = (Instant(milliseconds: try row.int64(0)), try row.text(1), try row.text(2))
            var fact = AccessRecorded()
            fact.circumstances.effectiveAt = hour.description
            fact.access = access
            switch AccessRecorded.Kind(rawValue: access) {
            case .signIn, .signInRefused: fact.signIn = who.isEmpty ? nil : who
            case .look, .export, nil: fact.circumstances.operator = who
            }
            if let last = facts.last, last.access == fact.access, last.signIn == fact.signIn,
                last.circumstances == fact.circumstances
            {
                fact = facts.removeLast()
            }
            let times = try row.int64(4)
            fact.times = fact.times.addingReportingOverflow(times).overflow ? .max : fact.times &+ times
            let report = try row.text(3)
            if !report.isEmpty {
                var part = AccessPart()
                (part.report, part.times, part.rows) = (report, times, try row.optionalInt64(5))
                part.columns = try row.textArray(6)
                fact.reports.append(part)
            }
            facts.append(fact)
        }
        return facts
    }
}

extension Accounts {
    /// Notes that somebody looked at persons, or took data out.
    package func note(
        _ access: AccessRecorded.Kind, by principal: String, of report: String, rows: Int? = nil,
        columns: [String] = []
    ) throws {
        try pool.withConnection {
            try AccessTally.note(
                access, by: principal, of: report, rows: rows.map(Int64.init), columns: columns, $0)
        }
    }
}
