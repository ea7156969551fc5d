import Foundation
import HTTP
import JSON
import Postgres
import Services
import Synchronization
import TestSupport
import Testing

@testable import Gateway

/// Nobody takes so much that others wait.
@Suite(.long) struct `Bounded numbers` {
    let house: House
    init() throws { house = try House() }

    @Test func `of sign-ins are looked at at once; the rest is told to come back, and a till's post goes through`()
        throws
    {
        let statuses = Mutex<[Int]>([])
        let port = house.gateway.port
        let posted = Mutex(0)
        let signingIn: @Sendable () throws -> Void = {
            let answer = try Visitor.signIn("nobody", "wrong-wrong", port: port)
            #expect(answer.status == 403 || answer.headers["Retry-After"] != nil)
            statuses.withLock { $0.append(answer.status) }
        }
        let posting: @Sendable () throws -> Void = { [house] in
            let status = try house.post([sale(1)]).status
            posted.withLock { $0 = status }
        }
        try atOnce(Array(repeating: signingIn, count: 40) + [posting])
        #expect(posted.withLock { $0 } == 200)
        let told = statuses.withLock { $0 }
        #expect(told.contains(403) && told.contains(429))
        #expect(told.allSatisfy { [403, 429, 503].contains($0) }, "\(told)")
    }

    @Test func `of wrong passwords lock out who gave them, in their language, and nobody elsewhere`() throws {
        try house.accounts.addUser(name: "nino", password: "nino-nino", language: "en", role: .owner)
        let port = house.gateway.port
        for _ in 1...5 { #expect(try Visitor.signIn("nino", "guess", port: port, from: "198.51.100.1").status == 403) }
        let locked = try Visitor.signIn("nino", "nino-nino", port: port, from: "198.51.100.1")
        let seconds = try #require(locked.headers["Retry-After"].flatMap { Int($0) })
        #expect(locked.status == 429 && (1...30).contains(seconds))
        #expect(String(decoding: locked.body, as: UTF8.self).contains("Try again in \(seconds) s."))
        let georgian = try Visitor.signIn("nino", "nino-nino", port: port, from: "198.51.100.1", language: "ka")
        #expect(String(decoding: georgian.body, as: UTF8.self).contains("შესვლა დროებით დაბლოკილია"))
        let owner = try Visitor.signIn("nino", "nino-nino", port: port, from: "2001:db8::1")
        let cookies = owner.headers.all("Set-Cookie")
        #expect(
            owner.status == 303 && cookies.contains { $0.hasPrefix("davtari_browser=dvb_") && $0.contains("HttpOnly") })
    }

    @Test func `of one token's questions wait; another's, pages and posts do not wait for them`() throws {
        try house.settle()
        let blocker = try Connection(house.conninfo)
        // What this question asks for, and nobody else's: every answer says what of the books is incomplete.
        try blocker.script("BEGIN; LOCK TABLE trade_1.transfer_line")
        // The gateway knows whose the token is, and does not count some of its questions by their address.
        #expect(try house.get("/v1/stores").status == 200)
        let answers = Mutex<[Answer]>([])
        let threads = DispatchGroup()
        for _ in 0..<24 {
            threads.enter()
            Thread.detachNewThread { [house] in
                if let answer = try? house.get("/v1/transfers") { answers.withLock { $0.append(answer) } }
                threads.leave()
            }
        }
        // Two are at work, six wait.
        try eventually("the rest is told") { answers.withLock { $0.count == 16 } }
        for answer in answers.withLock({ $0 }) {
            #expect(answer.status == 429 && answer.headers["Retry-After"] == "1" && answer.json["rule"] == "rate")
        }
        #expect(try house.post([sale(1)]).status == 200)
        let other = try house.accounts.createToken(
            kind: .api, name: "o", stores: [], writers: [], scopes: ["customers", "personal"])
        #expect(try house.get("/v1/customers", token: other).status == 200)
        try blocker.script("ROLLBACK")
        threads.wait()
        #expect(answers.withLock { $0.filter { $0.status == 200 }.count } == 8)
    }

    @Test func `who says not who they are is turned away by address, and comes in again`() {
        let gate = Gate()
        let now = ContinuousClock.now
        #expect((0..<300).filter { _ in gate.admits("a", at: now) }.count == 200)
        #expect(gate.admits("b", at: now))
        #expect(!gate.admits("a", at: now))
        #expect((0..<100).filter { _ in gate.admits("a", at: now + .seconds(1)) }.count == 50)
    }

    @Test func `of made-up secrets are looked up; who is known at their address asks and posts on`() throws {
        let here = [("X-Forwarded-For", "198.51.100.1")]
        let reader = try house.accounts.createToken(
            kind: .api, name: "r", stores: [], writers: [], scopes: ["customers", "personal"])
        try house.accounts.addUser(name: "nino", password: "nino-nino", language: "en", role: .owner)
        let signedIn = try Visitor.signIn("nino", "nino-nino", port: house.gateway.port)
        let session = try #require(signedIn.headers["Set-Cookie"]?.split(separator: ";").first)
        let cookie = ("Cookie", String(session))
        let known: [@Sendable () throws -> Int] = [
            { [house] in try house.get("/v1/customers", token: reader, headers: here).status },
            { [house] in try house.post([sale(1)], headers: here).status },
            { [house] in
                try House.send("GET", "/stock", token: nil, to: house.gateway, headers: here + [cookie]).status
            },
        ]
        for ask in known { #expect(try ask() == 200) }
        try eventually("all three are known") { house.gateway.acquaintances.count == 3 }
        // All that this address may ask without a name is used up for an hour.
        while house.gateway.gate.admits("198.51.100.1", at: .now + .seconds(3_600)) {}
        let strangers: [@Sendable (_ from: [(String, String)]) throws -> Answer] = [
            { [house] in try house.get("/v1/customers", token: "dvt_made_up", headers: $0) },
            { [house] in try house.post([sale(1)], token: "dvt_made_up", headers: $0) },
            { [house] in try house.get("/openapi.json", token: "dvt_made_up", headers: $0) },
            { [house] in
                try House.send(
                    "GET", "/sign-in", token: nil, to: house.gateway, headers: $0 + [("Cookie", "davtari_session=x")])
            },
        ]
        try atOnce(
            strangers.map { ask in
                { @Sendable in
                    let answer = try ask(here)
                    #expect(answer.status == 429 && answer.headers["Retry-After"] == "1")
                }
            } + known.map { ask in { @Sendable () throws -> Void in for _ in 0..<20 { #expect(try ask() == 200) } } })
        // From elsewhere they are looked at as ever, and made known by nothing that they are told.
        for _ in 1...2 {
            #expect(
                try strangers.map { try $0([("X-Forwarded-For", "198.51.100.2")]).status } == [401, 401, 200, 200])
        }
        for ask in strangers { #expect(try ask(here).status == 429) }
        #expect(house.gateway.acquaintances.count == 3)
    }

    @Test func `who comes for the first time and is somebody takes nothing from the others of their address`() throws {
        let gate = Gate()
        let now = ContinuousClock.now
        #expect((0..<300).filter { _ in gate.admits("a", at: now) }.count == 200)
        gate.giveBack(to: "a")
        gate.giveBack(to: "b")
        #expect((0..<10).filter { _ in gate.admits("a", at: now) }.count == 1)
        #expect((0..<300).filter { _ in gate.admits("b", at: now) }.count == 200)
        // More of them than an address may ask without a name, one after the other.
        let tokens = try (0..<300).map { _ in
            try house.accounts.createToken(
                kind: .api, name: "n", stores: [], writers: [], scopes: ["customers", "personal"])
        }
        for token in tokens { #expect(try house.get("/v1/customers", token: token).status == 200) }
    }

    @Test func `who was looked up is known until the next time, and so many that none need be forgotten soon`() {
        let acquaintances = Acquaintances()
        let now = ContinuousClock.now
        func hash(_ number: Int) -> [UInt8] { Array("\(number)".utf8) }
        #expect(acquaintances.standing(of: hash(1), at: now) == .stranger)
        acquaintances.keep(hash(1), isSomebodys: true, at: now)
        #expect(acquaintances.standing(of: hash(1), at: now) == .known)
        let later = now + Acquaintances.lookedUpEvery
        #expect(acquaintances.standing(of: hash(1), at: later) == .due)
        // The others need not ask, and are let in.
        #expect(acquaintances.standing(of: hash(1), at: later) == .known)
        acquaintances.keep(hash(1), isSomebodys: false, at: later)
        #expect(acquaintances.standing(of: hash(1), at: later) == .stranger)
        for number in 0...Acquaintances.limit {
            acquaintances.keep(hash(number), isSomebodys: true, at: later + .milliseconds(number))
        }
        #expect(acquaintances.count == Acquaintances.limit)
        #expect(acquaintances.standing(of: hash(0), at: later) == .stranger)
        #expect(acquaintances.standing(of: hash(1), at: later) == .known)
    }

    @Test func `a lane gives each caller its share, and closes when all is done`() {
        let lane = Lane("test", .init(threads: 3, running: 2, waiting: 5, waitingInAll: 8))
        let gate = DispatchSemaphore(value: 0)
        let most = Mutex(0)
        let now = Mutex(0)
        let job: @Sendable (Bool) -> Void = { _ in
            let count = now.withLock {
                $0 += 1
                return $0
            }
            most.withLock { $0 = max($0, count) }
            gate.wait()
            now.withLock { $0 -= 1 }
        }
        var admissions: [Lane.Admission] = []
        for _ in 0..<20 {
            admissions.append(lane.run("a", job))
            Thread.sleep(forTimeInterval: 0.005)
        }
        #expect(admissions.filter { $0 == .admitted }.count == 7)
        #expect(admissions.filter { $0 == .tooManyOfCaller }.count == 13)
        #expect(most.withLock { $0 } == 2)
        #expect((0..<10).map { lane.run("b\($0)", job) }.filter { $0 == .full }.count > 0)
        for _ in 0..<30 { gate.signal() }
        lane.close()
        #expect(lane.run("a", job) == .full)
    }
}

/// What somebody else's words can and cannot do here.
@Suite(.long) struct `Words of strangers` {
    @Test(arguments: [
        "//evil", "/\t/evil", "/\n/evil", "/\r/evil", "/\\evil", "\\\\evil", "/\u{0}/evil", "/\u{7F}/evil", "/ /evil",
        "/\u{85}/evil", "/\u{2028}/evil", "/\u{AD}/evil", "\t//evil", "https://evil", "evil", "", "//\u{301}evil",
        "/a\\b", "/a\tb",
    ])
    func `lead nowhere but to us after signing in`(next: String) { #expect(Gateway.ours(next) == nil) }

    @Test(arguments: ["/", "/stock", "/stock?a=1&b=%2F%2Fx", "/customers/ნინო", "/events/S01-t1:1"])
    func `lead where they say within the house`(next: String) { #expect(Gateway.ours(next) == next) }

    @Test func `the address of who asks is the socket's, or what the proxy on this machine says`() {
        func origin(_ remote: String, _ fields: [(String, String)] = []) -> String {
            Origin.address(
                of: Request(
                    method: "GET", path: "/", segments: [], headers: Headers(fields.map { (name: $0.0, value: $0.1) }),
                    remoteAddress: remote))
        }
        let said = [("X-Forwarded-For", "10.0.0.1, 203.0.113.9"), (Origin.field, "192.0.2.1")]
        #expect(origin("198.51.100.7", said) == "198.51.100.7")
        #expect(origin("127.0.0.1", said) == "203.0.113.9" && origin("::1", said) == "203.0.113.9")
        #expect(origin("127.0.0.1") == "127.0.0.1")
        #expect(origin("", said) == "192.0.2.1")
        // Who has one address of an IPv6 network has all of them.
        #expect(origin("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64")
        #expect(origin("::1", [("X-Forwarded-For", "2001:db8:1:2::9")]) == "2001:db8:1:2::/64")
        #expect(origin("::ffff:203.0.113.9") == "203.0.113.9" && origin("::1") == "::1")
        #expect(origin("::ffff:127.0.0.1", said) == "203.0.113.9")
    }
}

/// Somebody who may no longer look.
@Suite(.long) struct `An open live page` {
    let house: House
    init() throws {
        house = try House()
        try house.accounts.addUser(name: "nino", password: "nino-nino", language: "en", role: .owner)
    }

    /// The stream's end, which a client that is put out sees.
    private func listening(_ client: Client) -> @Sendable () -> Bool {
        let hasEnded = Mutex(false)
        let hasBegun = Mutex(false)
        nonisolated(unsafe) let client = client
        Thread.detachNewThread {
            hasBegun.withLock { $0 = true }
            _ = try? client.send("GET", "/live")
            hasEnded.withLock { $0 = true }
        }
        return { hasEnded.withLock { $0 } }
    }

    @Test func `ends for who signs out, whose session is deleted and who is disabled, and goes on for others`() throws {
        let port = house.gateway.port
        func someone() throws -> Client { try Visitor.signedIn("nino", "nino-nino", port: port) }
        try house.accounts.addUser(name: "gia", password: "gia-gia-gia", language: "ka", role: .owner)
        let other = listening(try Visitor.signedIn("gia", "gia-gia-gia", port: port))
        let leaving = try someone()
        let hasLeft = listening(leaving)
        let cookie = try Visitor.signIn("nino", "nino-nino", port: port).headers["Set-Cookie"]!.split(separator: ";")[0]
        let secret = String(cookie.split(separator: "=")[1])
        let out = listening(Client(baseURL: "http://127.0.0.1:\(port)", headers: [("Cookie", String(cookie))]))
        try house.accounts.signOut(secret)
        try eventually("who signed out is out") { out() }
        #expect(!hasLeft() && !other())
        try house.accounts.disableUser("nino")
        try eventually("who was disabled is out") { hasLeft() }
        #expect(!other())
        try Connection(house.conninfo).execute("DELETE FROM davtari.session")
        try eventually("whose session was deleted is out") { other() }
    }
}

/// A log that takes nothing is told to people too.
@Suite(.long) struct `Appends that fail` {
    @Test func `stand in the server's log and on the overview, until they succeed again`() throws {
        let house = try House()
        try house.accounts.addUser(name: "nino", password: "nino-nino", language: "en", role: .owner)
        try #require(house.post([sale(1)]).status == 200)
        try house.settle()
        let page = try Visitor.signedIn("nino", "nino-nino", port: house.gateway.port)
        #expect(try !page.send("GET", "/").text.contains("the log takes nothing"))
        let breaker = try Connection(house.conninfo)
        try breaker.script(
            """
            CREATE FUNCTION log.disk_full() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;
            CREATE TRIGGER disk_full BEFORE INSERT ON log.log_record FOR EACH STATEMENT EXECUTE FUNCTION log.disk_full()
            """)
        for _ in 0..<3 { #expect(try house.post([sale(2)]).status == 503) }
        let broken = try page.send("GET", "/").text
        #expect(
            broken.contains("the log takes nothing from the tills; 3 requests")
                && broken.contains("No space left on device"))
        let told = house.gatewaySaid.all.filter { $0.contains("tills are told to come back") }
        #expect(told.count == 1 && told[0].contains("No space left"), "\(told)")
        try breaker.script("DROP TRIGGER disk_full ON log.log_record")
        #expect(try house.post([sale(2)]).status == 200)
        #expect(try page.send("GET", "/").text.contains("now it does"))
        #expect(house.gatewaySaid.all.count { $0.hasPrefix("back after ") } == 1)
    }
}
