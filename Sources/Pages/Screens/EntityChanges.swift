import JSON
import Queries
import Rules

/// What a fact changed of an entry, from what to what, as far as the reader may know.
struct EntityChanges {
    let say: Words
    let shape: EntityShape
    let sight: Sight

    /// Whether the reader may know of a member; what is sealed has no words for anybody.
    func isSeen(_ member: EntityHistory.Change.Member) -> Bool {
        if let field = shape.member(member.path) { return sight.sees(field) }
        return JSON.keyedByID.contains { member.path.hasPrefix("\($0).") }
    }

    /// - Parameter currency: in which amounts are that have none beside them.
    func html(_ change: EntityHistory.Change, _ currency: String, _ values: EntityValues) -> HTML {
        let (saying, members) = (change.saying, change.members.filter(isSeen))
        let kind: Text? =
            if saying.isEnd { .historyEnded } else if change.isFirst { .historyAdded } else if !change.wasThere {
                .historyRevived
            } else if saying.causation != nil { .historyUndone } else if members.isEmpty {
                change.members.contains { $0.path == "sealed" } ? .historyPerson : .historySame
            } else { nil }
        let head = kind.map { "<p>\(say($0))</p>" as HTML }
        let reason = saying.reason.map { Parts.sub("\($0)") }
        return "\(head)\(members.isEmpty ? .empty : list(members, currency, values))\(reason)"
    }

    /// Which member, from what to what.
    func list(
        _ members: [EntityHistory.Change.Member], _ currency: String, _ values: EntityValues
    ) -> HTML {
        let items = members.map { member -> HTML in
            let field = shape.member(member.path)
            func shown(_ json: JSON?) -> HTML { values.html(json, field, currency) }
            return """
                <li>\(label(member.path)): <span class="was">\(shown(member.before))</span> → \
                <strong>\(shown(member.after))</strong></li>
                """
        }
        return "<ul class=\"changes\">\(items)</ul>"
    }

    /// A field's own name, or what users call a field of theirs.
    func label(_ path: String) -> String {
        shape.member(path).map { say($0.title) } ?? String(path.drop { $0 != "." }.dropFirst())
    }
}
