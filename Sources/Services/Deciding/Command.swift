import Crypto
import Events
import JSON
import Log
import Postgres

/// A command as it came in: what to do, by whom, and under which key it may be repeated.
package struct Command: Sendable {
    /// Whose key it is; two callers may choose the same one.
    package var caller: String
    /// The caller's own name for this command: said again, it is answered as the first time.
    package var key: String?
    /// Hash of everything that the command says.
    package var fingerprint: [UInt8]
    package var run: @Sendable (Work) throws -> Effect

    package static let keyLimit = 200

    package init(
        caller: String, key: String?, saying: [[UInt8]], run: @escaping @Sendable (Work) throws -> Effect
    ) throws {
        if let key, key.isEmpty || key.utf8.count > Self.keyLimit || key.utf8.contains(0) {
            throw Refusal(
                .malformed, "idempotency.key", "Idempotency-Key has 1 to \(Self.keyLimit) bytes",
                [("limit", .int(Int64(Self.keyLimit)))])
        }
        var hash = SHA256()
        for part in saying {
            withUnsafeBytes(of: Int64(part.count).bigEndian) { hash.update($0) }
            hash.update(part)
        }
        (self.caller, self.key, self.run) = (caller, key, run)
        fingerprint = hash.finish()
    }
}

/// What a command did, for its answer.
package struct Effect: Sendable {
    package var isNew: Bool
    /// What the thing is after it.
    package var body: JSON
    /// The stream's version after it, which is its ETag.
    package var version: Int64
    /// What is told this once, as a link's secret: a repeat is answered without it.
    package var once: JSON = .object([])
    /// The request that waits for somebody who may, where it went further than its asker's limit: then nothing of it was done.
    package var approval: String?

    package init(isNew: Bool, version: Int64, body: JSON) {
        (self.isNew, self.version, self.body) = (isNew, version, body)
    }
}

/// What is answered to a command, and answered again when it is said again.
package struct CommandAnswer: Sendable, Equatable {
    package var isNew: Bool
    package var version: Int64
    package var body: JSON
    package var facts: [FactID]
    /// Behind the facts; nil while they are on their way, or when there are none.
    package var position: Position?
    /// What is told this once and kept nowhere.
    package var once: JSON = .object([])
    /// The request that it became, where it went further than its asker may alone.
    package var approval: String?
    /// Given under this key before.
    package var isRepeat = false

    init(_ effect: Effect, _ facts: [FactID]) {
        (isNew, version, body, self.facts) = (effect.isNew, effect.version, effect.body, facts)
        (once, approval) = (effect.once, effect.approval)
    }

    init(stored json: JSON) throws {
        guard let isNew = json["new"]?.bool, let version = json["version"]?.int, let body = json["body"],
            let facts = json["facts"]?.array?.compactMap({ $0.string.flatMap { FactID($0) } })
        else { throw OfficeError.wrongLog("an answer that was stored cannot be read") }
        (self.isNew, self.version, self.body, self.facts, isRepeat) = (isNew, version, body, facts, true)
        approval = json["approval"]?.string
    }

    /// As it is told: what the thing is after it, its version, the facts and the position behind them.
    package var told: JSON {
        var json: JSON = .object((body.object ?? []) + (once.object ?? []))
        json["version"] = .int(version)
        json["facts"] = .array(facts.map { .string($0.description) })
        json["position"] = .text(position?.description)
        return json
    }

    var stored: JSON {
        var json: JSON = [
            "new": .bool(isNew), "version": .int(version), "body": body,
            "facts": .array(facts.map { .string($0.description) }),
        ]
        json["approval"] = approval.map { .string($0) }
        return json
    }
}

/// Answers under their keys.
enum Answers {
    /// Takes the key for this command; returns the answer when it was answered before. Another transaction that has
    /// just taken the key is waited for.
    static func begin(_ command: Command, _ connection: Connection) throws -> CommandAnswer? {
        guard let key = command.key else { return nil }
        let taken = try connection.prepared(
            "answer_begin",
            "INSERT INTO davtari.answer (caller, key, request) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            [Bind(command.caller), Bind(key), Bind(command.fingerprint)])
        guard taken.affected == 0 else { return nil }
        let rows = try connection.prepared(
            "answer_given", "SELECT request, answer FROM davtari.answer WHERE caller = $1 AND key = $2",
            [Bind(command.caller), Bind(key)])
        guard let row = rows.first, let text = try row.optionalText(1) else {
            throw OfficeError.wrongLog("a key was taken and not answered")
        }
        guard try row.bytes(0) == command.fingerprint else {
            throw Refusal(
                .invalid, "idempotency.other", "another command was given under this Idempotency-Key",
                [("key", .string(key))])
        }
        return try CommandAnswer(stored: JSON(parsing: Array(text.utf8)))
    }

    /// Long enough for any caller that comes back for its answer.
    private static let keptDays: Int32 = 30
    private static let forgottenAtOnce: Int64 = 10_000

    /// Forgets answers that nobody comes back for.
    static func forgetOld(_ connection: Connection) throws {
        try connection.execute(
            """
            DELETE FROM davtari.answer WHERE (caller, key) IN (
                SELECT caller, key FROM davtari.answer
                WHERE answered_at < clock_timestamp() - make_interval(days => \(keptDays)) LIMIT \(forgottenAtOnce))
            """)
    }

    static func finish(_ command: Command, _ answer: CommandAnswer, _ connection: Connection) throws {
        guard let key = command.key else { return }
        _ = try connection.prepared(
            "answer_finish", "UPDATE davtari.answer SET answer = $3 WHERE caller = $1 AND key = $2",
            [Bind(command.caller), Bind(key), Bind(answer.stored.text)])
    }
}
