import Crypto
import Postgres
import TestSupport
import Testing

@testable import Services

@Suite(.long) struct `Signing in` {
    let house: House
    var accounts: Accounts { house.accounts }

    init() throws {
        house = try House()
        try house.accounts.addUser(name: "ნინო", password: "correct horse", language: "ka")
    }

    @Test func `leads to a session that ends with signing out`() throws {
        let secret = try #require(try accounts.signIn(name: "ნინო", password: "correct horse"))
        #expect(try accounts.session(secret) == User(name: "ნინო", language: "ka"))
        #expect(try house.neighbour.session(secret)?.name == "ნინო")
        try accounts.signOut(secret)
        #expect(try accounts.session(secret) == nil)
    }

    @Test(arguments: [
        ("ნინო", "wrong horse"), ("ნინო", ""), ("ნინო", "correct horse\0battery"), ("გია", "correct horse"), ("", ""),
        ("a\0b", "correct horse"), (" ნინო", "correct horse"),
    ])
    func `fails with a wrong name or password, and says no more`(_ name: String, _ password: String) throws {
        #expect(try accounts.signIn(name: name, password: password) == nil)
    }

    @Test func `a session expires`() throws {
        let secret = try #require(try accounts.signIn(name: "ნინო", password: "correct horse"))
        try house.run("UPDATE davtari.session SET expires_at = clock_timestamp() - interval '1 second'")
        #expect(try accounts.session(secret) == nil)
        _ = try accounts.signIn(name: "ნინო", password: "correct horse")
        #expect(try house.contents(of: "session").split(separator: "\n").count == 1)
    }

    @Test func `guessing must wait, then the right password works again`() throws {
        for _ in 1...5 { #expect(try accounts.signIn(name: "ნინო", password: "guess") == nil) }
        #expect(try accounts.signIn(name: "ნინო", password: "correct horse") == nil)
        try house.run("UPDATE davtari.account SET failed_at = clock_timestamp() - interval '31 seconds'")
        #expect(try accounts.signIn(name: "ნინო", password: "correct horse") != nil)
    }

    @Test func `a person who has left is signed out and stays out`() throws {
        let secret = try #require(try accounts.signIn(name: "ნინო", password: "correct horse"))
        try accounts.disableUser("ნინო")
        #expect(try accounts.session(secret) == nil)
        #expect(try accounts.signIn(name: "ნინო", password: "correct horse") == nil)
        #expect(throws: AccountError.noSuchUser("გია")) { try accounts.disableUser("გია") }
    }

    @Test func `neither password nor session stands in the database`() throws {
        let secret = try #require(try accounts.signIn(name: "ნინო", password: "correct horse"))
        let people = try house.contents(of: "account")
        #expect(people.contains("$argon2id$") && !people.contains("correct horse"))
        let sessions = try house.contents(of: "session")
        #expect(!sessions.contains(secret.dropFirst(4)))
        #expect(sessions.contains(Hex.encode(SHA256.hash(Array(secret.utf8)))))
    }

    @Test func `a user who cannot be is refused with the reason`() throws {
        func refusal(_ name: String, _ password: String, _ language: String = "en") -> AccountError? {
            do {
                try accounts.addUser(name: name, password: password, language: language)
                return nil
            } catch { return error as? AccountError }
        }
        #expect(refusal("ნინო", "another horse") == .nameTaken("ნინო"))
        #expect(refusal("გია", "1234567") == .passwordTooShort(least: 8))
        #expect(refusal("გია", "12345678\0") == .passwordUnfit)
        #expect(refusal("გია", String(repeating: "x", count: 1025)) == .passwordUnfit)
        #expect(refusal("გია", "12345678", "fr") == .unknownLanguage("fr"))
        for name in ["", " გია", "გია\n", "a\0b", String(repeating: "x", count: 101)] {
            #expect(refusal(name, "12345678") == .badName)
        }
        #expect(refusal("გია", "12345678") == nil)
    }

    @Test func `the tables can be made twice, and by two gateways at once`() throws {
        try accounts.migrate()
        try house.neighbour.migrate()
        #expect(try accounts.hasUsers())
    }
}
