import Crypto
import Events
import Postgres
import Rules

/// What a new token is to be.
package struct TokenWish: Sendable {
    package var kind: TokenKind
    /// What people call it.
    package var name: String
    package var stores: [String] = []
    package var writers: [String] = []
    /// By name; of a token of kind `api` only, which reads with them. Without stores it reads all.
    package var scopes: [String] = []
    /// By name; of an office's token only, which commands in them. Without them it commands in all.
    package var areas: [String] = []
    /// From when on it is none; nil: until it is revoked.
    package var until: Instant?

    package init(
        kind: TokenKind, name: String, stores: [String] = [], writers: [String] = [], scopes: [String] = [],
        areas: [String] = [], until: Instant? = nil
    ) {
        (self.kind, self.name, self.stores, self.writers) = (kind, name, stores, writers)
        (self.scopes, self.areas, self.until) = (scopes, areas, until)
    }

    /// From when on a token is none that was said to end so: a day is the last on which it counts.
    package static func end(_ text: String) -> Instant? {
        CalendarDay(text).map { Zone.home.end(of: $0) } ?? Instant(text)
    }
}

/// A token's secret: shown now, kept nowhere.
package struct TokenSecret: Sendable {
    package let id: String
    package let secret: String
    /// Until when the secret before it counts; nil where there was none, or it ended at once.
    package var oldUntil: Instant?
}

/// What is done to tokens, in the transaction of whoever calls: the change, and the fact that it happened, go together.
///
/// Nobody makes a token that may do more than they may themselves, nor gives such a token another secret.
struct Tokens {
    static let prefix = "dvt_"
    /// How long a secret that is replaced may go on: over a long holiday.
    static let overlapHoursMost: Int64 = 168
    /// In bytes, as a sign-in's name.
    private static let nameMost = Accounts.nameLimit

    let connection: Connection
    /// Who does it. nil: nobody is asked, and nothing is said in the log: what is laid out for a demo.
    let by: Principal?
    var now = Instant.now

    /// One of them, locked until the transaction ends.
    func known(_ id: String) throws -> TokenListing {
        // A made-up id, which a database cannot be asked for.
        guard !id.utf8.contains(0) else { throw AccountError.noSuchToken(id) }
        try connection.execute("SELECT FROM davtari.token WHERE id = \(id) FOR UPDATE")
        guard let found = try TokenListing.of(id: id, connection) else { throw AccountError.noSuchToken(id) }
        return found
    }

    func create(_ wish: TokenWish) throws -> TokenSecret {
        try expect(wish)
        let made = TokenSecret(id: Hex.encode(Random.bytes(6)), secret: Random.secret(prefix: Self.prefix))
        try expectMayGive(
            TokenRights(
                id: made.id, kind: wish.kind, stores: wish.stores, writers: wish.writers,
                scopes: wish.scopes.compactMap { Scope(rawValue: $0) },
                areas: wish.areas.isEmpty ? nil : wish.areas.compactMap { Area(rawValue: $0) }))
        if wish.kind == .till, let store = wish.stores.first { try expectAtHome(wish.writers, store: store) }
        try connection.execute(
            """
            INSERT INTO davtari.token (id, secret, kind, name, stores, writers, scopes, areas, expires_at, created_by)
            VALUES (\(made.id), \(SignIns.hash(made.secret)), \(wish.kind.rawValue), \(wish.name), \(wish.stores),
                \(wish.writers), \(wish.scopes), \(wish.areas), \(Self.timestamp(wish.until)), \(by?.id))
            """)
        try say(.created, try known(made.id)) { $0.until = wish.until?.description }
        return made
    }

    /// Another secret for the same token; the one that it has goes on for some hours. One that was replaced before ends now.
    func rotate(_ id: String, overlapHours: Int64) throws -> TokenSecret {
        guard (0...Self.overlapHoursMost).contains(overlapHours) else {
            throw AccountError.badOverlap(most: Self.overlapHoursMost)
        }
        let known = try valid(id)
        try expectMayGive(known.rights)
        let secret = Random.secret(prefix: Self.prefix)
        // Within the limit above; hours and milliseconds cannot leave 64 bits.
        let until = overlapHours == 0 ? nil : Instant(milliseconds: now.milliseconds.plus(overlapHours &* 3_600_000))
        try connection.execute(
            """
            UPDATE davtari.token SET secret = \(SignIns.hash(secret)), version = version + 1,
                old_secret = CASE WHEN \(until != nil) THEN secret END, old_until = \(Self.timestamp(until))
            WHERE id = \(id)
            """)
        try say(.rotated, known) { $0.until = (until ?? now).description }
        return TokenSecret(id: id, secret: secret, oldUntil: until)
    }

    /// Ends a token: within `TokenCache.life` at every gateway.
    func revoke(_ id: String) throws {
        let known = try known(id)
        guard known.revokedAt == nil else { throw AccountError.noSuchToken(id) }
        try connection.execute(
            """
            UPDATE davtari.token SET revoked_at = clock_timestamp(), old_secret = NULL, old_until = NULL, version = version + 1
            WHERE id = \(id)
            """)
        try say(.revoked, known)
    }

    private func valid(_ id: String) throws -> TokenListing {
        let known = try known(id)
        guard known.state(at: now) == .valid else { throw AccountError.tokenOver(id) }
        return known
    }

    private static func timestamp(_ instant: Instant?) -> SQL {
        instant.map { "to_timestamp(\($0.milliseconds)::int8 / 1000.0)" as SQL } ?? "NULL"
    }

    // MARK: Rules

    private func expect(_ wish: TokenWish) throws {
        let name = wish.name
        guard !name.isEmpty, name.utf8.count <= Self.nameMost, name.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw AccountError.badTokenName
        }
        if let bad = wish.scopes.first(where: { Scope(rawValue: $0) == nil }) { throw AccountError.unknownScope(bad) }
        guard wish.kind == .api || wish.scopes.isEmpty else { throw AccountError.scopesAreForAPI }
        if let bad = wish.areas.first(where: { Area(rawValue: $0) == nil }) { throw AccountError.unknownArea(bad) }
        guard wish.kind == .office || wish.areas.isEmpty else { throw AccountError.areasAreForOffices }
        let (stores, writers) = (wish.stores, wish.writers)
        let isBound = !writers.isEmpty && !writers.contains(Principal.any)
        switch wish.kind {
        case .till:
            guard stores.count == 1, stores[0] != Principal.any, isBound else { throw AccountError.tillNeedsBook }
        case .office: guard isBound else { throw AccountError.writersNeeded }
        case .import: guard !writers.isEmpty else { throw AccountError.writersNeeded }
        case .api:
            guard !wish.scopes.isEmpty else { throw AccountError.scopesNeeded }
            guard writers.isEmpty else { throw AccountError.apiWritesNothing }
        }
        if let bad = writers.first(where: { $0 != Principal.any && !Envelope.isWriter($0) }) {
            throw AccountError.badWriter(bad)
        }
        if let bad = writers.first(where: Envelope.isOffice) { throw AccountError.officeWriter(bad) }
        if let bad = stores.first(where: { !EntityID.isOne($0) }) { throw AccountError.badStore(bad) }
        if let until = wish.until, until <= now { throw AccountError.alreadyOver }
    }

    private func expectMayGive(_ rights: TokenRights) throws {
        guard let by, !by.mayMake(rights.principal) else { return }
        throw AccountError.tokenBeyondRights
    }

    /// A till's book lies in its store's partition for life. A token that was revoked before anyone used it was a mistake
    /// and binds nobody.
    private func expectAtHome(_ writers: [String], store: String) throws {
        let elsewhere = try connection.query(
            """
            SELECT w, stores[1] FROM davtari.token, unnest(writers) w
            WHERE kind = 'till' AND w = ANY(\(writers)) AND stores[1] <> \(store)
                AND (revoked_at IS NULL OR last_used_at IS NOT NULL) ORDER BY w LIMIT 1
            """)
        if let row = elsewhere.first { throw AccountError.writerElsewhere(try row.text(0), store: try row.text(1)) }
    }

    private func say(
        _ change: TokenChanged.Change, _ token: TokenListing, _ more: (inout TokenChanged) -> Void = { _ in }
    ) throws {
        guard let by else { return }
        var fact = TokenChanged()
        (fact.token, fact.change, fact.called) = (token.rights.id, change.rawValue, token.name)
        (fact.kind, fact.stores, fact.writers) = (token.rights.kind.rawValue, token.rights.stores, token.rights.writers)
        fact.scopes = token.rights.scopes.map(\.rawValue)
        fact.areas = token.rights.areas?.map(\.rawValue) ?? []
        fact.circumstances.operator = by.id
        more(&fact)
        try AccountFacts.say(fact, at: now, connection)
    }
}
