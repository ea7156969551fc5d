import Events
import JSON

/// What the body of a command may say: the members of the fact that it leads to, as JSON Schema 2020-12.
///
/// A command is stricter than a fact: a member that nobody knows is refused (`CommandBody`), and `null` says the same as
/// nothing. What stands in the address is not said again.
package struct BodyForm: Sendable {
    private let schema: JSON
    /// Members that are made up where they are left out.
    package let made: [String]
    private let read: @Sendable (CommandBody, [(String, String)], [String]) throws -> Void

    /// - Parameters:
    ///   - part: whose members they are.
    ///   - made: members that are made up where they are left out.
    ///   - needing: members that this command needs besides those of the fact.
    ///   - hidden: members of the fact that the command makes itself.
    ///   - more: members that are not the fact's; they may be left out.
    init<Part: FactPart>(
        _ part: Part.Type, made: [String] = [], needing: [String] = [], without hidden: [String] = [],
        more: [(String, JSON)] = []
    ) {
        self.made = made
        let others = Set(more.map(\.0))
        read = { body, set, left in _ = try body.read(Part.self, set: set, besides: others, not: hidden + left) }
        var form = Self.closed(Part.schema)
        var required = (form["required"]?.array ?? []) + needing.map { .string($0) }
        required.removeAll { $0.string.map { made.contains($0) || hidden.contains($0) } ?? false }
        let properties = form["properties"]?.object ?? []
        let members = properties.filter { !hidden.contains($0.name) }.map { member in
            if made.contains(member.name) { return JSON.Member(member.name, Self.orNull(member.value)) }
            guard needing.contains(member.name) else { return member }
            var needed = member
            needed.value["type"] = Part.schema["properties"]?[member.name]?["type"]
            return needed
        }
        form["properties"] = .object(members + more.map { JSON.Member($0.0, Self.orNull($0.1)) })
        form["required"] = required.isEmpty ? nil : .array(required)
        schema = form
    }

    /// The schema of the body where these members stand in the address.
    package func schema(without given: [String]) -> JSON {
        var form = schema
        for name in given { form["properties"]?[name] = nil }
        let required = (form["required"]?.array ?? []).filter { !given.contains($0.string ?? "") }
        form["required"] = required.isEmpty ? nil : .array(required)
        return form
    }

    /// Reads a body as the command does, and refuses what it would refuse; what has to be looked up is another matter.
    ///
    /// - Parameter ids: what stands in the address.
    package func check(_ body: CommandBody, ids: [(String, String)]) throws {
        let given = Set(ids.map(\.0))
        let left = made.filter { body[$0] == nil && !given.contains($0) }
        let known = Set((schema["properties"]?.object ?? []).map(\.name))
        try read(body, ids.filter { known.contains($0.0) }, left)
    }

    /// The same at every depth: no other members than the named ones, null for what may be left out, and no text holds
    /// the character U+0000.
    static func closed(_ schema: JSON) -> JSON {
        var schema = schema
        if let properties = schema["properties"]?.object {
            let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
            schema["properties"] = .object(
                properties.map { member in
                    let value = closed(member.value)
                    return JSON.Member(member.name, required.contains(member.name) ? value : orNull(value))
                })
            schema["additionalProperties"] = false
        } else if let items = schema["items"] {
            schema["items"] = closed(items)
        } else if schema["description"] == "ISO 4217" {
            schema["enum"] = .array(Currency.codes.map { .string($0) })
            schema["pattern"] = nil
        } else if schema["type"] == "string", schema["pattern"] == nil, schema["enum"] == nil {
            schema["pattern"] = "^[^\\x00]*$"
        }
        return schema
    }

    private static func orNull(_ schema: JSON) -> JSON {
        var schema = schema
        if let type = schema["type"]?.string, type != "null" { schema["type"] = [.string(type), "null"] }
        if let choices = schema["enum"]?.array { schema["enum"] = .array(choices + [.null]) }
        return schema
    }
}

/// What a command says that says nothing: all of it stands in its address.
struct NoMembers: FactPart {
    mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {}
}
