import Events
import JSON
import Rules

/// What a command says: a JSON object, read by the members of the fact that it asks for.
///
/// Unlike a till's fact, which is kept whatever it says, a command that is wrong in form is refused, and a member that
/// nobody knows is a slip of the pen and refused too.
package struct CommandBody: Sendable {
    private let json: JSON
    private static let faultsTold = 100

    /// - Parameter bytes: nothing stands for an empty object.
    package init(_ bytes: [UInt8]) throws {
        guard !bytes.isEmpty else {
            json = .object([])
            return
        }
        let parsed: JSON?
        do {
            parsed = try JSONParser(capacity: max(bytes.count, 1 << 16)).parse(bytes) { root in
                if let name = root.repeatedNameAnywhere {
                    throw Refusal(.malformed, "json.repeated", "the member “\(name)” stands twice in one object")
                }
                return root.kind == .object ? JSON(root) : JSON?.none
            }
        } catch let error as JSONError where error.isNumber && JSONNumbers.areWell(bytes) {
            throw Refusal(.invalid, "json.number", "the body holds a number that 64 bits do not hold")
        } catch let error as JSONError {
            throw Refusal(.malformed, "json", "the body is not JSON: \(error)")
        }
        guard let parsed else { throw Refusal(.malformed, "json.object", "the body must be a JSON object") }
        json = parsed
    }

    init(_ json: JSON) { self.json = json }

    /// The same bytes for bodies that say the same, in whatever order and with whatever spaces.
    package var canonical: [UInt8] { Self.sorted(json).bytes }

    private static func sorted(_ json: JSON) -> JSON {
        switch json {
        case .object(let members):
            .object(
                members.map { JSON.Member($0.name, sorted($0.value)) }.sorted {
                    ExactText($0.name) < ExactText($1.name)
                })
        case .array(let elements): .array(elements.map(sorted))
        default: json
        }
    }

    func with(_ name: String, _ value: JSON) -> CommandBody {
        var members = json
        members[name] = value
        return CommandBody(members)
    }

    /// Whether it says something at a path, as `name.ka`, null included.
    func says(_ path: String) -> Bool { json.at(path) != nil }

    /// Its members that are texts.
    var texts: [(String, String)] {
        (json.object ?? []).compactMap { member in member.value.string.map { (member.name, $0) } }
    }

    var isEmpty: Bool { json.object?.isEmpty ?? true }

    /// Some of its members, with what is said to be nothing.
    func only(_ names: [String]) -> CommandBody {
        CommandBody(.object((json.object ?? []).filter { names.contains($0.name) }))
    }

    /// The same without some members.
    func without(_ names: [String]) -> CommandBody {
        CommandBody(.object((json.object ?? []).filter { !names.contains($0.name) }))
    }

    /// What it says beside the thing itself: from when on, and why.
    var circumstances: Circumstances {
        (try? JSONParser().parse(json.bytes) { Circumstances.read($0).part }) ?? Circumstances()
    }

    /// The same with what it leaves out as it was before: a merge patch (RFC 7396).
    func laid(over before: JSON) -> CommandBody { CommandBody(Self.laid(json, over: before)) }

    private static func laid(_ patch: JSON, over before: JSON?) -> JSON {
        guard let members = patch.object else { return patch }
        var whole: JSON = before.flatMap { $0.object == nil ? nil : $0 } ?? .object([])
        for member in members {
            let value: JSON? = member.value.isNull ? JSON?.none : .some(laid(member.value, over: whole[member.name]))
            // An object of which everything is gone is gone too.
            whole[member.name] = value?.object?.isEmpty == true ? JSON?.none : value
        }
        return whole
    }

    subscript(_ name: String) -> JSON? { json[name].flatMap { $0.isNull ? nil : $0 } }

    /// What is said to be nothing, by its path: `brand`, `name.ka`.
    var nulls: Set<String> {
        func nulls(_ json: JSON, _ path: String) -> [String] {
            (json.object ?? []).flatMap { member in
                member.value.isNull ? [path + member.name] : nulls(member.value, "\(path)\(member.name).")
            }
        }
        return Set(nulls(json, ""))
    }

    /// What is said to be nothing, or an empty list, by its path, in order; but for members of objects that say it
    /// themselves (`fields`, `externalIds`).
    var emptied: [String] {
        let lists = (json.object ?? []).filter { $0.value.array?.isEmpty ?? false }.map(\.name)
        let own = nulls.filter { !$0.hasPrefix("fields.") && !$0.hasPrefix("externalIds.") }
        return (own + lists).sorted()
    }

    /// The body read as a fact's members.
    ///
    /// - Parameters:
    ///   - set: members that the address gives, not the body.
    ///   - besides: members of the body that are not the fact's.
    ///   - hidden: members of the fact that the command makes itself.
    func read<Part: FactPart>(
        _ part: Part.Type, set: [(String, String)] = [], besides: Set<String> = [], not hidden: [String] = []
    ) throws -> Part {
        var members = json
        if let name = hidden.first(where: { json[$0] != nil }) {
            throw Refusal.invalid(name, "unknown", "“\(name)” is no member here")
        }
        for name in besides { members[name] = nil }
        for (name, value) in set {
            if let said = json[name], said != .string(value) {
                throw Refusal.invalid(name, "address", "\(name) stands in the address, and there it is “\(value)”")
            }
            members[name] = .string(value)
        }
        if let path = Self.unknownMember(members, Part.schema, "") {
            throw Refusal.invalid(path, "unknown", "“\(path)” is no member here")
        }
        let (read, all) = try JSONParser().parse(members.bytes) { Part.read($0) }
        // What the command makes itself is not missing.
        let faults = all.filter { !($0.rule == "required" && hidden.contains($0.path)) }
        guard let first = faults.first else { return read }
        let told = faults.prefix(Self.faultsTold).map(\.json)
        throw Refusal(.invalid, first.rule, first.message, [("path", .string(first.path)), ("faults", .array(told))])
    }

    /// The first member that a schema does not know; objects without named members take any.
    private static func unknownMember(_ json: JSON, _ schema: JSON, _ path: String) -> String? {
        switch json {
        case .array(let elements):
            guard let items = schema["items"] else { return nil }
            for (index, element) in elements.enumerated() {
                if let found = unknownMember(element, items, "\(path)[\(index)]") { return found }
            }
        case .object(let members):
            guard let known = schema["properties"] else { return nil }
            for member in members {
                let place = path.isEmpty ? member.name : "\(path).\(member.name)"
                guard let schema = known[member.name] else { return place }
                if let found = unknownMember(member.value, schema, place) { return found }
            }
        default: break
        }
        return nil
    }
}
