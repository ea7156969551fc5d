import JSON
import Rules

/// The ids that a fact says, by the entity that they are of, so that their names are looked up at once.
struct FactIDs {
    private(set) var all: [String: [String]] = [:]

    /// - Parameter own: the users' own fields of what it speaks of.
    init(_ members: [MemberShape], _ data: JSON, _ own: [EntityField]) {
        find(members, data)
        for field in own { find(field, data.at(field.path)) }
    }

    private mutating func find(_ members: [MemberShape], _ json: JSON) {
        for member in members {
            guard let value = json[member.name] else { continue }
            switch member.kind {
            case .value(let field): find(field, value)
            case .part(let inside): find(inside, value)
            case .lines(let inside): for line in value.array ?? [] { find(inside, line) }
            case .sealed, .free: break
            }
        }
    }

    private mutating func find(_ field: EntityField, _ value: JSON?) {
        guard let entity = field.referred else { return }
        let several = value?.array ?? [value].compactMap(\.self)
        all[entity, default: []].append(contentsOf: several.compactMap(\.string))
    }
}
