import Rules
import Services

/// Who may look at which page.
///
/// A page leaves out the shops and the columns that the reader does not see, or it shows all of them and is for who may see all:
/// that is declared with it (`Screen.Shows`).
extension Screens {
    /// The address of the first page that somebody may look at, `/` for the overview; nil where there is no such page.
    package static func home(of principal: Principal) -> String? {
        menu(of: principal).first.map { Path(segments: $0.segments, query: []).text }
    }

    /// What the menu has for somebody, and where it leads.
    static func menu(of principal: Principal?) -> [(entry: Menu, segments: [String])] {
        Menu.allCases.compactMap { entry in entry.place(for: principal).map { (entry, $0) } }
    }

    /// What a page is called that shows persons, as the report of the same; nil where it shows none.
    package static func persons(at path: [String]) -> String? {
        EntityShapes.all.first { $0.isPerson && path.starts(with: $0.segments) }?.report
    }

    /// Whether somebody may look at the page at a path; an address that there is not is told to anybody who has signed in.
    package static func isShown(_ path: [String], to principal: Principal?) -> Bool {
        guard let principal else { return false }
        guard let screen = Screen.at(path)?.screen else { return true }
        guard !screen.whole.contains(where: { principal.leftOut.concerns($0.roleName) }) else { return false }
        switch screen.shows {
        case .all(let scopes): return principal.readsAll(scopes)
        case .seen(let scopes): return principal.reads(scopes)
        case .who(let right): return principal.holdsEverywhere(right)
        case .deciders: return principal.kind == .person && principal.rights.decides
        case .anyDirectory: return EntityShapes.all.contains { principal.reads([$0.area.readAs]) }
        }
    }
}

extension Principal {
    /// Whether it may see all of these, of whatever shops.
    func reads(_ scopes: [Scope]) -> Bool { scopes.allSatisfy { sight(to: .read($0)) != nil } }

    /// Whether it may see all of these of every shop.
    func readsAll(_ scopes: [Scope]) -> Bool {
        scopes.allSatisfy { scope in sight(to: .read(scope)).map { $0.stores == nil } ?? false }
    }
}

extension PageRequest {
    /// What the reader sees where figures of this kind stand; nothing to who may not see them at all.
    func sight(of scope: Scope) -> Sight { principal?.sight(to: .read(scope)) ?? .nothing }

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
