import Events
import Foundation
import JSON
import Testing

@Suite struct `The vocabulary` {
    /// What may stand about a person: ids, what was sealed, and what says nothing about who it is.
    static let aboutNobody: Set<String> = [
        "effectiveAt", "zone", "operator", "approver", "reason", "causation", "externalIds", "fields", "cleared",
        "customer",
        "with",
        "kind", "category", "sealed", "consents", "employee", "roles", "stores", "from", "to", "change", "post",
    ]

    @Test(arguments: FactType.all.map(\.name).filter { $0.hasPrefix("customer.") || $0.hasPrefix("employee.") })
    func `says of a customer or an employee nothing in the open`(name: String) throws {
        let members = FactType.byName[name]!.dataSchema()["properties"]?.object?.map(\.name) ?? []
        #expect(!members.isEmpty && Set(members).isSubset(of: Self.aboutNobody))
    }

    @Test(arguments: FactType.all.map(\.name))
    func `is what the documents say, every type and every member`(name: String) throws {
        let type = try #require(FactType.byName[name])
        #expect(Self.documents.contains("`\(type.name)`"))
        let untold = Self.members(type.dataSchema()).filter { !Self.documents.contains("`\($0)`") }
        #expect(untold == [], "docs/EVENTS.md")
    }

    static let documents: String = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "../../docs/EVENTS.md")
        return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }()

    /// The members of the fact itself: those of its parts are told beside them.
    private static func members(_ schema: JSON) -> [String] { schema["properties"]?.object?.map(\.name) ?? [] }

    @Test func `is named in the past tense's form, with its version`() {
        for type in FactType.all {
            #expect(type.name.wholeMatch(of: /[a-z][A-Za-z]*\.[a-z][A-Za-z]*\.v[1-9]/) != nil, "\(type.name)")
        }
    }

    @Test func `is carried by reference, however long a fact is`() {
        #expect(MemoryLayout<Fact>.size == MemoryLayout<Int>.size)
    }

    @Test(arguments: FactType.all.map(\.name)) func `gives every fact its circumstances`(name: String) throws {
        let event = try JSONParser().parse(
            Envelope(
                id: FactID(writer: "w", sequence: 1), source: "/chain/writers/w", type: name,
                occurredAt: Instant(milliseconds: 0)
            ).encoded(
                data: JSON.object([
                    .init("reason", "why"), .init("fields", ["colour": "red"]), .init("lines", []),
                    .init("replacement", ["lines": []]),
                ]).bytes)
        ) { try Event($0) }
        #expect(event.fact.circumstances?.reason == "why")
        #expect(event.fact.circumstances?.fields == ["colour": "red"])
    }
}
