import Foundation
import JSON
import Queries
import TestSupport
import Testing

@testable import Gateway

/// `/openapi.json`: what it says is what is served.
@Suite(.long) struct `The description of the API` {
    let house: House
    let document: JSON

    init() throws {
        house = try `Questions to a small chain`.house.get()
        document = try House.send("GET", "/openapi.json", token: nil, to: house.gateway).json
    }

    private var operations: [(path: String, method: String, operation: JSON)] {
        (document["paths"]?.object ?? []).flatMap { path in
            (path.value.object ?? []).map { (path.name, $0.name.uppercased(), $0.value) }
        }
    }

    @Test func `every route of the router is in it, and nothing else`() {
        let routes = Routes.all.map { "\($0.method) \($0.path)" }
        #expect(Set(routes).count == routes.count)
        #expect(Set(routes) == Set(operations.map { "\($0.method) \($0.path)" }))
        let ids = operations.map { $0.operation["operationId"]!.string! }
        #expect(Set(ids).count == ids.count, "\(ids.sorted())")
    }

    @Test func `every address that it has is served, and answers with what it says`() throws {
        for (path, method, operation) in operations where method == "GET" && path != "/live" {
            let known = [
                "{store}": "S01", "{writer}": "S01-t1", "{receipt}": "S01-t1:1", "{event}": "S01-t1:1",
                "{customer}": "c", "{day}": "2026-03-01", "{file}": "receipt.completed.v1.json", "{name}": "icon.svg",
            ]
            var asked = known.reduce(path) { $0.replacing($1.key, with: $1.value) }
            if path == "/v1/stock/movements" { asked += "?store=S01&product=p" }
            let answer = try house.get(asked)
            let said = operation["responses"]?[String(answer.status)]
            #expect(said != nil, "\(asked) answers \(answer.status)")
            let type = answer.headers["Content-Type"]?.split(separator: ";").first.map(String.init)
            if let type { #expect(said?["content"]?[type] != nil, "\(asked) answers \(type)") }
        }
    }

    @Test func `links lead to operations and to parameters that these have`() {
        var parameters: [String: Set<String>] = [:]
        for operation in operations.map(\.operation) {
            parameters[operation["operationId"]!.string!] = Set(
                (operation["parameters"]?.array ?? []).map { $0["name"]!.string! })
        }
        var count = 0
        for operation in operations.map(\.operation) {
            for response in operation["responses"]?.object ?? [] {
                for link in response.value["links"]?.object ?? [] {
                    count += 1
                    let there = parameters[link.value["operationId"]!.string!]
                    #expect(there != nil, "\(link)")
                    for parameter in link.value["parameters"]?.object ?? [] {
                        #expect(there?.contains(parameter.name) == true, "\(link.name): \(parameter.name)")
                    }
                }
            }
        }
        #expect(count > 5)
    }

    @Test func `every column of every report can be filtered as it says`() throws {
        for report in Reports.all {
            let operation = operations.first { $0.path == "/v1/\(report.name)" }!.operation
            let names = (operation["parameters"]?.array ?? []).map { $0["name"]!.string! }
            for column in report.columns {
                #expect(names.contains(column.name))
                for op in column.operators { #expect(names.contains("\(column.name).\(op.rawValue)")) }
            }
        }
    }

    @Test(arguments: Reports.all.map(\.name))
    func `every filter of a report is answered`(_ name: String) throws {
        let report = Reports.all.first { $0.name == name }!
        for column in report.columns {
            let value =
                switch column.kind {
                case .text: "x"
                case .date: "2026-03-01"
                case .instant: "2026-03-01T00:00:00Z"
                case .boolean: "true"
                default: "1"
                }
            for op in column.operators {
                let asked = "\(column.name).\(op.rawValue)=\(op == .absent ? "false" : value)"
                let measured = report.isAlwaysGrouped && column.role == .measure ? "&group=store" : ""
                let answer = try house.get("/v1/\(name)?\(asked)\(measured)&limit=1")
                #expect(answer.status == 200, "\(asked): \(answer.text)")
            }
            guard column.isShown else { continue }
            let sorted = report.isAlwaysGrouped && column.role == .dimension ? "group=\(column.name)&" : ""
            #expect(try house.get("/v1/\(name)?\(sorted)sort=-\(column.name)&limit=1").status == 200, "\(column.name)")
            if column.role == .dimension {
                let grouped = try house.get("/v1/\(name)?group=\(column.name)&totals=true&links=true&limit=2")
                let hasSums = report.columns.contains { $0.role == .measure }
                #expect(grouped.status == (hasSums ? 200 : 422), "\(column.name): \(grouped.text)")
            }
        }
    }

    @Test func `a description that has not changed is not sent again`() throws {
        let first = try House.send("GET", "/openapi.json", token: nil, to: house.gateway)
        let etag = try #require(first.headers["ETag"])
        let again = try House.send(
            "GET", "/openapi.json", token: nil, to: house.gateway, headers: [("If-None-Match", etag)])
        #expect(again.status == 304)
    }
}
