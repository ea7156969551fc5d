import Events
import Foundation
import JSON
import Testing

/// Schema and Swift say the same: both come from one declaration, and what is committed is held to it here.
@Suite struct `The schemas of facts` {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "../../schemas")

    @Test(arguments: FactType.all.map(\.name))
    func `stand in the folder as the code says them`(name: String) throws {
        let committed = try String(contentsOf: Self.folder.appendingPathComponent("\(name).json"), encoding: .utf8)
        #expect(committed == FactType.byName[name]!.schemaText, "run: davtari schemas schemas")
    }

    @Test func `are one a type, no more`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
        #expect(files == FactType.all.map { "\($0.name).json" }.sorted())
    }

    @Test(arguments: FactType.all.map(\.name))
    func `describe an event that is read without a fault, every member of it`(name: String) throws {
        let full = Self.example(FactType.byName[name]!.dataSchema(), full: true)
        let event = try Self.read(name, full)
        #expect(event.faults == [])
        #expect(try JSON(parsing: event.fact.encodedData!) == full)
    }

    @Test(arguments: FactType.all.map(\.name))
    func `require no more than is needed to read one`(name: String) throws {
        let event = try Self.read(name, Self.example(FactType.byName[name]!.dataSchema(), full: false))
        #expect(event.faults == [])
    }

    @Test(arguments: FactType.all.map(\.name))
    func `tell what is missing by its name`(name: String) throws {
        let schema = FactType.byName[name]!.dataSchema()
        let whole = Self.example(schema, full: true)
        for member in (schema["required"]?.array ?? []).compactMap(\.string) {
            var broken = whole
            broken[member] = nil
            let event = try Self.read(name, broken)
            let isTold = event.faults.contains { $0.path == member && $0.rule == "required" }
            let isUnreadable = if case .unreadable = event.fact { true } else { false }
            #expect(isTold || isUnreadable, "\(name) without \(member)")
        }
    }

    @Test(arguments: FactType.all.map(\.name))
    func `tell a wrong type by its place`(name: String) throws {
        let schema = FactType.byName[name]!.dataSchema()
        let whole = Self.example(schema, full: true)
        for member in schema["properties"]!.object! {
            var broken = whole
            broken[member.name] = member.value["type"]?.string == "boolean" ? "yes" : true
            let event = try Self.read(name, broken)
            #expect(event.faults.contains { $0.path == member.name }, "\(name).\(member.name)")
        }
    }

    private static func read(_ type: String, _ data: JSON) throws -> Event {
        let envelope = Envelope(
            id: FactID(writer: "w", sequence: 1), source: "/stores/S1/writers/w", type: type,
            occurredAt: Instant(milliseconds: 0))
        return try Event.read(envelope.encoded(data: data.bytes), with: JSONParser())
    }

    /// A value that a schema allows: with every member, or only the required ones. Defaults are left out of the way.
    static func example(_ schema: JSON, full: Bool) -> JSON {
        switch schema["type"]?.string {
        case "object":
            let required = (schema["required"]?.array ?? []).compactMap(\.string)
            let members = (schema["properties"]?.object ?? []).filter { full || required.contains($0.name) }
            if schema["properties"] == nil { return ["any": 1] }
            return .object(members.map { JSON.Member($0.name, example($0.value, full: full)) })
        case "array": return [example(schema["items"]!, full: full)]
        case "integer": return 7
        case "boolean": return true
        default:
            if let choice = schema["enum"]?.array?.first { return choice }
            if schema["description"]?.string == "ISO 4217" { return "GEL" }
            if schema["description"]?.string == "an IANA time zone" { return "Asia/Tbilisi" }
            if schema["contentEncoding"] != nil { return "AAEC" }
            if schema["format"]?.string == "date" { return "2026-03-01" }
            if schema["format"] != nil || schema["anyOf"] != nil { return "2026-03-01T12:00:00.000Z" }
            return "text"
        }
    }
}

extension Fact {
    /// The fact's `data` written again.
    var encodedData: [UInt8]? { body?.encoded }
}
