import Events
import JSON
import Rules
@_spi(Reflection) import Swift
import Testing

@testable import Services

/// Every member that a state can have, found in its type: of Swift's own, and of the facts that it keeps.
private struct MembersOfType {
    private(set) var names: Set<String> = []
    private(set) var keyed: Set<String> = []

    init(_ types: [any Any.Type]) { for type in types { walk(type, under: nil) } }

    private mutating func walk(_ type: any Any.Type, under name: String?) {
        if let kept = type as? any KeepsFact.Type { return walk(schema: kept.schema) }
        if let holder = type as? any Holder.Type {
            if holder.isKeyed, let name { keyed.insert(name) }
            return walk(holder.element, under: name)
        }
        guard type as? any Plain.Type == nil else { return }
        var fields: [(String, any Any.Type)] = []
        _ = _forEachField(of: type) { name, _, type, _ in
            fields.append((String(cString: name), type))
            return true
        }
        // A history is told as what it comes to (`SubjectDescription`).
        for (name, type) in fields where type as? any TellsHistory.Type == nil {
            names.insert(name)
            walk(type, under: name)
        }
    }

    private mutating func walk(schema: JSON) {
        for member in schema["properties"]?.object ?? [] {
            names.insert(member.name)
            walk(schema: member.value)
        }
        if let items = schema["items"] { walk(schema: items) }
    }
}

private protocol TellsHistory {}
extension Optional: TellsHistory where Wrapped: IsHistory {}
private protocol IsHistory {}
extension SubjectState: IsHistory {}

private protocol Plain {}
extension String: Plain {}
extension Int64: Plain {}
extension Bool: Plain {}
extension ExactText: Plain {}

private protocol KeepsFact { static var schema: JSON { get } }
extension Kept: KeepsFact { fileprivate static var schema: JSON { Part.schema } }

private protocol Holder {
    static var element: any Any.Type { get }
    static var isKeyed: Bool { get }
}
extension Optional: Holder {
    fileprivate static var element: any Any.Type { Wrapped.self }
    fileprivate static var isKeyed: Bool { false }
}
extension Array: Holder {
    fileprivate static var element: any Any.Type { Element.self }
    fileprivate static var isKeyed: Bool { false }
}
extension Set: Holder {
    fileprivate static var element: any Any.Type { Element.self }
    fileprivate static var isKeyed: Bool { false }
}
extension ByID: Holder {
    fileprivate static var element: any Any.Type { Value.self }
    fileprivate static var isKeyed: Bool { true }
}
extension Dictionary: Holder {
    fileprivate static var element: any Any.Type { Value.self }
    fileprivate static var isKeyed: Bool { true }
}

@Suite struct `What a state shows to whom` {
    @Test(arguments: Resource.all.map(\.kind))
    func `is said of every member that it can have`(_ kind: String) throws {
        let resource = try #require(Resource.all.first { $0.kind == kind })
        let members = MembersOfType(resource.stateTypes)
        #expect(!members.names.isEmpty)
        let unsaid = members.names.filter { StateMembers.kind(of: $0) == nil }.sorted()
        #expect(unsaid == [], "say in StateMembers what these are")
        #expect(members.keyed.subtracting(StateMembers.keyed).sorted() == [], "these are kept by an id")
    }
}
