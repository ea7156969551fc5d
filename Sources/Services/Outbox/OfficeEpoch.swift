import Crypto
import Events
import Foundation
import Log
import Postgres

/// Which database decides for the chain, as the log tells it.
///
/// Two databases may follow one log: one that was restored, beside the one that it was saved from. Both would take the same
/// payment from a gift card. So whoever becomes the office says so in the log (`office.opened`, an epoch further), reads
/// on until that comes back, and only then decides, under writers that nobody had before. Whoever sees another's epoch
/// decides nothing any more. Of two that claim one epoch the first in the log has it.
///
/// A database that is started claims by itself, as the last to be started is the one that is meant; but one that saw another
/// become the office waits until it is told to take it back.
enum OfficeEpoch {
    static let schema = """
        CREATE TABLE IF NOT EXISTS davtari.office_epoch (
            one boolean PRIMARY KEY DEFAULT true CHECK (one), epoch int8 NOT NULL DEFAULT 0, holder text, instance text,
            since int8, own text, own_epoch int8 NOT NULL DEFAULT 0, own_database text, own_life text,
            settled boolean NOT NULL DEFAULT false, wanted boolean NOT NULL DEFAULT false,
            taken boolean NOT NULL DEFAULT false);
        INSERT INTO davtari.office_epoch DEFAULT VALUES ON CONFLICT DO NOTHING;
        """

    /// The same from one start of Postgres to the next, another once restored.
    private static let database: SQL = """
        concat_ws('/', (SELECT system_identifier FROM pg_control_system()), left(pg_walfile_name(pg_current_wal_lsn()), 8),
            (SELECT oid FROM pg_database WHERE datname = current_database()), 'davtari.outbox_writer'::regclass::oid)
        """

    // MARK: How it stands

    enum Standing: Equatable {
        /// This database is the office.
        case decides
        /// It has the latest epoch, and does not know yet whether it knows everything.
        case claimed(epoch: Int64)
        /// Its claim is on its way to the log and back.
        case claiming
        /// It may claim, and has a reason to.
        case mayClaim
        /// Nobody has decided anything yet.
        case idle
        /// Another has become the office since this one was.
        case superseded(String)
    }

    static func standing(_ connection: Connection) throws -> Standing {
        let rows = try connection.query(
            """
            SELECT epoch, holder, instance, since, own, own_epoch, own_database = \(database), own_life = \(Restore.identity),
                settled, taken, wanted OR own IS NOT NULL OR holder IS NOT NULL OR EXISTS (
                    SELECT FROM davtari.reaction_due d WHERE NOT EXISTS (
                        SELECT FROM davtari.reacted r WHERE r.reactor = \(FollowedFacts.reactions)
                            AND r.writer = d.writer AND r.writerseq = d.writerseq))
            FROM davtari.office_epoch
            """)
        guard let row = rows.first else { return .idle }
        let (epoch, holder, own) = (try row.int64(0), try row.optionalText(1), try row.optionalText(4))
        let isSameLife = try !row.isNull(7) && row.bool(7)
        if let own, isSameLife {
            if own == holder { return try row.bool(8) ? .decides : .claimed(epoch: epoch) }
            if try row.int64(5) > epoch { return .claiming }
        }
        if let own, let holder, own != holder, try !row.isNull(6), try row.bool(6), try !row.bool(9) {
            return .superseded(
                reason(
                    epoch, by: try row.optionalText(2), at: try row.optionalInt64(3).map { Instant(milliseconds: $0) }))
        }
        return try row.bool(10) ? .mayClaim : .idle
    }

    /// The one row; without it this database cannot know who decides.
    static func only(_ rows: Rows) throws -> Row {
        guard let row = rows.first else {
            throw OfficeError.refusing("davtari.office_epoch has lost its row: restore this database from a copy")
        }
        return row
    }

    static func decides(_ connection: Connection) throws -> Bool {
        try Restore.isVerified(connection) && standing(connection) == .decides
    }

    private static func reason(_ epoch: Int64, by instance: String?, at since: Instant?) -> String {
        "another database has been the office since \(since?.description ?? "a while ago")"
            + "\(instance.map { ", at \($0)" } ?? "") (epoch \(epoch) of this log): this one decides nothing any more. Stop this "
            + "one; or, where it is the one that is to decide, stop the other and say `davtari office take` here"
    }

    // MARK: Becoming the office

    /// A command waits for this database to become the office.
    static func want(_ connection: Connection) throws {
        let noted = try connection.execute("UPDATE davtari.office_epoch SET wanted = true WHERE NOT wanted")
        if noted > 0 { _ = try connection.query("SELECT pg_notify(\(Outbox.channel), '')") }
    }

    /// Somebody has said that this one is to decide, whoever does now.
    static func take(_ connection: Connection) throws {
        try connection.execute("UPDATE davtari.office_epoch SET taken = true, wanted = true")
        _ = try connection.query("SELECT pg_notify(\(Outbox.channel), '')")
    }

    /// Says in the log that this database becomes the office, as the first fact of a new writer: what others know of the
    /// old ones may be what a copy of this database has said.
    static func claim(_ connection: Connection, _ lease: Lease, _ log: LogIdentity, instance: String) throws {
        try connection.transaction {
            try lease.fence()
            let row = try only(connection.query("SELECT epoch, holder FROM davtari.office_epoch FOR UPDATE"))
            var opened = OfficeOpened()
            opened.office = Hex.encode(Random.bytes(12))
            (opened.epoch, opened.previous) = (try row.int64(0) + 1, try row.optionalText(1))
            opened.instance = instance
            try Restore.renewWriters(connection, log)
            _ = try Outbox.append([Decided(.officeOpened(opened), to: .chain)], at: .now, log, connection)
            try connection.execute(
                """
                UPDATE davtari.office_epoch SET own = \(opened.office), own_epoch = \(opened.epoch),
                    own_database = \(database), own_life = \(Restore.identity), settled = false, taken = false
                """)
        }
    }

    /// From now on this database decides.
    static func settle(_ connection: Connection, _ lease: Lease) throws {
        try connection.transaction {
            try lease.fence()
            try connection.execute(
                """
                UPDATE davtari.office_epoch SET settled = true, wanted = false
                WHERE own = holder AND own_life = \(Restore.identity)
                """)
        }
    }

    /// Takes a claim that stands in the log; one of an epoch that somebody has already counts for nothing.
    static func note(_ fact: OfficeOpened, _ event: Event, _ connection: Connection) throws {
        guard event.id.writer.hasPrefix(Envelope.officePrefix), event.envelope.store == nil else { return }
        try connection.execute(
            """
            UPDATE davtari.office_epoch SET epoch = \(fact.epoch), holder = \(fact.office), instance = \(fact.instance),
                since = \(event.envelope.occurredAt.milliseconds) WHERE epoch = \(fact.epoch - 1)
            """)
    }
}

extension Office {
    /// Which database decides, in a sentence.
    package static func whoDecides(_ connection: Connection) throws -> String {
        let row = try OfficeEpoch.only(
            connection.query("SELECT epoch, holder, instance FROM davtari.office_epoch"))
        let (epoch, instance) = (try row.int64(0), try row.optionalText(2))
        return switch try OfficeEpoch.standing(connection) {
        case .decides: "this database is the office (epoch \(epoch))"
        case .superseded(let reason): reason
        case .claimed, .claiming: "this database is becoming the office"
        case .mayClaim, .idle:
            epoch == 0
                ? "nobody has been the office of this log yet: whoever is given a command first becomes it"
                : "this database has been told of epoch \(epoch)\(instance.map { ", at \($0)" } ?? ""), and becomes the office when "
                    + "`davtari serve` runs on it"
        }
    }

    /// Has this database become the office, though another is.
    package static func take(_ connection: Connection) throws { try OfficeEpoch.take(connection) }
}
