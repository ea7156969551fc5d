import Events
import Foundation
import HTTP
import JSON
import Services
import Testing

@testable import Gateway

/// The reference of the API: what it shows can be done as shown.
@Suite struct `The reference` {
    @Test func `says of every command what happens, and of no other`() {
        let commands = Actions.all.map { "\($0.method) \($0.path.joined(separator: "/"))" }
        #expect(Set(CommandSummaries.all.map(\.0)) == Set(commands))
        #expect(CommandSummaries.all.count == Set(commands).count, "two summaries of one command")
        for (command, summary) in CommandSummaries.all {
            #expect(summary.hasSuffix(".") && summary.count > 10, "\(command): \(summary)")
        }
    }

    @Test(arguments: Actions.all.map { "\($0.method) \($0.path.joined(separator: "/"))" })
    func `shows a body that the command itself reads`(command: String) throws {
        let action = try #require(Actions.all.first { "\($0.method) \($0.path.joined(separator: "/"))" == command })
        let example = CommandExample.of(action)
        #expect(throws: Never.self, "\(example.text)") {
            try action.form.check(CommandBody(example.bytes), ids: action.names.map { ($0, "x") })
        }
        // What the reader refuses elsewhere would be refused here, so that it was asked at all.
        var other = example
        other["nobodyKnowsThis"] = 1
        #expect(throws: Refusal.self) {
            try action.form.check(CommandBody(other.bytes), ids: action.names.map { ($0, "x") })
        }
    }

    @Test func `asks for no member that a command does not take`() {
        for action in Actions.all {
            let (schema, path) = (action.bodySchema, action.path.joined(separator: "/"))
            let known = Set((schema["properties"]?.object ?? []).map(\.name))
            let needed = Set((schema["required"]?.array ?? []).compactMap(\.string))
            #expect(needed.isSubset(of: known), "\(action.method) \(path)")
            #expect(!known.contains("closedThrough"), "the office knows which books are closed: \(path)")
        }
    }

    @Test func `shows bodies of which the office finds nothing to be in a wrong form`() throws {
        let house = try House(isFolding: false)
        for action in Actions.all {
            let path = action.path.map { $0.hasPrefix("{") ? "x1" : $0 }.joined(separator: "/")
            let answer = try house.command(action.method, path, CommandExample.of(action))
            #expect(![400, 415, 500].contains(answer.status), "\(action.method) \(path): \(answer.text)")
            let rule = answer.json["rule"]?.string ?? ""
            #expect(answer.json["faults"] == nil && !["unknown", "address"].contains(rule), "\(path): \(answer.text)")
        }
    }

    @Test func `shows the examples, and leads from an event to the schemas of its facts`() throws {
        let house = try House(isFolding: false)
        let page = try House.send("GET", "/reference?lang=en", token: nil, to: house.gateway)
        #expect(page.status == 200)
        let described = try House.send("GET", "/openapi.json", token: nil, to: house.gateway).json
        for action in Actions.all {
            let path = "/v1/" + action.path.joined(separator: "/")
            let body = described["paths"]?[path]?[action.method.lowercased()]?["requestBody"]
            #expect(body?["content"]?["application/json"]?["example"] == CommandExample.of(action), "\(path)")
        }
        #expect(page.text.ranges(of: ">Example</h3>").count == Actions.all.count)
        #expect(page.text.contains("href=\"#schema-StoreEvent\"") && page.text.contains("id=\"schema-StoreEvent\""))
        for type in FactType.all {
            #expect(page.text.contains("href=\"/schemas/\(type.name).json\""), "\(type.name)")
        }
        let schema = try House.send("GET", "/schemas/receipt.completed.v1.json", token: nil, to: house.gateway)
        #expect(schema.status == 200)
    }
}
