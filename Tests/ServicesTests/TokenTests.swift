import Crypto
import Foundation
import Postgres
import Testing

@testable import Services

@Suite struct `Tokens` {
    let house: House
    var accounts: Accounts { house.accounts }
    init() throws { house = try House() }

    private func till() throws -> String {
        try accounts.createToken(kind: .till, name: "till 1", stores: ["S01"], writers: ["S01-T1"])
    }

    @Test func `say whose they are and what they may`() throws {
        let rights = try #require(try accounts.token(try till()))
        #expect(rights.kind == .till && rights.stores == ["S01"] && rights.writers == ["S01-T1"])
        #expect(try accounts.token("dvt_made_up") == nil)
        #expect(try accounts.token("") == nil)
    }

    @Test func `of two stores' tills name no writer in common, unless the first was a mistake nobody used`() throws {
        let first = try till()
        let elsewhere = AccountError.writerElsewhere("S01-T1", store: "S01")
        func second() throws -> String {
            try accounts.createToken(kind: .till, name: "moved", stores: ["S02"], writers: ["S02-T1", "S01-T1"])
        }
        #expect(throws: elsewhere) { try second() }
        // A successor in the same store keeps the book.
        _ = try till()
        _ = try accounts.token(first)
        try accounts.revokeTokens(named: "till 1")
        #expect(throws: elsewhere) { try second() }
        _ = try accounts.createToken(kind: .till, name: "typo", stores: ["S03"], writers: ["S02-T9"])
        try accounts.revokeTokens(named: "typo")
        _ = try accounts.createToken(kind: .till, name: "right", stores: ["S02"], writers: ["S02-T9"])
    }

    @Test func `are known from memory for a second, unknown ones too`() throws {
        let secret = try till()
        #expect(accounts.tokenCached(secret) == .unknown)
        let rights = try accounts.token(secret)
        #expect(accounts.tokenCached(secret) == .known(rights))
        _ = try accounts.token("dvt_made_up")
        #expect(accounts.tokenCached("dvt_made_up") == .known(nil))
        let hash = SHA256.hash(Array(secret.utf8))
        #expect(accounts.cache.look(hash, at: .now + .milliseconds(1001)) == .unknown)
    }

    @Test func `a revoked one is refused at once here, and within a second by another gateway`() throws {
        let secret = try till()
        let neighbour = house.neighbour
        let id = try #require(try neighbour.token(secret)).id
        _ = try accounts.token(secret)
        try accounts.revokeToken(id)
        #expect(try accounts.token(secret) == nil)
        Thread.sleep(forTimeInterval: 1)
        #expect(try neighbour.token(secret) == nil)
        #expect(throws: AccountError.noSuchToken(id)) { try accounts.revokeToken(id) }
    }

    @Test func `in use are renewed behind the scenes, and a revoked one is not`() throws {
        let (kept, revoked) = (try till(), try till())
        let watching = house.pool
        let neighbour = house.neighbour
        let id = try #require(try neighbour.token(revoked)).id
        let rights = try neighbour.token(kept)
        let later = ContinuousClock.now + .milliseconds(1_500)
        let hashes = [kept, revoked].map { SHA256.hash(Array($0.utf8)) }
        #expect(hashes.allSatisfy { neighbour.cache.look($0, at: later) == .unknown })
        try accounts.revokeToken(id)
        neighbour.renewTokens(over: watching)
        #expect(neighbour.tokenCached(kept) == .known(rights))
        #expect(neighbour.tokenCached(revoked) == .known(nil))
        #expect(try neighbour.token(revoked) == nil)
    }

    @Test
    func `seen within a day let tills post without the database, and do nothing else; those it did not know never`()
        throws
    {
        let secret = try till()
        let nowhere = Pool("host=/nowhere dbname=none", limit: 1)
        let rights = try accounts.token(secret)
        _ = try accounts.token("dvt_made_up")
        let (hash, madeUp) = (SHA256.hash(Array(secret.utf8)), SHA256.hash(Array("dvt_made_up".utf8)))
        func look(_ hash: [UInt8], seconds: Double, evenAway: Bool = true) -> TokenCache.Known {
            accounts.cache.look(hash, evenAway: evenAway, at: .now + .seconds(seconds))
        }
        // It was there a moment ago: whoever was not confirmed since is asked for.
        #expect(look(hash, seconds: 1.5) == .unknown)
        accounts.renewTokens(over: nowhere)
        #expect(look(hash, seconds: 1.5) == .known(rights) && look(hash, seconds: 86_000) == .known(rights))
        #expect(look(hash, seconds: 2, evenAway: false) == .unknown)
        #expect(look(madeUp, seconds: 2) == .unknown)
        #expect(look(hash, seconds: 86_401) == .unknown)
        // The database is there again: what it does not confirm runs out as ever.
        accounts.renewTokens(over: house.pool)
        #expect(look(hash, seconds: 1.5) == .unknown)
    }

    @Test func `let tills post when the database is there and says nothing`() throws {
        let secret = try till()
        let rights = try accounts.token(secret)
        let hash = SHA256.hash(Array(secret.utf8))
        #expect(accounts.cache.look(hash, evenAway: true, at: .now + .seconds(3)) == .known(rights))
        #expect(accounts.cache.look(hash, evenAway: true, at: .now + .seconds(1.5)) == .unknown)
    }

    @Test func `of which nobody has heard for long are asked for too, so that what is revoked is refused when it goes`()
        throws
    {
        let secret = try till()
        let neighbour = house.neighbour
        let id = try #require(try neighbour.token(secret)).id
        try accounts.revokeToken(id)
        neighbour.renewAllTokens(over: house.pool)
        neighbour.renewTokens(over: Pool("host=/nowhere dbname=none", limit: 1))
        #expect(neighbour.tokenCached(secret, evenAway: true) == .known(nil))
        let hash = SHA256.hash(Array(secret.utf8))
        #expect(neighbour.cache.look(hash, evenAway: true, at: .now + .seconds(60)) == .unknown)
    }

    @Test func `are known to a gateway's next life, which begins while the database is away`() throws {
        let secret = try till()
        let rights = try accounts.token(secret)
        var changes = 0
        let left = try #require(accounts.leftTokens(since: &changes))
        #expect(accounts.leftTokens(since: &changes) == nil)
        #expect(!String(decoding: left, as: UTF8.self).contains(secret.dropFirst(4)))
        let next = house.neighbour
        next.recallTokens(left)
        next.renewTokens(over: Pool("host=/nowhere dbname=none", limit: 1))
        #expect(next.tokenCached(secret, evenAway: true) == .known(rights))
        let hash = SHA256.hash(Array(secret.utf8))
        #expect(next.cache.look(hash, evenAway: true, at: .now + .seconds(86_401)) == .unknown)
        // What cannot be read is nothing.
        next.recallTokens([1, 2, 3])
    }

    @Test func `that are made up push out none of the tills'`() throws {
        let secret = try till()
        let rights = try accounts.token(secret)
        let asked = ContinuousClock.now
        for number in 0..<10_100 { accounts.cache.keep(SHA256.hash(Array("\(number)".utf8)), nil, asked: asked) }
        #expect(accounts.tokenCached(secret) == .known(rights))
    }

    @Test func `the secret is shown once and kept nowhere`() throws {
        let secret = try till()
        #expect(secret.hasPrefix("dvt_") && secret.count == 68)
        let rows = try house.contents(of: "token")
        #expect(!rows.contains(secret.dropFirst(4)))
        #expect(rows.contains(Hex.encode(SHA256.hash(Array(secret.utf8)))))
        #expect(try !accounts.tokens().map(\.description).joined().contains(secret.dropFirst(4)))
    }

    @Test func `their last use is noted, at most once a minute`() throws {
        let secret = try till()
        #expect(try accounts.tokens()[0].lastUsedAt == nil)
        _ = try accounts.token(secret)
        let first = try #require(try accounts.tokens()[0].lastUsedAt)
        _ = try house.neighbour.token(secret)
        #expect(try accounts.tokens()[0].lastUsedAt == first)
        try house.run("UPDATE davtari.token SET last_used_at = last_used_at - interval '61 seconds'")
        _ = try house.neighbour.token(secret)
        #expect(try accounts.tokens()[0].lastUsedAt != first)
    }

    @Test func `each kind is bound to books, and only an import to all`() throws {
        func refusal(_ kind: TokenKind, _ stores: [String], _ writers: [String]) -> AccountError? {
            do {
                _ = try accounts.createToken(kind: kind, name: "x", stores: stores, writers: writers)
                return nil
            } catch { return error as? AccountError }
        }
        #expect(refusal(.till, [], ["w"]) == .tillNeedsBook)
        #expect(refusal(.till, ["*"], ["w"]) == .tillNeedsBook)
        #expect(refusal(.till, ["S01"], ["*"]) == .tillNeedsBook)
        #expect(refusal(.office, [], ["*"]) == .writersNeeded)
        #expect(refusal(.import, [], []) == .writersNeeded)
        #expect(refusal(.office, [], ["two words"]) == .badWriter("two words"))
        #expect(refusal(.office, [], ["office"]) == nil)
        #expect(refusal(.import, [], ["*"]) == nil)
    }
}
