import Foundation
import Gateway
import HTTP
import Pages
import Services
import TestSupport
import Testing

/// Forms of pages: the same commands, for people.
@Suite struct `A form of a page` {
    let house: House
    let nino: Client

    init() throws {
        house = try House()
        try house.accounts.addUser(name: "nino", password: "nino-nino", language: "en", role: .owner)
        nino = try Visitor.signedIn("nino", "nino-nino", port: house.gateway.port)
    }

    private func post(
        _ fields: [String: String], by client: Client? = nil, to form: String = "open-shop?lang=en",
        from site: String? = nil, origin: String? = nil
    ) throws -> ClientResponse {
        let all = [
            "token": "form", "key": "k1", "store": "S01", "name-ka": "ვაკე", "currency": "GEL", "zone": "Asia/Tbilisi",
        ].merging(fields) { _, said in said }
        let body = all.map { "\($0.key)=\(percentEncode($0.value))" }.joined(separator: "&")
        return try (client ?? nino).send(
            "POST", "/forms/\(form)", body: Array(body.utf8),
            headers: [("Content-Type", "application/x-www-form-urlencoded")]
                + (site.map { [("Sec-Fetch-Site", $0)] } ?? []) + (origin.map { [("Origin", $0)] } ?? []))
    }

    @Test func `opens the first shop, and leads on with the start`() throws {
        #expect(try nino.send("GET", "/").text.contains("action=\"/forms/open-shop\""))
        let done = try post([:])
        #expect(done.status == 303, "\(done.text)")
        #expect(done.headers["Location"] == "/start")
        try house.settle()
        let page = try nino.send("GET", "/stores/S01")
        #expect(page.status == 200 && page.text.contains("ვაკე"))
        let shop = try #require(try house.get("/v1/stores").rows.first)
        #expect(shop["store"] == "S01" && shop["currency"] == "GEL" && shop["zone"] == "Asia/Tbilisi")
        for path in ["/", "/start"] { #expect(try !nino.send("GET", path).text.contains("/forms/open-shop")) }
    }

    @Test func `sent twice, as by a double click, is done once`() throws {
        #expect(try post([:]).status == 303)
        // A proxy may leave out the port.
        #expect(try post([:], origin: "https://127.0.0.1").status == 303)
        try house.settle()
        #expect(try house.get("/v1/fact_types?type=store.opened.v1").rows.first?["facts"] == 1)
    }

    @Test func `comes back with what stands against it beside its field, in the reader's language, and keeps the rest`()
        throws
    {
        let refused: [(fields: [String: String], status: Int, field: String, en: String, ka: String)] = [
            (["zone": "Asia/Tbilisy"], 422, "zone", "A time zone is wrong.", "დროის სარტყელი არასწორია."),
            (["store": ""], 422, "store", "This is needed, up to 200 bytes.", "ეს ველი სავალდებულოა, 200 ბაიტამდე."),
            (["store": "S 01"], 422, "store", "No spaces and no “/”", "გამოტოვებისა"),
            (["store": "chain"], 422, "store", "“chain” is the chain’s own name", "„chain“ თავად ქსელის სახელია"),
            (["currency": "GEE"], 422, "currency", "There is no such currency.", "ასეთი ვალუტა არ არსებობს."),
            (["zone": ""], 422, "zone", "This is needed.", "ეს ველი სავალდებულოა."),
        ]
        for (index, (fields, status, field, en, ka)) in refused.enumerated() {
            let fields = fields.merging(["name-ka": "<ვაკე>", "key": "r\(index)"]) { said, _ in said }
            let answer = try post(fields)
            #expect(answer.status == status, "\(fields)")
            let problem = answer.text.matches(of: /<p class="problem" id="open-shop-([a-z-]+)-problem">([^<]*)<\/p>/)
            #expect(problem.map { String($0.output.1) } == [field], "\(fields)")
            #expect(problem.first?.output.2.contains(en) == true, "\(fields): \(problem.map(\.output.2))")
            #expect(answer.text.contains("value=\"&lt;ვაკე&gt;\""))
            #expect(try post(fields, to: "open-shop?lang=ka").text.contains(ka), "\(fields)")
        }
        #expect(try house.get("/v1/stores").rows.isEmpty)
    }

    @Test func `says that there is one already, though the start shows no form any more`() throws {
        #expect(try post([:]).status == 303)
        try house.settle()
        let again = try post(["key": "k2"])
        #expect(again.status == 428)
        #expect(again.text.contains("There is one called so already"))
    }

    @Test func `is taken only from our own pages, by whoever has signed in`() throws {
        let foreign = try post(["token": "stolen"])
        #expect(foreign.status == 403 && foreign.text.contains("The form was too old"))
        for site in ["cross-site", "same-site"] { #expect(try post([:], from: site).status == 403) }
        for origin in ["https://evil.example", "https://127.0.0.1.evil.example", "http://[::1]:8080", "x"] {
            #expect(try post([:], origin: origin).status == 403, "\(origin)")
        }
        let stranger = Client(
            baseURL: "http://127.0.0.1:\(house.gateway.port)", headers: [("Cookie", "davtari_form=form")])
        let sent = try post([:], by: stranger)
        #expect(sent.status == 200 && sent.text.contains("name=\"kept-field-store\" value=\"S01\""))
        let other = try post(["token": "stolen"], by: stranger)
        #expect(other.status == 303 && other.headers["Location"] == "/sign-in")
        #expect(try post([:], to: "nothing").status == 404)
        #expect(try house.get("/v1/stores").rows.isEmpty)
    }

    @Test func `asks for a command that there is`() {
        for form in Forms.all {
            let address = form.address(Form.Values(form.names.map { ($0, "x") }))
            #expect(Actions.at(address).contains { $0.action.method == form.method }, "\(form.id)")
        }
    }
}
