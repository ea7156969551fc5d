import Crypto
import Events
import Postgres
import Rules

extension Accounts {
    /// The secret of a new token: shown now, kept nowhere.
    ///
    /// - Parameters:
    ///   - scopes: by name; of a token of kind `api` only, which reads with them. Without stores it reads all.
    ///   - areas: by name; of an office's token only, which commands in them. Without them it commands in all.
    package func createToken(
        kind: TokenKind, name: String, stores: [String], writers: [String], scopes: [String] = [], areas: [String] = [],
        until: Instant? = nil, by: Principal? = nil
    ) throws -> String {
        let wish = TokenWish(
            kind: kind, name: name, stores: stores, writers: writers, scopes: scopes, areas: areas, until: until)
        return try changeTokens(by) { try $0.create(wish) }.secret
    }

    /// Another secret for a token; the one that it has goes on for so many hours.
    package func rotateToken(_ id: String, overlapHours: Int64, by: Principal? = nil) throws -> TokenSecret {
        try changeTokens(by) { try $0.rotate(id, overlapHours: overlapHours) }
    }

    /// Ends a token: at once here, within `TokenCache.life` at every other gateway.
    package func revokeToken(_ id: String, by: Principal? = nil) throws {
        try changeTokens(by) { try $0.revoke(id) }
    }

    private func changeTokens<R>(_ by: Principal?, _ body: (Tokens) throws -> R) throws -> R {
        let result = try pool.withConnection { connection in
            try connection.transaction { try body(Tokens(connection: connection, by: by)) }
        }
        cache.forget()
        return result
    }

    package func tokens() throws -> [TokenListing] { try pool.withConnection { try TokenListing.all($0) } }

    /// Ends every token of a name.
    package func revokeTokens(named name: String) throws {
        try pool.withConnection {
            _ = try $0.execute(
                "UPDATE davtari.token SET revoked_at = clock_timestamp() WHERE name = \(name) AND revoked_at IS NULL")
        }
        cache.forget()
    }

    /// What was known of a token a moment ago; never blocks.
    ///
    /// - Parameters:
    ///   - evenAway: what was known within a day, while the database is away: to post, and to ask what is away.
    ///   - from: the network's address from where it is shown, which is noted now and then.
    package func tokenCached(
        _ secret: String, evenAway: Bool = false, from address: @autoclosure () -> String? = nil
    ) -> TokenCache.Known {
        cache.look(SHA256.hash(Array(secret.utf8)), evenAway: evenAway, from: address())
    }

    /// Whether a token was confirmed within a day and nothing else has been heard of it; never blocks.
    package func hasSeenToken(_ secret: String) -> Bool { cache.hasSeen(SHA256.hash(Array(secret.utf8))) }

    /// A token's rights; nil when it is unknown or revoked. Blocks.
    package func token(_ secret: String, from address: @autoclosure () -> String? = nil) throws -> TokenRights? {
        let hash = SHA256.hash(Array(secret.utf8))
        if case .known(let rights) = cache.look(hash, from: address()) { return rights }
        let asked = ContinuousClock.now
        let rights = try noticingAbsence {
            try pool.withConnection { connection -> TokenRights? in
                let row = try connection.query(Self.rights(of: "= \(hash)")).first
                guard let row, let rights = try Self.rights(row) else { return nil }
                // A note for people: a till is not turned away because it could not be made, as on a full disk.
                _ = try? connection.execute(
                    """
                    UPDATE davtari.token SET last_used_at = clock_timestamp(), last_used_from = coalesce(\(address()), last_used_from)
                    WHERE id = \(rights.id) AND (last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute')
                    """)
                return rights
            }
        }
        cache.keep(hash, rights, asked: asked, from: address())
        return rights
    }

    /// Asks again for the tokens that are in use, so that none of them is looked up while a till waits; and whether the database
    /// answers. To be called more often than `TokenCache.life`.
    ///
    /// - Parameter watching: a pool whose statements end soon: one that hangs must not keep a revoked token alive.
    package func renewTokens(over watching: Pool) { try? renew(cache.inUse(), over: watching) }

    /// The same for all that would count while the database is away: a revocation is known before it goes.
    package func renewAllTokens(over watching: Pool) {
        var hashes = cache.seen()[...]
        while !hashes.isEmpty, (try? renew(Array(hashes.prefix(TokenCache.renewedAtOnce)), over: watching)) != nil {
            hashes = hashes.dropFirst(TokenCache.renewedAtOnce)
        }
    }

    /// A database that is there and does not answer is noticed by its silence (`TokenCache.silence`).
    private func renew(_ hashes: [[UInt8]], over watching: Pool) throws {
        let asked = ContinuousClock.now
        var found: [[UInt8]: TokenRights] = [:]
        try noticingAbsence {
            try watching.withConnection { connection in
                let rows = try connection.query(
                    Self.rights(of: "IN (SELECT decode(h, 'hex') FROM unnest(\(hashes.map { Hex.encode($0) })) h)"))
                for row in rows { found[try row.bytes(7)] = try Self.rights(row) }
            }
        }
        cache.renew(hashes, found, at: asked)
    }

    private func noticingAbsence<R>(_ body: () throws -> R) throws -> R {
        do { return try body() } catch let error as PostgresError where error.isConnectionLost {
            cache.markAway()
            throw error
        }
    }

    /// What is known of tokens, for `recallTokens` of this process's next life.
    ///
    /// - Parameter changes: how often one had come or gone when it was left last; nil is told where none has since.
    package func leftTokens(since changes: inout Int) -> [UInt8]? {
        let now = cache.changes
        guard now != changes else { return nil }
        changes = now
        return cache.left()
    }
    package func recallTokens(_ left: [UInt8]) { cache.recall(left) }

    /// Tokens that count by their secrets: by the one before the last rotation too, while that goes on.
    private static func rights(of secrets: SQL) -> SQL {
        let columns: SQL = "id, kind, stores, writers, scopes, areas"
        let counts: SQL = "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > clock_timestamp())"
        return """
            SELECT \(columns), (extract(epoch FROM expires_at) * 1000)::int8, secret
            FROM davtari.token WHERE secret \(secrets) AND \(counts)
            UNION ALL SELECT \(columns), (extract(epoch FROM least(expires_at, old_until)) * 1000)::int8, old_secret
            FROM davtari.token WHERE old_secret \(secrets) AND old_until > clock_timestamp() AND \(counts)
            """
    }

    /// Notes for people which tokens are in use, and from where.
    package func noteUse(over watching: Pool) {
        let uses = cache.uses()
        _ = try? watching.withConnection { connection in
            try connection.execute(
                """
                UPDATE davtari.token t SET last_used_at = clock_timestamp(), last_used_from = coalesce(nullif(u.origin, ''), t.last_used_from)
                FROM (SELECT decode(h, 'hex') AS hash, o AS origin
                    FROM unnest(\(uses.map { Hex.encode($0.hash) })::text[], \(uses.map { $0.from ?? "" })::text[]) AS n(h, o)) u
                WHERE (t.secret = u.hash OR t.old_secret = u.hash)
                    AND (last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute'
                        OR nullif(u.origin, '') IS DISTINCT FROM t.last_used_from AND u.origin <> '')
                """)
        }
    }

    /// - Parameter row: id, kind, stores, writers, scopes, areas, and from when on it is none.
    static func rights(_ row: Row) throws -> TokenRights? {
        guard let kind = TokenKind(rawValue: try row.text(1)) else { return nil }
        let areas = try row.textArray(5)
        return TokenRights(
            id: try row.text(0), kind: kind, stores: try row.textArray(2), writers: try row.textArray(3),
            scopes: try row.textArray(4).compactMap { Scope(rawValue: $0) },
            areas: areas.isEmpty ? nil : areas.compactMap { Area(rawValue: $0) },
            until: try row.optionalInt64(6).map { Instant(milliseconds: $0) })
    }
}
