import Crypto
import Events
import Glibc
import JSON
import Rules

/// What a gateway leaves for its next life, so that a till's token is known though the gateway begins while the database is away.
///
/// No secret is in it, as none is in the database.
extension TokenCache {
    /// What was seen, as bytes; read by `recall` on the same machine, before its next start.
    func left(at now: ContinuousClock.Instant = .now) -> [UInt8] {
        let clock = Self.bootMilliseconds()
        return JSON.array(
            entries.map { hash, entry -> JSON in
                [
                    "hash": .string(Hex.encode(hash)), "id": .string(entry.rights.id),
                    "kind": .string(entry.rights.kind.rawValue), "stores": Self.list(entry.rights.stores),
                    "writers": Self.list(entry.rights.writers),
                    "scopes": Self.list(entry.rights.scopes.map(\.rawValue)),
                    "areas": entry.rights.areas.map { Self.list($0.map(\.rawValue)) } ?? .null,
                    "until": entry.rights.until.map { .int($0.milliseconds) } ?? .null,
                    "confirmed": .int(clock &- Int64((now - entry.confirmed) / .milliseconds(1))),
                ]
            }
        ).bytes
    }

    func recall(_ bytes: [UInt8], at now: ContinuousClock.Instant = .now) {
        guard let json = try? JSON(parsing: bytes) else { return }
        let clock = Self.bootMilliseconds()
        for one in json.array ?? [] {
            guard let hash = one["hash"]?.string.flatMap({ Hex.decode($0) }), let id = one["id"]?.string,
                let kind = one["kind"]?.string.flatMap({ TokenKind(rawValue: $0) }),
                let confirmed = one["confirmed"]?.int, confirmed <= clock
            else { continue }
            let rights = TokenRights(
                id: id, kind: kind, stores: Self.texts(one["stores"]), writers: Self.texts(one["writers"]),
                scopes: Self.texts(one["scopes"]).compactMap { Scope(rawValue: $0) },
                areas: one["areas"]?.array == nil ? nil : Self.texts(one["areas"]).compactMap { Area(rawValue: $0) },
                until: one["until"]?.int.map { Instant(milliseconds: $0) })
            recall(hash, rights, confirmed: now - .milliseconds(clock &- confirmed))
        }
    }

    private static func list(_ texts: [String]) -> JSON { .array(texts.map { .string($0) }) }
    private static func texts(_ json: JSON?) -> [String] { (json?.array ?? []).compactMap(\.string) }

    /// The clock of `ContinuousClock`, which has no name for its own zero.
    private static func bootMilliseconds() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) &* 1000 &+ Int64(time.tv_nsec) / 1_000_000
    }
}
