import Events
import JSON
import Postgres
import Rules

/// What roles keep from being changed: fields that are not theirs to change, entries that they do not reach (`Narrowing`).
///
/// Asked of the facts that a command came to, so that no command, form or import goes past it.
extension Call {
    /// Looks up who said the entries first that are spoken of, for who reaches their own alone.
    mutating func lookAtAuthors(_ lookups: Lookups) throws {
        guard let principal, !principal.heldBack.isNone || !principal.leftOut.isNone else { return }
        for (shape, id) in named { try lookAtAuthors(of: shape, [id], principal, lookups) }
    }

    /// The entries that the address and the command itself name.
    private var named: [(shape: EntityShape, id: String)] {
        EntityShapes.entries(in: ids)
            + body.texts.flatMap { name, id in
                // Of two customers who are one person the other stands there.
                EntityShapes.entries(in: [name == "with" ? EntityShape.customer.idName : name: id])
            }
    }

    /// Before anything is compared with what stands there: what is not shown is not said, and what is not reached is not spoken of.
    func checkAsked(_ action: Action, _ work: Work) throws {
        guard let principal, !principal.heldBack.isNone || !principal.leftOut.isNone else { return }
        if let (shape, id) = action.entry(ids) {
            let name = shape.roleName(of: id)
            for path in principal.leftOut.hiddenPaths(of: name) where body.says(path) {
                throw Self.unchangeable(path, name)
            }
        }
        for (shape, id) in named {
            let name = shape.roleName(of: id)
            for held in [principal.leftOut, principal.heldBack] {
                guard let alternatives = held.entries[name], let members = try work.members(of: shape, id) else {
                    continue
                }
                guard alternatives.hold(members, author: { author(of: shape, id) }) else { throw Self.unreached(name) }
            }
        }
    }

    private static func unreached(_ entity: String) -> Refusal {
        Refusal(.forbidden, "entry.rights", "your role does not reach this entry", [("entity", .string(entity))])
    }

    private static func unchangeable(_ path: String, _ entity: String) -> Refusal {
        Refusal(
            .forbidden, "field.rights", "your role does not let you change “\(path)”",
            [("path", .string(path)), ("entity", .string(entity))])
    }

    /// The same of many entries.
    mutating func lookAtAuthors(
        of shape: EntityShape, _ ids: [String], _ principal: Principal, _ lookups: Lookups
    ) throws {
        for id in ids {
            let name = shape.roleName(of: id)
            guard principal.heldBack.asksForAuthors(of: name) || principal.leftOut.asksForAuthors(of: name) else {
                continue
            }
            saidFirst[StreamKey(kind: shape.name, id: id)] = try lookups.saidFirst(shape.name, id)
        }
    }

    private func author(of shape: EntityShape, _ id: String) -> String? {
        saidFirst[StreamKey(kind: shape.name, id: id)]
    }

    /// - Parameter first: the place among what was decided where this command's begins.
    func checkNarrowing(_ action: Action, _ work: Work, from first: Int = 0) throws {
        guard let held = principal?.heldBack, !held.isNone else { return }
        for decided in work.decided.dropFirst(first) {
            guard let (shape, id) = EntityShapes.entry(of: decided.fact) else { continue }
            let name = shape.roleName(of: id)
            if held.concerns(name) { try check(decided.fact, of: shape, id, name, held, action, work) }
        }
    }

    private func check(
        _ fact: Fact, of shape: EntityShape, _ id: String, _ name: String, _ held: Narrowing, _ action: Action,
        _ work: Work
    ) throws {
        let before = try work.members(of: shape, id)
        let said = shape.told(fact)?.members
        let after = said.map { said in shape.isPartial ? before.map { said.laid(over: $0) } ?? said : said }
        if let alternatives = held.entries[name] {
            let isReached = before.map { members in alternatives.hold(members) { author(of: shape, id) } } ?? true
            // What is new, who adds it has said first.
            let stays = after.map { alternatives.hold($0) { before == nil ? caller : author(of: shape, id) } } ?? true
            guard isReached else { throw Self.unreached(name) }
            guard stays else {
                throw Refusal(
                    .forbidden, "entry.leaves", "your role does not reach such an entry; it would be out of your hands",
                    [("entity", .string(name))])
            }
        }
        guard let after else { return }
        for path in held.paths(of: name) {
            let preset = shape.field(path)?.preset.map { JSON.string($0) }
            let takesAway = action.method == "PUT" && before != nil
            guard (after[path] ?? preset) != (before?[path] ?? preset) || isSealedSaid(path, shape, takesAway) else {
                continue
            }
            throw Self.unchangeable(path, name)
        }
    }

    /// Whether a command says what is sealed; one that says all of a person would take away what it leaves out.
    private func isSealedSaid(_ path: String, _ shape: EntityShape, _ takesAway: Bool) -> Bool {
        let isSealed = path.hasPrefix("personalFields.") || shape.field(path)?.isSealed ?? false
        guard shape.isPerson, isSealed else { return false }
        return body.says(path) || takesAway
    }
}

extension Action {
    /// The entry that it is about: its kind, and by which id it is kept; nil where it is about something else.
    fileprivate func entry(_ ids: [String: String]) -> (EntityShape, String)? {
        guard let shape = EntityShapes.kept.first(where: { $0.path == path.first }) else { return nil }
        return shape.key(in: ids).map { (shape, $0) }
    }
}

extension Work {
    /// An entry as it was before anything was decided here; nil where there was none.
    fileprivate func members(of shape: EntityShape, _ id: String) throws -> FactMembers? {
        try Resource.members(of: shape, id, connection, now: now)
    }
}
