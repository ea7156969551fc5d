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

/// Tokens as head office works with them: made, shown once, replaced and revoked on pages.
@Suite struct `Tokens on pages` {
    let house: House
    let owner: FormReader

    init() throws {
        house = try House()
        owner = try FormReader(owner: house)
        try #require(house.command("PUT", "stores/S01", ["currency": "GEL", "zone": "Asia/Tbilisi"]).status == 201)
    }

    private func make(_ kind: String, _ fields: [String: String], key: String = UUID().uuidString) throws
        -> ClientResponse
    {
        let form = "token-new-\(kind)"
        let new = try owner.fields(form, of: owner.page("/tokens/new/\(kind)"))
        return try owner.post(form, new.merging(fields) { $1 }.merging(["key": key]) { $1 })
    }

    private func about(_ form: String, _ id: String, _ more: [String: String] = [:]) throws -> ClientResponse {
        try owner.post(form, ["tokenId": id, "key": UUID().uuidString].merging(more) { $1 })
    }

    private func secret(_ page: ClientResponse) throws -> String {
        String(
            try #require(page.text.firstMatch(of: /<code class="secret"[^>]*>(dvt_[^<]*)<\/code>/), "\(page.text)")
                .output.1)
    }

    private func id(of name: String) throws -> String {
        try #require(house.accounts.tokens().first { $0.name == name }).rights.id
    }

    /// What a post of a till is answered.
    private func status(_ secret: String, _ sequence: Int) throws -> Int {
        try house.post(
            [
                TestChain.event(
                    "drawer.opened.v1", ["reason": "change"], store: House.store, writer: "S01-t9",
                    sequence: Int64(sequence),
                    at: "2026-03-01T06:00:00Z")
            ], writer: "S01-t9", token: secret
        ).status
    }

    /// What the log says of tokens, in its order, and all of its text.
    private func said() throws -> (facts: [TokenChanged], text: String) {
        var (facts, text): ([(FactID, TokenChanged)], String) = ([], "")
        for partition in 0..<4 {
            for record in try house.log.read(partition, from: 0, limit: ReadLimit(records: 1_000)) {
                text += String(decoding: record.bytes, as: UTF8.self) + "\n"
                let event = try Event.read(record.bytes, with: JSONParser())
                if case .tokenChanged(let fact) = event.fact { facts.append((event.id, fact)) }
            }
        }
        return (facts.sorted { $0.0.sequence < $1.0.sequence }.map(\.1), text)
    }

    @Test func `a till's is made, shown once, used, replaced with an overlap, and revoked within a second`() throws {
        let made = try make("till", ["called": "Vake 9", "store": "S01", "writers": "S01-t9"], key: "k-1")
        #expect(made.status == 200 && made.text.contains("<svg class=\"qr\""), "\(made.text)")
        let first = try secret(made)
        // Sent twice it is one token, and the secret is not told again.
        let again = try make("till", ["called": "Vake 9", "store": "S01", "writers": "S01-t9"], key: "k-1")
        #expect(again.status == 303 && !again.text.contains("dvt_"))
        #expect(try house.accounts.tokens().count { $0.name == "Vake 9" } == 1)
        let id = try id(of: "Vake 9")
        #expect(try status(first, 1) == 200)
        let list = try owner.page("/tokens")
        #expect(list.contains("href=\"/tokens/\(id)\"") && list.contains("127.0.0.1") && !list.contains(first))
        // Another secret counts at once; the old one goes on, and ends with the hours.
        let rotated = try about("token-rotate", id, ["hours": "2"])
        let second = try secret(rotated)
        #expect(second != first && rotated.text.contains("The old secret still counts until"))
        #expect(try status(first, 2) == 200 && status(second, 3) == 200)
        try Connection(house.conninfo).script(
            "UPDATE davtari.token SET old_until = clock_timestamp() - interval '1 second'")
        try eventually("the old secret has ended") { try status(first, 4) == 401 }
        #expect(try status(second, 4) == 200)
        // Without an overlap the one before is none at once.
        let third = try secret(about("token-rotate", id, ["hours": "0"]))
        try eventually("the one before has ended") { try status(second, 5) == 401 }
        #expect(try status(third, 5) == 200)

        #expect(try about("token-revoke", id).headers["Location"] == "/tokens/\(id)")
        let began = ContinuousClock.now
        try eventually("it is refused") { try status(third, 6) == 401 }
        #expect(ContinuousClock.now - began < .seconds(1.5))
        #expect(try !owner.page("/tokens").contains("Vake 9") && owner.page("/tokens?ended=1").contains("Vake 9"))
        #expect(try about("token-rotate", id, ["hours": "1"]).status == 409)
        #expect(try about("token-revoke", id).status == 404)
        let card = try owner.page("/tokens/\(id)")
        for word in ["created", "replaced by a new one", "revoked"] { #expect(card.contains(word), "\(word)") }

        try eventually("the facts") { try said().facts.map(\.change) == ["created", "rotated", "rotated", "revoked"] }
        let (facts, text) = try said()
        #expect(Set(facts.map(\.circumstances.operator)) == ["user:nino"] && facts[0].writers == ["S01-t9"])
        for secret in [first, second, third] { #expect(!text.contains(secret)) }
    }

    @Test func `what cannot be made is told beside its field, and nothing typed is lost`() throws {
        let wrong: [(kind: String, fields: [String: String], said: String)] = [
            ("till", ["called": "x", "store": "S01", "writers": "no blanks"], "64 of A"),
            ("till", ["called": "x", "store": "S01", "writers": ""], "one shop and its own book"),
            ("till", ["called": "x", "store": "S01", "writers": "office.x"], "own book is called so"),
            ("till", ["called": "x", "store": "S02", "writers": House.writer], "of another shop"),
            ("till", ["called": "x", "store": "S01", "writers": "S01-t9", "until": "2020-01-01"], "to come"),
            ("api", ["called": "x", "until": "2099-01-01"], "This is needed"),
            ("office", ["called": "x", "writers": "*"], "Name its books"),
            ("import", ["called": "", "writers": "*"], "This is needed"),
        ]
        for (kind, fields, said) in wrong {
            let answer = try make(kind, fields)
            #expect([409, 422].contains(answer.status) && answer.text.contains(said), "\(fields): \(answer.text)")
            #expect(answer.text.contains("value=\"x\"") == (fields["called"] == "x"), "\(fields)")
        }
        #expect(try house.accounts.tokens().allSatisfy { $0.name != "x" })
        #expect(try owner.client.send("GET", "/tokens/new/none").status == 404)
    }

    @Test func `of a program reads what was ticked until its day is over`() throws {
        let made = try make(
            "api", ["called": "web", "scopes": "stock\ncatalogue", "stores": "S01", "until": "2099-01-01"])
        let web = try secret(made)
        #expect(try house.get("/v1/stock", token: web).status == 200)
        #expect(try house.get("/v1/margins", token: web).status == 403)
        try Connection(house.conninfo).script(
            "UPDATE davtari.token SET expires_at = clock_timestamp() - interval '1 second' WHERE name = 'web'")
        try eventually("it is over") { try house.get("/v1/stock", token: web).status == 401 }
        #expect(try owner.page("/tokens?ended=1").contains("over since"))
    }

    @Test func `nobody makes one that may do more than they may, and only who changes sign-ins sees them`() throws {
        #expect(
            try house.command(
                "PUT", "roles/hr", ["name": ["en": "HR"], "rights": ["staff.change", "stock.read", "books.read"]]
            ).status == 201)
        try house.settle()
        try house.accounts.addUser(name: "lia", password: "lia-lia-lia", language: "en", roles: ["hr"])
        let lia = FormReader(
            house: house, client: try Visitor.signedIn("lia", "lia-lia-lia", port: house.gateway.port))
        func make(_ fields: [String: String]) throws -> ClientResponse {
            try lia.post("token-new-api", fields.merging(["key": UUID().uuidString, "called": "lia's"]) { $1 })
        }
        #expect(try make(["scopes": "stock"]).status == 200)
        let beyond = try make(["scopes": "stock\ncost"])
        #expect(beyond.status == 403 && beyond.text.contains("may do more than you"), "\(beyond.text)")
        let till = try id(of: "till")
        for form in ["token-rotate", "token-revoke"] where form == "token-rotate" {
            #expect(try lia.post(form, ["tokenId": till, "hours": "1", "key": form]).status == 403)
        }
        try house.accounts.addUser(name: "aud", password: "aud-aud-aud", language: "en", role: .auditor)
        let auditor = try Visitor.signedIn("aud", "aud-aud-aud", port: house.gateway.port)
        #expect(try auditor.send("GET", "/tokens").status == 403)
        #expect(try auditor.send("GET", "/v1/tokens").status == 403)
    }

    @Test func `programs list them, make them and are told the secret once`() throws {
        let key = [("Idempotency-Key", "one")]
        let body: JSON = ["called": "desk", "kind": "api", "scopes": ["stock"], "until": "2099-12-31"]
        let made = try house.command("POST", "tokens", body, headers: key)
        #expect(made.status == 201 && made.json["secret"]?.string?.hasPrefix("dvt_") == true, "\(made.text)")
        let again = try house.command("POST", "tokens", body, headers: key)
        #expect(again.json["secret"] == nil && again.json["token"] == made.json["token"])
        let id = try #require(made.json["token"]?.string)
        let one = try house.get("/v1/tokens/\(id)", token: house.office)
        #expect(
            one.json["state"] == "valid" && one.json["until"]?.string?.hasPrefix("2099-12-31") == true, "\(one.text)")
        #expect(
            try house.get("/v1/tokens", token: house.office).json["tokens"]?.array?.contains {
                $0["token"]?.string == id
            } == true)
        #expect(try house.get("/v1/tokens/none", token: house.office).status == 404)
        // A token that may write everything is given by people alone.
        let till: JSON = ["called": "t", "kind": "till", "stores": ["S01"], "writers": ["S01-t8"]]
        #expect(try house.command("POST", "tokens", till).status == 403)
        #expect(try house.command("POST", "tokens/\(id)/rotate", ["hours": 169]).status == 422)
    }
}
