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
        kind: TokenKind, name: String, stores: [String], writers: [String], scopes: [String] = [], areas: [String] = []
    ) throws -> String {
        if let bad = scopes.first(where: { Scope(rawValue: $0) == nil }) { throw AccountError.unknownScope(bad) }
        guard kind == .api || scopes.isEmpty else { throw AccountError.scopesAreForAPI }
        if let bad = areas.first(where: { Area(rawValue: $0) == nil }) { throw AccountError.unknownArea(bad) }
        guard kind == .office || areas.isEmpty else { throw AccountError.areasAreForOffices }
        let isBound = !writers.isEmpty && !writers.contains("*")
        switch kind {
        case .till: guard stores.count == 1, stores[0] != "*", isBound else { throw AccountError.tillNeedsBook }
        case .office: guard isBound else { throw AccountError.writersNeeded }
        case .import: guard !writers.isEmpty else { throw AccountError.writersNeeded }
        case .api:
            guard !scopes.isEmpty else { throw AccountError.scopesNeeded }
            guard writers.isEmpty else { throw AccountError.apiWritesNothing }
        }
        if let bad = writers.first(where: { $0 != "*" && !Envelope.isWriter($0) }) { throw AccountError.badWriter(bad) }
        if let bad = writers.first(where: Envelope.isOffice) { throw AccountError.officeWriter(bad) }
        let secret = Random.secret(prefix: "dvt_")
        let id = Hex.encode(Random.bytes(6))
        try pool.withConnection { connection in
            if kind == .till { try Self.expectAtHome(connection, writers, store: stores[0]) }
            _ = try connection.execute(
                """
                INSERT INTO davtari.token (id, secret, kind, name, stores, writers, scopes, areas)
                VALUES (\(id), \(SHA256.hash(Array(secret.utf8))), \(kind.rawValue), \(name), \(stores), \(writers), \(scopes), \(areas))
                """)
        }
        return secret
    }

    /// A till's book lies in its store's partition for life. A token that was revoked before anyone used it was a mistake
    /// and binds nobody.
    private static func expectAtHome(_ connection: Connection, _ writers: [String], store: String) throws {
        let elsewhere = try connection.query(
            """
            SELECT w, stores[1] FROM davtari.token, unnest(writers) w
            WHERE kind = 'till' AND w = ANY(\(writers)) AND stores[1] <> \(store)
                AND (revoked_at IS NULL OR last_used_at IS NOT NULL) ORDER BY w LIMIT 1
            """)
        if let row = elsewhere.first { throw AccountError.writerElsewhere(try row.text(0), store: try row.text(1)) }
    }

    package func tokens() throws -> [TokenListing] {
        try pool.withConnection { connection in
            try connection.query(
                """
                SELECT id, kind, stores, writers, scopes, areas, name, created_at::text, revoked_at::text, last_used_at::text
                FROM davtari.token ORDER BY created_at, id
                """
            ).compactMap { row in
                guard let rights = try Self.rights(row) else { return nil }
                return TokenListing(
                    rights: rights, name: try row.text(6), createdAt: try row.text(7),
                    revokedAt: try row.optionalText(8), lastUsedAt: try row.optionalText(9))
            }
        }
    }

    /// Ends a token: at once here, within `TokenCache.life` at every other gateway.
    package func revokeToken(_ id: String) throws {
        let revoked = try pool.withConnection {
            try $0.execute(
                "UPDATE davtari.token SET revoked_at = clock_timestamp() WHERE id = \(id) AND revoked_at IS NULL")
        }
        guard revoked == 1 else { throw AccountError.noSuchToken(id) }
        cache.forget()
    }

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
    /// - Parameter evenAway: what was known within a day, while the database is away: to post, and to ask what is away.
    package func tokenCached(_ secret: String, evenAway: Bool = false) -> TokenCache.Known {
        cache.look(SHA256.hash(Array(secret.utf8)), evenAway: evenAway)
    }

    /// Whether a token was confirmed within a day and nothing else has been heard of it; never blocks.
    package func hasSeenToken(_ secret: String) -> Bool { cache.hasSeen(SHA256.hash(Array(secret.utf8))) }

    /// A token's rights; nil when it is unknown or revoked. Blocks.
    package func token(_ secret: String) throws -> TokenRights? {
        let hash = SHA256.hash(Array(secret.utf8))
        if case .known(let rights) = cache.look(hash) { return rights }
        let asked = ContinuousClock.now
        let rights = try noticingAbsence {
            try pool.withConnection { connection -> TokenRights? in
                let row = try connection.query(
                    "SELECT id, kind, stores, writers, scopes, areas FROM davtari.token WHERE secret = \(hash) AND revoked_at IS NULL"
                ).first
                guard let row, let rights = try Self.rights(row) else { return nil }
                // A note for people: a till is not turned away because it could not be made, as on a full disk.
                _ = try? connection.execute(
                    """
                    UPDATE davtari.token SET last_used_at = clock_timestamp()
                    WHERE id = \(rights.id) AND (last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute')
                    """)
                return rights
            }
        }
        cache.keep(hash, rights, asked: asked)
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
                    """
                    SELECT id, kind, stores, writers, scopes, areas, secret FROM davtari.token
                    WHERE secret IN (SELECT decode(h, 'hex') FROM unnest(\(hashes.map { Hex.encode($0) })) h)
                        AND revoked_at IS NULL
                    """)
                for row in rows { found[try row.bytes(6)] = try Self.rights(row) }
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

    /// Notes for people which tokens are in use.
    package func noteUse(over watching: Pool) {
        let hashes = cache.inUse().map { Hex.encode($0) }
        _ = try? watching.withConnection { connection in
            try connection.execute(
                """
                UPDATE davtari.token SET last_used_at = clock_timestamp()
                WHERE secret IN (SELECT decode(h, 'hex') FROM unnest(\(hashes)) h)
                    AND (last_used_at IS NULL OR last_used_at < clock_timestamp() - interval '1 minute')
                """)
        }
    }

    private static func rights(_ row: Row) throws -> TokenRights? {
        guard let kind = TokenKind(rawValue: try row.text(1)) else { return nil }
        let areas = try row.textArray(5)
        return TokenRights(
            id: try row.text(0), kind: kind, stores: try row.textArray(2), writers: try row.textArray(3),
            scopes: try row.textArray(4).compactMap { Scope(rawValue: $0) },
            areas: areas.isEmpty ? nil : areas.compactMap { Area(rawValue: $0) })
    }
}
