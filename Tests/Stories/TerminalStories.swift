import Events
import Foundation
import Gateway
import HTTP
import JSON
import Postgres
import Rules
import Services
import TestSupport
import Testing

/// Commands from the terminal of the server: the same ones, decided, answered and refused as over HTTP.
@Suite(.long) struct `A command in the terminal` {
    private let house: House

    init() throws { house = try House() }

    private func type(_ words: String..., input: String = "") throws -> Typed {
        try Typed(["command"] + words, environment: ["DAVTARI_POSTGRES": house.conninfo], input: input)
    }

    private var user: String { "terminal:\(NSUserName())" }

    @Test func `is answered in JSON, and its fact says who was at the terminal`() throws {
        let mill = #"{"name": {"en": "Mill"}, "currency": "GEL"}"#
        let added = try type("PUT", "suppliers/mill", mill)
        #expect(added.status == 0 && added.errors.isEmpty, "\(added.errors)")
        let answer = try JSON(parsing: Array(added.output.utf8))
        #expect(answer["supplier"] == "mill" && answer["version"] == 1 && answer["position"]?.string != nil)
        let fact = try #require(answer["facts"]?.array?.first?.string)
        try house.settle()
        let said = try house.get("/v1/events/\(fact)")
        #expect(said.json["data"]?["operator"]?.string == user, "\(said.text)")
        #expect(try house.get("/v1/suppliers").rows.first?["name_en"] == "Mill")
        // Over HTTP it is the same thing at the same version.
        #expect(try house.get("/v1/suppliers/mill").headers["ETag"] == "\"1\"")
    }

    @Test func `reads what it says from the input or a file, and again under its key is done once`() throws {
        let body = #"{"name": {"en": "Mill"}, "currency": "GEL"}"#
        let first = try type("put", "/v1/suppliers/mill", "-", "--key", "k", input: body)
        let path = NSTemporaryDirectory() + "mill-\(UInt64.random(in: 0 ... .max)).json"
        try Data(#" {"currency": "GEL", "name": {"en": "Mill"}}"#.utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let again = try type("PUT", "suppliers/mill", "@\(path)", "--key", "k")
        #expect(first.status == 0 && again.status == 0, "\(first.errors)\(again.errors)")
        let (one, other) = try (JSON(parsing: Array(first.output.utf8)), JSON(parsing: Array(again.output.utf8)))
        #expect(one["facts"] == other["facts"] && one["version"] == other["version"])
        let another = try type("PUT", "suppliers/mill", #"{"name": {"en": "Dairy"}}"#, "--key", "k")
        #expect(another.status == 1 && another.output.isEmpty)
        #expect(another.errors.hasPrefix("davtari: another command was given under this Idempotency-Key"))
    }

    @Test func `is refused in a sentence, with rule and numbers, and is then nothing`() throws {
        let body = #"{"name": {"en": "Mill"}, "currency": "GEL"}"#
        #expect(try type("PUT", "suppliers/mill", body).status == 0)
        let other = #"{"name": {"en": "Dairy"}}"#
        let refused: [(words: [String], sentence: String)] = [
            (
                ["PUT", "suppliers/mill", other],
                "it is there already: send If-Match with the ETag that you saw, or If-Match: * (version.needed: version 1)"
            ),
            (
                ["PUT", "suppliers/mill", other, "--if-match", "2"],
                "it is at version 1 now (version.differs: version 1)"
            ),
            (
                ["POST", "stores/S01/deliveries", #"{"currency": "GEL", "lines": []}"#],
                "there is no store “S01” (store.unknown: store \"S01\")"
            ),
            (
                ["PUT", "suppliers/dairy", #"{"nmae": {"en": "Dairy"}}"#],
                "“nmae” is no member here (unknown: path \"nmae\")"
            ),
        ]
        for (words, sentence) in refused {
            let said = try Typed(["command"] + words, environment: ["DAVTARI_POSTGRES": house.conninfo])
            #expect(
                said.status == 1 && said.output.isEmpty && said.errors == "davtari: \(sentence)\n", "\(said.errors)")
        }
        let none = try type("PUT", "supplier/mill", body)
        #expect(none.status == 2 && none.errors.contains("there is no command PUT supplier/mill"), "\(none.errors)")
        try house.settle()
        #expect(try house.get("/v1/fact_types?type.contains=supplier").rows.map { $0["facts"] } == [1])
        #expect(try type("PUT", "suppliers/mill", other, "--if-match", "1").status == 0)
        #expect(try type("DELETE", "suppliers/mill", "--if-match", "*").status == 0)
        try house.settle()
        #expect(try house.get("/v1/suppliers").rows.first?["ended"] == true)
    }

    /// Every command of the house in turn, with the description's own example, over HTTP in one house and by the terminal's
    /// principal in another: the same is decided, or refused by the same rule.
    @Test func `is any of them, and is decided as over HTTP`() throws {
        let other = try House()
        let pool = Pool(other.conninfo, limit: 4)
        defer { pool.close() }
        let handler = CommandHandler(
            Office(pool: pool, log: other.log.identity), .readModels(pool, other.log))
        let paths = try #require(house.get("/openapi.json").json["paths"])
        var decided = 0
        for action in Actions.all {
            let address = "/v1/" + action.path.joined(separator: "/")
            let example = paths[address]?[action.method.lowercased()]?["requestBody"]?["content"]?["application/json"]?[
                "example"]
            let ids = Dictionary(uniqueKeysWithValues: action.names.map { ($0, Self.ids[$0] ?? "\($0)-1") })
            let filled = action.path.map { $0.hasPrefix("{") ? ids[String($0.dropFirst().dropLast())]! : $0 }
            let asked = try house.command(action.method, filled.joined(separator: "/"), example ?? [:])
            let admitted = try handler.admit(.terminal("root"), to: action, at: ids)
            do {
                let answer = try handler.perform(admitted, (example ?? [:]).bytes)
                #expect(asked.status == (answer.isNew ? 201 : 200), "\(action.method) \(address): \(asked.text)")
                #expect(asked.json["version"]?.int == answer.version, "\(action.method) \(address)")
                decided += 1
            } catch let refusal as Refusal {
                #expect(asked.status >= 400, "\(action.method) \(address): \(refusal)")
                #expect(asked.json["rule"]?.string == refusal.rule, "\(action.method) \(address): \(asked.text)")
                #expect(
                    asked.json["detail"]?.string.map(Self.withoutNewIDs) == Self.withoutNewIDs(refusal.message),
                    "\(action.method) \(address)")
            }
        }
        // Not all of them can be done in this order; that many are not refused for the same slip.
        #expect(decided > Actions.all.count / 3, "\(decided) of \(Actions.all.count)")
    }

    /// Ids that nobody can guess are of one house.
    private static func withoutNewIDs(_ text: String) -> String { text.replacing(/[0-9a-f]{16}/, with: "…") }

    private static let ids = [
        "store": "S01", "product": "bread", "supplier": "mill", "customer": "c-17", "currency": "GEL",
    ]

    @Test func `is the same under its key however its address was escaped`() throws {
        let body: JSON = ["name": ["en": "Mill"], "currency": "GEL"]
        let answers = try ["a%3Ab", "a:b", "%61%3ab"].map { id in
            try House.send(
                "PUT", "/v1/suppliers/\(id)", token: house.office, to: house.gateway, body: body.bytes,
                headers: [("Content-Type", "application/json"), ("Idempotency-Key", "k")])
        }
        for answer in answers {
            #expect(answer.status == 201 && answer.json["facts"] == answers[0].json["facts"], "\(answer.text)")
        }
        let two = try ["a%2Fb", "a%252Fb"].map { id in
            try House.send(
                "PUT", "/v1/suppliers/\(id)", token: house.office, to: house.gateway, body: body.bytes,
                headers: [("Content-Type", "application/json"), ("Idempotency-Key", "k2")])
        }
        #expect(two.map(\.status) == [201, 422], "\(two.map(\.text))")
    }
}
