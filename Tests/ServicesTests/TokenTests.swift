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

    @Test func `let tills post for a while without the database, and do nothing else; those it did not know never`()
        throws
    {
        let secret = try till()
        let nowhere = Pool("host=/nowhere dbname=none", limit: 1)
        let rights = try accounts.token(secret)
        _ = try accounts.token("dvt_made_up")
        let (hash, madeUp) = (SHA256.hash(Array(secret.utf8)), SHA256.hash(Array("dvt_made_up".utf8)))
        accounts.renewTokens(over: nowhere)
        func look(_ hash: [UInt8], seconds: Int, isPosting: Bool = true) -> TokenCache.Known {
            accounts.cache.look(hash, isPosting: isPosting, at: .now + .seconds(seconds))
        }
        #expect(look(hash, seconds: 500) == .known(rights))
        #expect(look(hash, seconds: 2, isPosting: false) == .unknown)
        #expect(look(madeUp, seconds: 2) == .unknown)
        #expect(look(hash, seconds: 601) == .unknown)
        // The database is there again: what it does not confirm runs out as ever.
        accounts.renewTokens(over: house.pool)
        #expect(look(hash, seconds: 2) == .unknown)
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
