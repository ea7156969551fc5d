import Crypto
import Dispatch
import Foundation
import Postgres
import Rules
import Synchronization
import TestSupport
import Testing

@testable import Services

@Suite(.long) struct `Signing in` {
    let house: House
    var accounts: Accounts { house.accounts }
    private let home = SignInOrigin(address: "192.0.2.1")

    private func signIn(_ password: String, _ name: String = "ნინო", from origin: SignInOrigin? = nil) throws
        -> SignInAnswer
    {
        try accounts.signIn(name: name, password: password, from: origin ?? home)
    }

    private func session(_ origin: SignInOrigin? = nil) throws -> String {
        try #require(try signIn("correct horse", from: origin).session)
    }

    private func elsewhere(_ number: Int) -> SignInOrigin { SignInOrigin(address: "198.51.100.\(number)") }

    /// As if so much time had gone by.
    private func pass(seconds: Int) throws {
        try house.run(
            "UPDATE davtari.sign_in_failure SET failed_at = failed_at - make_interval(secs => \(Int32(seconds)))")
    }

    init() throws {
        house = try House()
        try house.accounts.addUser(name: "ნინო", password: "correct horse", language: "ka", role: .owner)
    }

    @Test func `leads to a session that ends with signing out`() throws {
        let secret = try session()
        #expect(
            try accounts.session(secret)
                == User(
                    name: "ნინო", language: "ka", theme: nil, home: nil, roles: ["owner"],
                    principal: .person("ნინო", .owner)))
        #expect(try house.neighbour.session(secret)?.name == "ნინო")
        try accounts.signOut(secret)
        #expect(try accounts.session(secret) == nil)
    }

    @Test(arguments: [
        ("ნინო", "wrong horse"), ("ნინო", ""), ("ნინო", "correct horse\0battery"), ("გია", "correct horse"), ("", ""),
        ("a\0b", "correct horse"), (" ნინო", "correct horse"),
    ])
    func `fails with a wrong name or password, and says no more`(_ name: String, _ password: String) throws {
        #expect(try signIn(password, name) == .wrong)
    }

    @Test func `a session expires`() throws {
        let secret = try session()
        try house.run("UPDATE davtari.session SET expires_at = clock_timestamp() - interval '1 second'")
        #expect(try accounts.session(secret) == nil)
        _ = try session()
        #expect(try house.contents(of: "session").split(separator: "\n").count == 1)
    }

    @Test func `after five wrong passwords even the right one must wait, is told how long, and then is let in`() throws
    {
        for _ in 1...5 { #expect(try signIn("guess") == .wrong) }
        #expect(try signIn("correct horse").isLocked)
        try pass(seconds: 20)
        guard case .locked(let seconds) = try signIn("correct horse") else { return #expect(Bool(false)) }
        #expect((1...10).contains(seconds))
        try pass(seconds: 11)
        // One more is looked at, and then it is to be waited again.
        #expect(try signIn("guess") == .wrong)
        #expect(try signIn("guess").isLocked)
        try pass(seconds: 31)
        #expect(try signIn("correct horse").session != nil)
        #expect(try signIn("guess") == .wrong)
        #expect(try signIn("correct horse").session != nil)
    }

    @Test func `a name that nobody has is locked like any other, and mistakes of yesterday are forgotten`() throws {
        for _ in 1...5 { #expect(try signIn("guess", "nobody") == .wrong) }
        #expect(try signIn("guess", "nobody").isLocked)
        try pass(seconds: 3_700)
        for _ in 1...5 { #expect(try signIn("guess", "nobody") == .wrong) }
    }

    @Test func `whoever guesses keeps nobody out who signs in from elsewhere`() throws {
        for _ in 1...5 { _ = try signIn("guess", from: elsewhere(1)) }
        #expect(try signIn("guess", from: elsewhere(1)).isLocked)
        #expect(try signIn("correct horse").session != nil)
        #expect(try signIn("correct horse", from: elsewhere(1)).isLocked)
    }

    @Test func `an address is limited, whatever the names; who sits there with a known browser is let in`() throws {
        guard case .opened(_, let browser?) = try signIn("correct horse") else { return #expect(Bool(false)) }
        for number in 1...20 { #expect(try signIn("guess", "name \(number)") == .wrong) }
        #expect(try signIn("guess", "another").isLocked)
        #expect(try signIn("correct horse").isLocked)
        #expect(try signIn("guess", "another", from: elsewhere(1)) == .wrong)
        let known = SignInOrigin(address: home.address, browser: browser)
        #expect(try signIn("correct horse", from: known).session != nil)
        // For another account it is no browser that is known.
        try accounts.addUser(name: "გია", password: "another horse", role: .owner)
        #expect(try signIn("another horse", "გია", from: known).isLocked)
    }

    @Test func `guesses from many addresses are limited, and let a known browser and a known address in`() throws {
        guard case .opened(_, let browser?) = try signIn("correct horse") else { return #expect(Bool(false)) }
        for number in 0..<50 { #expect(try signIn("guess", from: elsewhere(number / 5)) == .wrong) }
        #expect(try signIn("guess", from: elsewhere(100)).isLocked)
        #expect(try signIn("correct horse", from: elsewhere(100)).isLocked)
        #expect(try signIn("correct horse").session != nil)
        let travelling = SignInOrigin(address: "203.0.113.7", browser: browser)
        #expect(try signIn("correct horse", from: travelling).session != nil)
        // What somebody makes up is no browser that is known; nor may a known one guess on.
        #expect(
            try signIn("correct horse", from: SignInOrigin(address: "203.0.113.8", browser: "dvb_made_up")).isLocked)
        for _ in 1...5 { #expect(try signIn("guess", from: travelling) == .wrong) }
        #expect(try signIn("correct horse", from: travelling).isLocked)
    }

    @Test func `a crowd at once has no more tries than one after the other`() throws {
        let accounts = accounts
        let home = home
        let answers = Mutex<[SignInAnswer]>([])
        let threads = DispatchGroup()
        for _ in 0..<12 {
            threads.enter()
            Thread.detachNewThread {
                if let answer = try? accounts.signIn(name: "ნინო", password: "guess", from: home) {
                    answers.withLock { $0.append(answer) }
                }
                threads.leave()
            }
        }
        threads.wait()
        #expect(answers.withLock { $0.filter { $0 == .wrong }.count } == 5)
        #expect(answers.withLock { $0.count } == 12)
    }

    @Test func `neither names nor addresses stand beside what is counted`() throws {
        _ = try signIn("guess")
        _ = try session()
        for table in ["sign_in_failure", "sign_in_known"] {
            let rows = try house.contents(of: table)
            #expect(!rows.contains("192.0.2.1") && !rows.contains("dvb_"))
        }
        #expect(try !house.contents(of: "sign_in_failure").contains("ნინო"))
    }

    @Test func `a person who has left is signed out and stays out`() throws {
        let secret = try session()
        try accounts.addUser(name: "ანა", password: "another horse", role: .owner)
        try accounts.disableUser("ნინო")
        #expect(try accounts.session(secret) == nil)
        #expect(try signIn("correct horse") == .wrong)
        #expect(throws: AccountError.noSuchUser("გია")) { try accounts.disableUser("გია") }
    }

    @Test func `one owner who may sign in always remains, also when two go at once`() async throws {
        #expect(throws: AccountError.lastOwner("ნინო")) { try accounts.disableUser("ნინო") }
        #expect(throws: AccountError.lastOwner("ნინო")) { try accounts.setRole(of: "ნინო", to: .auditor) }
        try accounts.setRole(of: "ნინო", to: .owner)
        try accounts.addUser(name: "გია", password: "another horse", role: .auditor)
        #expect(throws: AccountError.lastOwner("ნინო")) { try accounts.disableUser("ნინო") }
        try accounts.disableUser("გია")
        for _ in 1...20 {
            try accounts.enableUser("გია")
            for name in ["ნინო", "გია"] { try accounts.setRole(of: name, to: .owner) }
            let gone = try await withThrowingTaskGroup(of: Bool.self) { group in
                for (name, who) in [("ნინო", accounts), ("გია", house.neighbour)] {
                    group.addTask {
                        do { try who.setRole(of: name, to: .cashier) } catch AccountError.lastOwner { return false }
                        return true
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(gone == 1)
            // Who is left may give it back.
            let owners = try accounts.users().filter { $0.roles == ["owner"] }
            #expect(owners.count == 1)
            try accounts.setRole(of: owners[0].name, to: .owner)
        }
    }

    @Test func `a role is that of now, and one that this version does not know lets nobody in`() throws {
        try accounts.addUser(name: "გია", password: "another horse", role: .owner)
        let before = try session()
        try accounts.setRole(of: "ნინო", to: .buyer)
        #expect(try accounts.session(before) == nil)
        let secret = try session()
        #expect(try accounts.session(secret)?.roles == ["buyer"])
        try house.run("UPDATE davtari.account SET roles = '{regional-chief}' WHERE name = 'ნინო'")
        #expect(try accounts.session(secret) == nil)
    }

    @Test func `who was there before there were roles is an owner, and who had one role has it`() throws {
        let secret = try session()
        try accounts.addUser(name: "გია", password: "another horse", role: .buyer)
        for before in ["", "ALTER TABLE davtari.account ADD role text; UPDATE davtari.account SET role = 'auditor'"] {
            try house.pool.withConnection {
                try $0.script("ALTER TABLE davtari.account DROP COLUMN roles; \(before)")
            }
            try house.run("DELETE FROM davtari.schema_script WHERE name = 'accounts'")
            try accounts.migrate()
            #expect(try accounts.session(secret)?.roles == [before.isEmpty ? "owner" : "auditor"])
        }
    }

    @Test func `several roles add up`() throws {
        try accounts.addUser(name: "გია", password: "another horse", roles: ["cashier", "accountant"])
        let secret = try #require(try signIn("another horse", "გია").session)
        let rights = try #require(try accounts.session(secret)).principal.rights
        #expect(rights.holds(.change(.money)) && rights.holds(.change(.selling)) && !rights.holds(.change(.goods)))
        // One that this version does not know takes nothing from the others.
        try house.run("UPDATE davtari.account SET roles = '{cashier,regional-chief}' WHERE name = 'გია'")
        #expect(try accounts.session(secret)?.principal.rights == DeliveredRole.cashier.rights)
    }

    @Test func `neither password nor session stands in the database`() throws {
        let secret = try session()
        let people = try house.contents(of: "account")
        #expect(people.contains("$argon2id$") && !people.contains("correct horse"))
        let sessions = try house.contents(of: "session")
        #expect(!sessions.contains(secret.dropFirst(4)))
        #expect(sessions.contains(Hex.encode(SHA256.hash(Array(secret.utf8)))))
    }

    @Test func `a user who cannot be is refused with the reason`() throws {
        func refusal(_ name: String, _ password: String, _ language: String = "en") -> AccountError? {
            do {
                try accounts.addUser(name: name, password: password, language: language, role: .owner)
                return nil
            } catch { return error as? AccountError }
        }
        #expect(refusal("ნინო", "another horse") == .nameTaken("ნინო"))
        #expect(refusal("გია", "1234567") == .passwordTooShort(least: 8))
        #expect(refusal("გია", "horse678\0") == .passwordUnfit)
        for common in ["12345678", "Password1", "QWERTYUIOP"] { #expect(refusal("გია", common) == .passwordCommon) }
        #expect(refusal("გიორგი-1", "გიორგი-1") == .passwordIsName)
        #expect(refusal("გია", String(repeating: "x", count: 1025)) == .passwordUnfit)
        #expect(refusal("გია", "horse678", "fr") == .unknownLanguage("fr"))
        for name in ["", " გია", "გია\n", "a\0b", ".", "..", String(repeating: "x", count: 101)] {
            #expect(refusal(name, "horse678") == .badName)
        }
        #expect(refusal("გია", "horse678") == nil)
    }

    @Test func `the tables can be made twice, and by two gateways at once`() throws {
        try accounts.migrate()
        try house.neighbour.migrate()
        #expect(try accounts.hasUsers())
    }
}

extension SignInAnswer {
    fileprivate var isLocked: Bool { if case .locked(1...30) = self { true } else { false } }
}
