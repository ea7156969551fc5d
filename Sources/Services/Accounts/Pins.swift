import Crypto
import Events
import Postgres
import Rules

/// The digits by which employees say at tills who they are. A PIN counts at the tills of the shops where its employee works, as far as
/// their roles reach; what goes further is done with a sign-in.
///
/// Ten thousand PINs are tried in no time by whoever has the table of their hashes; a till may try five in a row.
struct Pins {
    static let schema = """
        CREATE TABLE IF NOT EXISTS davtari.pin (
            employee text PRIMARY KEY, hash text NOT NULL, set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
            failures int4 NOT NULL DEFAULT 0, failed_at timestamptz);
        """
    static let digits = 4...8
    /// So many wrong ones in a row are looked at at once.
    private static let most: Int32 = 5
    /// After one more than that: each further one is looked at after so long.
    private static let waitSeconds: Int32 = 60

    enum Verdict: Sendable, Equatable {
        case right, wrong
        /// There is none.
        case notThere
        case mustWait(seconds: Int)
    }

    let connection: Connection

    /// Why digits are no PIN; nil where they are one.
    static func fault(of pin: String) -> Refusal? {
        let digits = pin.utf8.map { Int($0) - Int(UInt8(ascii: "0")) }
        guard Self.digits.contains(digits.count), digits.allSatisfy((0...9).contains) else {
            return .invalid(
                "pin", "pin.digits", "a PIN has \(Self.digits.lowerBound) to \(Self.digits.upperBound) digits")
        }
        // Of what people choose first: one digit over and over, digits in a row.
        let steps = Set(zip(digits, digits.dropFirst()).map { $1 - $0 })
        guard steps.count > 1 || ![0, 1, -1].contains(steps.first ?? 0) else {
            return .invalid("pin", "pin.easy", "this PIN is among those that are guessed first")
        }
        return nil
    }

    func set(_ pin: String, of employee: String) throws {
        try connection.execute(
            """
            INSERT INTO davtari.pin AS p (employee, hash) VALUES (\(employee), \(Password.hash(pin)))
            ON CONFLICT (employee) DO UPDATE SET hash = excluded.hash, set_at = clock_timestamp(), failures = 0, failed_at = NULL
            """)
    }

    func remove(of employee: String) throws -> Bool {
        try connection.execute("DELETE FROM davtari.pin WHERE employee = \(employee)") == 1
    }

    /// Since when an employee has one; nil: they have none.
    func since(_ employee: String) throws -> Instant? {
        try connection.query(
            "SELECT (extract(epoch FROM set_at) * 1000)::int8 FROM davtari.pin WHERE employee = \(employee)"
        ).first.map { Instant(milliseconds: try $0.int64(0)) }
    }

    /// Whether digits are an employee's PIN; a wrong one is counted, whatever becomes of what it was said for.
    func check(_ pin: String, of employee: String) throws -> Verdict {
        try connection.transaction {
            // Locked until it is counted, so that no crowd slips through between looking and counting.
            let row = try connection.query(
                """
                SELECT hash, failures, ceil(extract(epoch FROM
                    failed_at + make_interval(secs => \(Self.waitSeconds)) - clock_timestamp()))::int8
                FROM davtari.pin WHERE employee = \(employee) FOR UPDATE
                """
            ).first
            guard let row else { return .notThere }
            if try row.int(1) >= Self.most, let wait = try row.optionalInt64(2), wait > 0 {
                return .mustWait(seconds: Int(wait))
            }
            guard try Password.matches(pin, hash: row.text(0)) else {
                try connection.execute(
                    """
                    UPDATE davtari.pin SET failures = failures + 1, failed_at = clock_timestamp() WHERE employee = \(employee)
                    """)
                return .wrong
            }
            try connection.execute("UPDATE davtari.pin SET failures = 0, failed_at = NULL WHERE employee = \(employee)")
            return .right
        }
    }
}

/// Since when an employee has a PIN, for the page of their record; nil: they have none.
package enum PinListing {
    package static func since(_ employee: String, _ connection: Connection) throws -> Instant? {
        try Pins(connection: connection).since(employee)
    }
}
