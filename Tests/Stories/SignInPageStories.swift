import Crypto
import Events
import Foundation
import HTTP
import JSON
import Log
import Postgres
import Rules
import Services
import TestSupport
import Testing

/// Sign-ins as head office works with them, and as people work with their own.
@Suite struct `Sign-ins on pages` {
    let house: House
    let owner: FormReader
    static let password = "lilac-and-thyme"

    init() throws {
        house = try House()
        owner = try FormReader(owner: house)
        try #require(house.command("PUT", "stores/S01", ["currency": "GEL", "zone": "Asia/Tbilisi"]).status == 201)
    }

    // MARK: Helpers

    private func run(_ sql: String) throws { try Connection(house.conninfo).script(sql) }

    /// Somebody with a browser of their own.
    private func visitor(_ headers: [(String, String)] = []) -> Client {
        Client(
            baseURL: "http://127.0.0.1:\(house.gateway.port)",
            headers: headers + [("Cookie", "davtari_form=form"), ("Accept-Language", "en")])
    }

    private func send(_ path: String, _ fields: [String: String], by client: Client) throws -> ClientResponse {
        let pairs = ["token": "form"].merging(fields) { $1 }.map { "\(percentEncode($0))=\(percentEncode($1))" }
        return try client.send(
            "POST", path + "?lang=en", body: Array(pairs.joined(separator: "&").utf8),
            headers: [
                ("Content-Type", "application/x-www-form-urlencoded"), ("User-Agent", "Firefox of the back office"),
            ])
    }

    private func invite(_ name: String, roles: String, employee: String = "") throws -> ClientResponse {
        let new = try owner.fields("sign-in-invite", of: owner.page("/sign-ins/new"))
        return try owner.post(
            "sign-in-invite",
            new.merging(["signIn": name, "roles": roles, "employee": employee, "key": "k-\(name)", "language": "en"]) {
                $1
            })
    }

    private func about(_ form: String, _ name: String, _ more: [String: String] = [:]) throws -> ClientResponse {
        try owner.post(form, ["signIn": name, "key": UUID().uuidString].merging(more) { $1 })
    }

    /// The address of a link as the page shows it, behind the server's.
    private func link(_ page: ClientResponse) throws -> String {
        let shown = try #require(page.text.firstMatch(of: /<code class="secret"[^>]*>([^<]*)<\/code>/), "\(page.text)")
        let address = String(shown.output.1)
        let server = "http://127.0.0.1:\(house.gateway.port)"
        try #require(address.hasPrefix(server + "/invitation/dvl_"), "\(address)")
        return String(address.dropFirst(server.count))
    }

    private func accept(_ link: String, _ password: String = password) throws -> ClientResponse {
        try send(link, ["password": password, "language": "en"], by: visitor())
    }

    /// Signs in, and is known by the session afterwards.
    private func signIn(_ name: String, _ password: String = password) throws -> Client {
        try Visitor.signedIn(name, password, port: house.gateway.port)
    }

    private func isIn(_ client: Client) throws -> Bool { try client.send("GET", "/me").status == 200 }

    /// What the log says of sign-ins, in its order, and all of its text.
    private func said() throws -> (facts: [SignInChanged], text: String) {
        var (facts, text): ([(FactID, SignInChanged)], String) = ([], "")
        for partition in 0..<4 {
            for record in try house.log.read(partition, from: 0, limit: ReadLimit(records: 1_000)) {
                text += String(decoding: record.bytes, as: UTF8.self) + "\n"
                let event = try Event.read(record.bytes, with: JSONParser())
                if case .signInChanged(let fact) = event.fact { facts.append((event.id, fact)) }
            }
        }
        return (facts.sorted { $0.0.sequence < $1.0.sequence }.map(\.1), text)
    }

    private func changes(of name: String) throws -> [String] {
        try said().facts.filter { $0.signIn == name }.map(\.change)
    }

    /// A code of the app now; waits for the next where one was used.
    private func code(_ secret: String) throws -> String {
        OneTimeCode.code(try #require(Base32.decode(secret)), step: Int64(Date().timeIntervalSince1970) / 30)
    }

    // MARK: Invited, disabled

    @Test func `who leaves is locked out with the next request, and the last owner is not`() throws {
        #expect(try house.command("PUT", "employees/e-7", ["name": "Gia"]).status == 201)
        try house.settle()
        let invited = try invite("gia", roles: "cashier\nowner", employee: "e-7")
        let link = try link(invited)
        #expect(try accept(link).status < 400)
        let gia = try signIn("gia")
        #expect(try isIn(gia))
        // From tomorrow on they work here no longer: today they do.
        let day = Zone.home.day(of: .now)
        func last(_ day: CalendarDay?) throws {
            let answer = try house.command(
                "PATCH", "employees/e-7", ["to": day.map { .string($0.description) } ?? .null],
                headers: [("If-Match", "*")])
            #expect(answer.status == 200, "\(answer.text)")
        }
        try last(day.advanced(by: 1))
        #expect(try isIn(gia))
        try last(day)
        #expect(try !isIn(gia))
        try last(nil)
        #expect(try isIn(gia))
        #expect(try house.command("DELETE", "employees/e-7", [:]).status == 200)
        #expect(try !isIn(gia))
        #expect(try Visitor.signIn("gia", Self.password, port: house.gateway.port).status == 403)
        #expect(try about("sign-in-link", "gia").status == 409)
        #expect(try owner.page("/sign-ins").contains("works here no longer"))
        // An owner who left is none: the other one cannot be disabled.
        #expect(try about("sign-in-disable", "nino").status == 409)
        // Somebody comes back.
        #expect(
            try house.command("PATCH", "employees/e-7", ["from": "2026-01-01"], headers: [("If-Match", "*")]).status
                == 200)
        #expect(try isIn(gia))
    }

    @Test func `somebody is invited, chooses a password once, is listed, and is locked out everywhere`() throws {
        let invited = try invite("gia", roles: "cashier\naccountant")
        #expect(invited.status == 200, "\(invited.text)")
        let link = try link(invited)
        // Sent twice, as by a double click, it is done once, and the link is not told again.
        #expect(try invite("gia", roles: "cashier\naccountant").headers["Location"] == "/sign-ins/gia")
        #expect(try owner.page("/sign-ins").contains("invited, link until"))
        #expect(try visitor().send("GET", link).text.contains("You sign in as gia"))
        for wrong in ["short", "12345678", "Password1"] {
            let refused = try accept(link, wrong)
            #expect(refused.status == 422 && refused.text.contains("invitation-password-problem"), "\(refused.text)")
        }
        #expect(try accept(link).text.contains("The password is saved. Sign in now."))
        let gia = try signIn("gia")
        #expect(try isIn(gia) && gia.send("GET", "/taxes").status == 200)
        // Used, over and unknown links are answered alike.
        let over = try visitor().send("GET", link)
        let unknown = try visitor().send("GET", "/invitation/dvl_0")
        #expect(over.status == 404 && unknown.status == 404)
        func plain(_ answer: ClientResponse) -> String { answer.text.replacing(/href="[^"]*"|value="[^"]*"/, with: "") }
        #expect(plain(over) == plain(unknown))
        #expect(try accept(link).status == 404)

        let list = try owner.page("/sign-ins")
        #expect(list.contains("href=\"/sign-ins/gia\"") && list.contains("Accountant, Cashier"), "\(list)")
        #expect(list.contains("may sign in"))
        #expect(try about("sign-in-disable", "gia").headers["Location"] == "/sign-ins/gia")
        #expect(try !isIn(gia))
        #expect(try Visitor.signIn("gia", Self.password, port: house.gateway.port).status == 403)
        #expect(try owner.page("/sign-ins/gia").contains("disabled"))
        // No link lets who is disabled in.
        #expect(try about("sign-in-link", "gia").status == 409)
        #expect(try about("sign-in-enable", "gia").status == 303)
        #expect(try isIn(signIn("gia")))
        let history = try #require(owner.page("/sign-ins/gia").split(separator: "id=\"history\"").last)
        for said in ["invited", "Accountant, Cashier", "invitation accepted", "disabled", "enabled again"] {
            #expect(history.contains(said), "\(said)")
        }

        try eventually("the facts") { try changes(of: "gia") == ["invited", "accepted", "disabled", "enabled"] }
        // Nothing of it waits for a later version, so the overview warns of nothing.
        #expect(try !owner.page("/").contains("only kept"))
        let (facts, text) = try said()
        #expect(facts.map(\.circumstances.operator) == ["user:nino", "user:gia", "user:nino", "user:nino"])
        #expect(facts[0].roles == ["accountant", "cashier"])
        for secret in [Self.password, String(link.dropFirst("/invitation/".count))] { #expect(!text.contains(secret)) }
    }

    @Test func `a link is over after a day, and by another`() throws {
        let first = try link(invite("gia", roles: "cashier"))
        let second = try link(about("sign-in-link", "gia"))
        #expect(try visitor().send("GET", first).status == 404 && visitor().send("GET", second).status == 200)
        try run(
            "UPDATE davtari.account_link SET expires_at = expires_at - interval '24 hours 1 second'")
        #expect(try accept(second).status == 404)
        #expect(try owner.page("/sign-ins/gia").contains("invitation over"))
        #expect(try accept(link(about("sign-in-link", "gia"))).status == 200)
        // The same for who forgot the password: it ends their sessions.
        let gia = try signIn("gia")
        let reset = try link(about("sign-in-link", "gia"))
        #expect(try isIn(gia) && accept(reset, "another-lilac").status == 200)
        #expect(try !isIn(gia) && isIn(signIn("gia", "another-lilac")))
        try eventually("the facts") {
            try changes(of: "gia") == [
                "invited", "invited", "invited", "accepted", "passwordResetOffered", "passwordChanged",
            ]
        }
    }

    @Test func `an employee's card leads to their sign-in, or to the invitation`() throws {
        let person: JSON = ["name": "Tsereteli", "roles": ["cashier"]]
        try #require(house.command("PUT", "employees/e-1", person).status == 201)
        #expect(try owner.page("/employees/e-1").contains("href=\"/sign-ins/new?employee=e-1&amp;roles=cashier\""))
        let new = try owner.fields("sign-in-invite", of: owner.page("/sign-ins/new?employee=e-1&roles=cashier"))
        #expect(new["employee"] == "e-1" && new["roles"] == "cashier", "\(new)")
        #expect(try invite("tsereteli", roles: "cashier", employee: "e-1").status == 200)
        #expect(try owner.page("/employees/e-1").contains("href=\"/sign-ins/tsereteli\""))
        let list = try owner.page("/sign-ins")
        #expect(list.contains("<a href=\"/employees/e-1\">Tsereteli</a>"), "\(list)")
        let twice = try invite("other", roles: "cashier", employee: "e-1")
        #expect(twice.status == 409 && twice.text.contains("sign-in-invite-employee-problem"), "\(twice.text)")
        #expect(try invite("third", roles: "cashier", employee: "e-9").status == 422)
        #expect(try invite("tsereteli-2", roles: "boss").status == 422)
        let taken = try owner.post(
            "sign-in-invite", ["signIn": "nino", "roles": "cashier", "language": "en", "key": "k"])
        #expect(taken.status == 409 && taken.text.contains("sign-in-invite-signIn-problem"), "\(taken.text)")
    }

    // MARK: Rights

    @Test func `nobody gives more than they have, nor takes over who has more; one owner remains`() throws {
        let rights: JSON = ["name": ["en": "Staff"], "rights": ["staff.change", "books.read", "receipt.sell"]]
        try #require(house.command("PUT", "roles/staff", rights).status == 201)
        try house.accounts.addUser(name: "ana", password: Self.password, language: "en", roles: ["staff"])
        try house.accounts.addUser(name: "gia", password: Self.password, language: "en", role: .cashier)
        let ana = FormReader(house: house, client: try signIn("ana"))
        func refused(_ form: String, _ fields: [String: String]) throws -> Bool {
            let answer = try ana.post(form, ["key": UUID().uuidString].merging(fields) { $1 })
            return answer.status == 403 && answer.text.contains("may do more than you")
        }
        #expect(try refused("sign-in-invite", ["signIn": "new", "roles": "owner", "language": "en"]))
        #expect(try refused("sign-in-roles", ["signIn": "ana", "roles": "owner"]))
        for form in ["sign-in-disable", "sign-in-link", "sign-in-end-sessions", "sign-in-remove-second-factor"] {
            #expect(try refused(form, ["signIn": "nino"]), "\(form)")
        }
        #expect(
            try ana.post("sign-in-invite", ["signIn": "new", "roles": "staff", "language": "en", "key": "1"]).status
                == 200)
        // A program of the office may do all but make an owner.
        let token = try house.accounts.createToken(
            kind: .office, name: "hr", stores: [], writers: ["hr"], areas: ["staff"])
        func command(_ roles: JSON, _ token: String?) throws -> Answer {
            try house.command("PUT", "sign-ins/gia/roles", ["roles": roles], token: token)
        }
        #expect(try command(["owner"], nil).json["rule"] == "signIn.rights")
        #expect(try command(["shop-manager"], token).json["rule"] == "signIn.rights")
        #expect(try command(["shop-manager"], nil).status == 200)
        let last = try about("sign-in-roles", "nino", ["roles": "buyer"])
        #expect(last.status == 409 && last.text.contains("last owner"), "\(last.text)")
        // One who was invited and has not come is none who may sign in.
        #expect(try invite("second", roles: "owner").status == 200)
        #expect(try about("sign-in-disable", "nino").status == 409)
        // Who may not manage them sees nothing of them.
        let gia = try signIn("gia")
        #expect(try gia.send("GET", "/sign-ins").status == 403)
        #expect(try !gia.send("GET", "/me").text.contains("href=\"/sign-ins\""))
    }

    @Test func `nobody defines a role that may do more than they, nor one whose rights they lack`() throws {
        let rights: JSON = ["name": ["en": "Staff"], "rights": ["staff.change", "books.read"]]
        try #require(house.command("PUT", "roles/staff", rights).status == 201)
        try house.accounts.addUser(name: "ana", password: Self.password, language: "en", roles: ["staff"])
        let ana = FormReader(house: house, client: try signIn("ana"))
        func define(_ role: String, _ rights: String) throws -> ClientResponse {
            try ana.post("new-role", ["key": UUID().uuidString, "code": role, "name-en": "R", "rights": rights])
        }
        for rights in ["*", "books.read\ncost.read", "*.read", "goods.change"] {
            let refused = try define("r", rights)
            #expect(
                refused.status == 403 && refused.text.contains("may do more than you"), "\(rights): \(refused.text)")
        }
        #expect(try define("clerk", "books.read").status < 400)
        let token = try house.accounts.createToken(
            kind: .office, name: "hr", stores: [], writers: ["hr"], areas: ["staff"])
        func command(_ role: String, _ rights: JSON) throws -> Answer {
            try house.command(
                "PUT", "roles/\(role)", ["name": ["en": "R"], "rights": rights], token: token,
                headers: [("If-Match", "*")])
        }
        for (role, rights) in [("staff", ["*"]), ("staff", ["goods.change"]), ("buyer", ["books.read"])] {
            let refused = try command(role, .array(rights.map { .string($0) }))
            #expect(
                refused.status == 403 && refused.json["rule"] == "role.rights", "\(role), \(rights): \(refused.text)")
        }
        #expect(try command("staff", ["staff.change"]).status == 200)
    }

    @Test func `by command: a link is answered once, and what is done is listed`() throws {
        let body: JSON = ["signIn": "gia", "roles": ["cashier"]]
        func invite() throws -> Answer {
            try house.command("POST", "sign-ins", body, headers: [("Idempotency-Key", "k")])
        }
        // A program holds no right of a till, and may give it.
        let first = try invite()
        #expect(
            first.status == 201 && first.json["link"]?.string?.hasPrefix("/invitation/dvl_") == true, "\(first.text)")
        let again = try invite()
        #expect(again.status == 201 && again.json["link"] == nil && again.json["until"] == first.json["until"])
        let link = try #require(first.json["link"]?.string)
        #expect(try accept(link).status == 200)
        let gia = try signIn("gia")
        let one = try house.get("/v1/sign-ins/gia")
        #expect(
            one.json["state"] == "enabled" && one.json["roles"] == ["cashier"] && one.json["signedInAt"]?.string != nil)
        let session = try #require(one.json["sessions"]?.array?.first?["session"]?.string)
        #expect(try house.get("/v1/sign-ins").json["signIns"]?.array?.map { $0["signIn"] } == ["gia", "nino"])
        let stale = try house.command("POST", "sign-ins/gia/disable", .object([]), headers: [("If-Match", "\"1\"")])
        #expect(stale.status == 412, "\(stale.text)")
        #expect(try house.command("DELETE", "sign-ins/gia/sessions/\(session)", .object([])).status == 200)
        #expect(try !isIn(gia))
        #expect(try house.command("DELETE", "sign-ins/gia/sessions/\(session)", .object([])).status == 404)
        #expect(try house.command("POST", "sign-ins/nobody/disable", .object([])).status == 404)
    }

    // MARK: One's own

    @Test func `everybody chooses language, theme and where they begin`() throws {
        try house.accounts.addUser(name: "gia", password: Self.password, language: "ka", role: .buyer)
        let gia = try signIn("gia")
        let page = try gia.send("GET", "/me")
        #expect(page.text.contains("<html lang=\"ka\">") && page.text.contains("<option value=\"/stock\">"))
        #expect(!page.text.contains("<option value=\"/customers\">"))
        let set = try send("/me/preferences", ["language": "en", "theme": "dark", "home": "/completeness"], by: gia)
        #expect(set.status == 303 && set.headers["Location"] == "/me?done=preferences", "\(set.text)")
        let now = try gia.send("GET", "/me?done=preferences")
        #expect(now.text.contains("<html lang=\"en\" data-theme=\"dark\">") && now.text.contains("Saved."))
        #expect(now.text.contains("class=\"brand\" href=\"/completeness\""))
        let again = try Visitor.signIn("gia", Self.password, port: house.gateway.port)
        #expect(again.headers["Location"] == "/completeness")
        // Where one may not look any more, nobody begins.
        #expect(try send("/me/preferences", ["language": "en", "home": "/customers"], by: gia).status == 422)
        try house.accounts.setRole(of: "gia", to: .marketing)
        #expect(try Visitor.signIn("gia", Self.password, port: house.gateway.port).headers["Location"] == "/")
    }

    @Test func `a password is changed by who knows it, and ends the other sessions`() throws {
        try house.accounts.addUser(name: "gia", password: Self.password, language: "en", role: .buyer)
        let (here, there) = (try signIn("gia"), try signIn("gia"))
        let list = try here.send("GET", "/me").text
        #expect(list.contains("this one") && list.contains("action=\"/me/session\""))
        let wrong = try send("/me/password", ["oldPassword": "guess", "password": "another-lilac"], by: here)
        #expect(wrong.status == 422 && wrong.text.contains("password-oldPassword-problem"), "\(wrong.text)")
        #expect(!wrong.text.contains("another-lilac"))
        let common = try send("/me/password", ["oldPassword": Self.password, "password": "Password1"], by: here)
        #expect(common.text.contains("password-password-problem") && common.text.contains("guessed first"))
        let done = try send("/me/password", ["oldPassword": Self.password, "password": "another-lilac"], by: here)
        #expect(done.status == 303, "\(done.text)")
        #expect(try isIn(here) && !isIn(there) && isIn(signIn("gia", "another-lilac")))
        #expect(try send("/me/sessions", [:], by: here).status == 303)
        #expect(try here.send("GET", "/me").text.matches(of: /action="\/me\/session"/).isEmpty)
        try eventually("the facts") { try changes(of: "gia") == ["passwordChanged", "sessionsEnded"] }
        #expect(try !said().text.contains("lilac"))
        // Another site's form is not looked at.
        #expect(try send("/me/sessions", ["token": "other"], by: here).status == 403)
    }

    @Test func `a second factor is set up, asked for, counted once, and taken away`() throws {
        try house.accounts.addUser(name: "gia", password: Self.password, language: "en", role: .buyer)
        let gia = try signIn("gia")
        let page = try gia.send("GET", "/me/second-factor").text
        let secret = String(try #require(page.firstMatch(of: /name="secret" value="([A-Z2-7]{32})"/)).output.1)
        #expect(page.contains("otpauth://totp/Davtari:gia?secret=\(secret)&amp;issuer=Davtari"))
        let wrong = try send("/me/second-factor", ["secret": secret, "code": "000000"], by: gia)
        #expect(wrong.status == 422 && wrong.text.contains("second-factor-code-problem") && wrong.text.contains(secret))
        let used = try code(secret)
        let set = try send("/me/second-factor", ["secret": secret, "code": used], by: gia)
        let recovery = set.text.matches(of: /<li><code>([A-Z2-7-]+)<\/code>/).map { String($0.output.1) }
        #expect(set.status == 200 && recovery.count == 10, "\(set.text)")

        // Nor does another push it aside.
        let other = Accounts.newCodeSecret()
        #expect(try send("/me/second-factor", ["secret": other, "code": code(other)], by: gia).status == 409)
        #expect(try send("/me/second-factor-off", ["oldPassword": "guess"], by: gia).status == 422)

        func step() throws -> String {
            let asked = try Visitor.signIn("gia", Self.password, port: house.gateway.port)
            #expect(asked.status == 200 && asked.headers["Set-Cookie"]?.contains("davtari_session") != true)
            return String(try #require(asked.text.firstMatch(of: /name="step" value="([^"]*)"/)).output.1)
        }
        func say(_ code: String, _ step: String) throws -> ClientResponse {
            try send("/sign-in/code", ["step": step, "code": code], by: visitor())
        }
        var known = try step()
        // The code that set it up does not count again.
        #expect(try say(used, known).status == 403)
        let opened = try say(recovery[0].lowercased(), known)
        #expect(opened.status == 303 && opened.headers["Set-Cookie"] != nil, "\(opened.text)")
        #expect(try say(recovery[1], known).text.contains("took too long"))
        known = try step()
        #expect(try say(recovery[0], known).status == 403)
        try run("UPDATE davtari.account SET code_step = 0 WHERE name = 'gia'")
        #expect(try say(code(secret), known).status == 303)
        // Wrong codes are counted, whatever passwords are right between them.
        for _ in 1...5 { #expect(try say("000000", step()).status == 403) }
        #expect(try Visitor.signIn("gia", Self.password, port: house.gateway.port).status == 429)
        try run("UPDATE davtari.sign_in_failure SET failed_at = failed_at - interval '2 hours'")

        #expect(try owner.page("/sign-ins/gia").contains("sign-in-remove-second-factor"))
        #expect(try about("sign-in-remove-second-factor", "gia").status == 303)
        #expect(try isIn(signIn("gia")))
        try eventually("the facts") {
            try changes(of: "gia") == ["secondFactorSet", "secondFactorRemoved"]
        }
        let text = try said().text
        for secret in [secret, used, recovery[0]] { #expect(!text.contains("\"\(secret)\"")) }
    }

    @Test func `what was done while no server ran reaches the log later`() throws {
        let conninfo = try LaidOut.database(partitions: 4)
        func user(_ words: String..., input: String = "") throws -> Typed {
            try Typed(["user"] + words, environment: ["DAVTARI_POSTGRES": conninfo], input: input)
        }
        #expect(try user("add", "ana", input: "ana-ana-ana\n").status == 0)
        let invited = try user("invite", "gia", "--role", "cashier,buyer")
        #expect(invited.status == 0 && invited.output.hasPrefix("/invitation/dvl_"), "\(invited.errors)")
        #expect(try user("disable", "gia").status == 0)
        let log = try PostgresLog(conninfo)
        func changes() throws -> [String] {
            try (0..<4).flatMap { try log.read($0, from: 0, limit: ReadLimit(records: 100)) }.compactMap {
                guard case .signInChanged(let fact) = try Event.read($0.bytes, with: JSONParser()).fact else {
                    return nil
                }
                return "\(fact.signIn) \(fact.change) \(fact.circumstances.operator ?? "")"
            }
        }
        #expect(try changes().isEmpty)
        let served = try Served(place: ["--postgres", conninfo], conninfo: conninfo)
        let by = "terminal:\(NSUserName())"
        try withExtendedLifetime(served) {
            try eventually("the facts") {
                try changes() == ["ana added \(by)", "gia invited \(by)", "gia disabled \(by)"]
            }
        }
    }
}
