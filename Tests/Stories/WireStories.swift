import Events
import Foundation
import HTTP
import JSON
import TestSupport
import Testing

@testable import Gateway
@testable import Pages

/// A chain of twenty shops that has sold for a month, looked at by a browser that has been here never before.
@Suite struct `A page over the wire` {
    let house: House
    let browser: Client

    init() throws {
        house = try House()
        try house.accounts.addUser(name: "nino", password: "nino-nino", language: "ka", role: .owner)
        let chain = try house.accounts.createToken(kind: .import, name: "chain", stores: [], writers: ["*"])
        let shops = (1...20).map { String(format: "TBS-%02d", $0) }
        for (index, shop) in shops.enumerated() {
            try house.say(
                "store.opened.v1",
                [
                    "store": .string(shop), "zone": "Asia/Tbilisi", "currency": "GEL",
                    "name": ["ka": .string("მაღაზია ჭავჭავაძის გამზირზე \(index)"), "en": .string("Shop \(index)")],
                ], number: Int64(index + 1))
            let receipts = (1...30).map { day -> [UInt8] in
                let at = Instant(milliseconds: Instant.now.milliseconds - Int64(30 - day) * 86_400_000)
                var receipt = TestChain.receipt([("p\(day % 7)", Int64(1_000 * day), Int64(137 * day + index * 41))])
                receipt["businessDate"] = .string(Zone("Asia/Tbilisi")!.day(of: at).description)
                return TestChain.event(
                    "receipt.completed.v1", receipt, store: shop, writer: "\(shop)-t1", sequence: Int64(day),
                    at: at.description)
            }
            try #require(house.post(receipts, store: shop, writer: "\(shop)-t1", token: chain).status == 200)
        }
        try house.settle()
        browser = try Visitor.signedIn("nino", "nino-nino", port: house.gateway.port)
    }

    private static let gzip = [("Accept-Encoding", "gzip, deflate, br")]

    /// What a page names under `/assets/`, what the style sheets name included.
    private func assets(of texts: [String]) -> Set<String> {
        Set(texts.flatMap { $0.matches(of: /\/assets\/[a-z.-]+/).map { String($0.output) } })
    }

    /// Bytes that a first look at the overview costs, by what they are of.
    private func firstLook(_ language: String) throws -> [(path: String, bytes: Int)] {
        let page = try browser.send("GET", "/?lang=\(language)", headers: Self.gzip)
        try #require(page.status == 200)
        let html = String(decoding: try #require(unpacked(page.body)), as: UTF8.self)
        try #require(html.contains("TBS-20"))
        var sizes = [(path: "/", bytes: page.body.count)]
        var (asked, open) = (Set<String>(), assets(of: [html]))
        while let path = open.subtracting(asked).sorted().first {
            asked.insert(path)
            let answer = try browser.send("GET", path, headers: Self.gzip)
            try #require(answer.status == 200, "\(path)")
            sizes.append((path, answer.body.count))
            let bytes = answer.headers["Content-Encoding"] == "gzip" ? try #require(unpacked(answer.body)) : answer.body
            if path.hasSuffix(".css") { open.formUnion(assets(of: [String(decoding: bytes, as: UTF8.self)])) }
        }
        return sizes
    }

    @Test(arguments: ["ka", "en"]) func `is seen for the first time within 170 KB`(language: String) throws {
        let sizes = try firstLook(language)
        #expect(sizes.count > 6, "\(sizes)")
        let sum = sizes.reduce(0) { $0 + $1.bytes }
        #expect(sum <= 170_000, "\(sum) bytes: \(sizes)")
    }

    @Test func `is of files with a tag for each encoding, which are not sent again`() throws {
        let paths = [
            "/assets/bootstrap.css", "/assets/chart.js", "/assets/georgian.ttf", "/assets/davtari.js", "/openapi.json",
        ]
        for path in paths {
            let plain = try browser.send("GET", path)
            let packed = try browser.send("GET", path, headers: Self.gzip)
            #expect(packed.headers["Content-Encoding"] == "gzip" && plain.headers["Content-Encoding"] == nil)
            #expect(unpacked(packed.body) == plain.body, "\(path)")
            let tags = [plain, packed].compactMap { $0.headers["ETag"] }
            #expect(Set(tags).count == 2 && tags.allSatisfy { $0.hasPrefix("\"") }, "\(path): \(tags)")
            for (tag, fields) in zip(tags, [[], Self.gzip]) {
                for said in [tag, "\"other\", W/\(tag)", "*"] {
                    let again = try browser.send("GET", path, headers: fields + [("If-None-Match", said)])
                    #expect(
                        again.status == 304 && again.body.isEmpty && again.headers["ETag"] == tag, "\(path): \(said)")
                    #expect(again.headers["Vary"] == "Accept-Encoding")
                }
            }
            let other = try browser.send("GET", path, headers: Self.gzip + [("If-None-Match", tags[0])])
            #expect(other.status == 200, "the other encoding is not what this client has")
        }
    }

    @Test func `tells no secret by its length: a form's token is another text each time, and good each time`() throws {
        func token(_ page: ClientResponse) throws -> String {
            String(try #require(page.text.firstMatch(of: /name="token" value="([^"]+)"/)).output.1)
        }
        let port = house.gateway.port
        let visitor = Client(baseURL: "http://127.0.0.1:\(port)")
        let first = try visitor.send("GET", "/sign-in")
        let cookie = String(try #require(first.headers["Set-Cookie"]).split(separator: ";")[0])
        let secret = String(try #require(cookie.split(separator: "=").last))
        let second = try visitor.send("GET", "/sign-in", headers: [("Cookie", cookie)])
        let tokens = [try token(first), try token(second)]
        #expect(tokens[0] != tokens[1])
        #expect(!first.text.contains(secret) && !second.text.contains(secret))
        for (token, status) in [(tokens[0], 303), (tokens[1], 303), (String(tokens[0].reversed()), 200), ("", 200)] {
            let answer = try visitor.send(
                "POST", "/sign-in", body: Array("name=nino&password=nino-nino&token=\(token)".utf8),
                headers: [("Content-Type", "application/x-www-form-urlencoded"), ("Cookie", cookie)])
            #expect((answer.status == 303) == (status == 303), "\(token): \(answer.status)")
        }
    }
}

/// What the open overview is sent.
@Suite struct `Live messages` {
    private static func part(_ id: String, _ html: String) -> LivePart { LivePart(id, HTML(raw: html)) }

    private static func table(_ rows: [String]) -> String {
        "<table><thead><tr><th>h</th></tr></thead><tbody>\(rows.map { "<tr role=\"row\"><td>\($0)</td></tr>" }.joined())</tbody></table>"
    }

    private static let before = [
        part("shops", table((1...40).map { "shop \($0) sold much" })), part("totals", "<dl>1</dl>"),
    ]

    @Test func `hold the rows that have changed for who has the rest`() throws {
        var rows = (1...40).map { "shop \($0) sold much" }
        rows[17] = "shop 18 sold more"
        let now = [Self.part("shops", Self.table(rows)), Self.before[1]]
        var messages = LiveMessages(now, after: Self.before)
        var marks = Dictionary(uniqueKeysWithValues: Self.before.map { ($0.id, $0.mark) })
        let next = messages.next(&marks)
        let message = try #require(next)
        #expect(
            try JSON(parsing: Array(message.utf8)) == [
                ["id": "shops", "rows": [[18, "<tr role=\"row\"><td>shop 18 sold more</td></tr>"]]]
            ])
        #expect(messages.next(&marks) == nil, "who has it all is sent nothing")
    }

    @Test func `hold the whole for who has something else, and where more than rows has changed`() throws {
        let now = [Self.part("shops", Self.table(["only one"])), Self.part("totals", "<dl>2</dl>")]
        for had in [
            [:], ["shops": "0", "totals": "?"], LiveMessages.marks("shops:\(Self.before[0].mark),totals,:x,y:"),
        ] {
            var messages = LiveMessages(now, after: Self.before)
            var marks = had
            let next = messages.next(&marks)
            let message = try JSON(parsing: Array(try #require(next).utf8))
            #expect(message.array?.map { $0["html"]?.string } == now.map(\.html))
            #expect(marks["shops"] == now[0].mark && marks["totals"] == now[1].mark)
        }
    }

    @Test func `hold the whole where rows stand within rows, or are cut`() {
        for html in ["<ul><li>a<ul><li>b</li></ul></li></ul>", "<table><tr><td>a"] {
            let (one, other) = (Self.part("x", html), Self.part("x", html + " "))
            #expect(other.message(after: one) == other.message)
        }
        let link = Self.part("x", "<link><li >a</li>" + String(repeating: "<p>b</p>", count: 20))
        let moved = Self.part("x", "<link><li >c</li>" + String(repeating: "<p>b</p>", count: 20))
        #expect(moved.message(after: link) == ["id": "x", "rows": [[0, "<li >c</li>"]]])
    }
}
