import Events
import JSON

/// What a fact says of its thing, member by member: without the circumstances of saying it.
package struct FactMembers: Equatable, Sendable {
    private var members: [JSON.Member]
    /// Members that hold nothing any more, as `roles` or `name.ka`.
    private var cleared: [String]

    /// Members that other systems and users add to: who leaves them out does not know them, and they stay.
    private static let others = ["externalIds", "fields"]

    package init(_ body: some FactBody) {
        var body = body
        let said = body.circumstances
        body.circumstances = Circumstances()
        (body.circumstances.externalIds, body.circumstances.fields) = (said.externalIds, said.fields)
        let all = ((try? JSON(parsing: body.encoded))?.object ?? []).filter { !$0.value.isNull }
        members = all.filter { $0.name != "cleared" }
        cleared = all.first { $0.name == "cleared" }?.value.array?.compactMap(\.string) ?? []
    }

    /// What a fact says, as it was kept (`saying`).
    package init(saying json: JSON) {
        members = (json.object ?? []).filter { $0.name != "cleared" }
        cleared = json["cleared"]?.array?.compactMap(\.string) ?? []
    }

    /// What is said, and what is cleared.
    package var saying: JSON {
        var all = json
        if !cleared.isEmpty { all["cleared"] = .array(cleared.map { .string($0) }) }
        return all
    }

    package var isEmpty: Bool { members.isEmpty }

    /// Members as they stand, by themselves.
    package init(_ all: JSON) { (members, cleared) = (all.object ?? [], []) }

    /// Nothing was said.
    package init() { (members, cleared) = ([], []) }

    /// The same without a member, such as the id of what they are of.
    package func without(_ name: String) -> FactMembers {
        var all = self
        all.members.removeAll { $0.name == name }
        return all
    }

    /// The same without what is at some paths.
    package func without(_ paths: some Sequence<String>) -> FactMembers {
        var (all, kept) = (self, json)
        for path in paths { kept.remove(at: path) }
        all.members = kept.object ?? []
        return all
    }

    /// What they come to, as the members of an object.
    package var json: JSON { .object(members) }

    /// The member at a path, as `address` or `name.ka`; nil where it holds nothing.
    package subscript(_ path: String) -> JSON? {
        json.at(path)
    }

    /// Every member that holds something, by its path: of an object (a name, users' own fields) each of its own; what people
    /// read as one figure (a price for a unit) is one.
    package var paths: [String] { members.flatMap { Self.paths($0.value, at: $0.name) } }

    private static func paths(_ value: JSON, at path: String) -> [String] {
        guard let parts = value.object, !figures.contains(Set(parts.map(\.name))) else { return [path] }
        if JSON.keyedByID.contains(path) { return parts.map { "\(path).\($0.name)" } }
        return parts.flatMap { paths($0.value, at: "\(path).\($0.name)") }
    }

    private static let figures: [Set<String>] = [["amount", "per"], ["numerator", "denominator"]]

    /// - Parameter clearing: what is to hold nothing any more besides.
    package func clearing(_ paths: some Sequence<String>) -> FactMembers {
        var all = self
        all.cleared += paths
        return all
    }

    /// All that was said, these last: each member is won by the last that names it, of objects member by member.
    package func laid(over before: FactMembers) -> FactMembers {
        var all = JSON.object(before.members)
        for path in cleared {
            let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
            guard let name = parts.first else { continue }
            if parts.count == 1 { all[name] = nil } else { all[name] = Self.without(parts[1], all[name]) }
        }
        for member in members {
            all[member.name] =
                member.value.object == nil
                ? member.value : MemberMerging.merged(member.value, over: all[member.name])
        }
        return FactMembers(all)
    }

    private static func without(_ name: String, _ json: JSON?) -> JSON? {
        MemberMerging.merged(.object([JSON.Member(name, .null)]), over: json)
    }

    /// The same with what others add as it was, where these do not speak of it, and with who a person is.
    package func keepingOthers(of before: FactMembers) -> FactMembers {
        var all = JSON.object(members)
        all["sealed"] = all["sealed"] ?? before["sealed"]
        for name in Self.others {
            all[name] = MemberMerging.merged(all[name], over: JSON.object(before.members)[name])
        }
        return FactMembers(all)
    }

    /// What has to be said of `before` so that it becomes this; nil where that is nothing.
    ///
    /// - Parameter keeping: members that are said all the same.
    package func difference(from before: FactMembers, keeping names: Set<String>) -> FactMembers? {
        let (was, now) = (JSON.object(before.members), JSON.object(members))
        var change = FactMembers(.object(members.filter { names.contains($0.name) }))
        for name in Set((before.members + members).map(\.name)).subtracting(names).sorted() {
            switch (was[name], now[name]) {
            case (let old?, let new?) where old.object != nil && new.object != nil:
                change.say(name, MemberMerging.difference(from: old, to: new))
            case (let old, let new?): if old != new { change.members.append(JSON.Member(name, new)) }
            case (let old?, nil):
                if old.object == nil {
                    change.cleared.append(name)
                } else {
                    change.say(name, MemberMerging.difference(from: old, to: nil))
                }
            case (nil, nil): break
            }
        }
        return change.members.allSatisfy { names.contains($0.name) } && change.cleared.isEmpty ? nil : change
    }

    /// What is new in an object, and what of it is gone: a user's field is said as null, a name's language is cleared.
    private mutating func say(_ name: String, _ difference: JSON?) {
        guard let all = difference?.object else { return }
        if Self.others.contains(name) { return members.append(JSON.Member(name, .object(all))) }
        let said = all.filter { !$0.value.isNull }
        if !said.isEmpty { members.append(JSON.Member(name, .object(said))) }
        cleared += all.filter(\.value.isNull).map { "\(name).\($0.name)" }
    }

    /// nil where it cannot be read, which what was written from a fact can.
    package func read<Body: FactBody>() -> Body? {
        try? JSONParser().parse(saying.bytes) { Body.read($0).part }
    }

    package static func == (one: FactMembers, other: FactMembers) -> Bool {
        one.members.count == other.members.count && one.members.allSatisfy { other.members.contains($0) }
    }
}
