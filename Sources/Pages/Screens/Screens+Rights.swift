import Rules
import Services

/// Who may look at which page.
///
/// Pages show all shops and every column that they have, so who looks needs the right to all that a page may show; who has less
/// asks by the reports, which leave out what is not theirs.
extension Screens {
    /// The first word of the first page that somebody may look at: empty for the overview; nil where there is none.
    package static func home(of principal: Principal) -> String? {
        Menu.allCases.first { isShown($0.segments, to: principal) }.map { $0.segments.first ?? "" }
    }

    /// What a page is called that shows persons, as the report of the same; nil where it shows none.
    package static func persons(at path: [String]) -> String? {
        EntityShapes.all.first { $0.isPerson && path.starts(with: $0.segments) }?.report
    }

    /// Whether somebody may look at the page at a path; an address that there is not is told to anybody who has signed in.
    package static func isShown(_ path: [String], to principal: Principal?) -> Bool {
        guard let principal else { return false }
        guard let screen = Screen.at(path)?.screen else { return true }
        switch screen.shows {
        case .all(let scopes): return principal.reads(scopes)
        case .who(let right): return principal.rights.holds(right)
        case .anyDirectory: return EntityShapes.all.contains { principal.reads([$0.area.readAs]) }
        }
    }
}

extension Principal {
    /// Whether it may see all of these.
    func reads(_ scopes: [Scope]) -> Bool { scopes.allSatisfy { sight(to: .read($0)) != nil } }
}

extension PageRequest {
    /// Whether the reader may send a form; where they may not, it is not shown.
    ///
    /// - Parameter known: what it carries, such as of which shop it is.
    func may(_ form: Form, _ known: [String: String] = [:]) -> Bool {
        principal.map { form.refusal(to: $0, Form.Values(known.map { ($0.key, $0.value) })) == nil } ?? false
    }
}

extension Form {
    /// The command that it asks for, and the ids in its address.
    package func command(_ values: Values) -> (action: Action, ids: [String: String]) {
        // cannot trap: a test asks every form's command for its address
        Actions.at(address(values)).first { $0.action.method == method }!
    }

    /// Why somebody may not ask for it; nil where they may.
    package func refusal(to principal: Principal, _ values: Values) -> DoingRefusal? {
        let (action, ids) = command(values)
        return action.refusal(to: principal, at: ids)
    }
}
