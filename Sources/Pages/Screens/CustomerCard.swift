import JSON
import Queries
import Rules

/// A customer's page: who it is, what was bought, with whom it is one person, and what was said of it.
struct CustomerCard {
    let screens: EntityScreens

    /// nil where nobody knows such a customer.
    func page(_ call: Screen.Call, _ id: String) throws -> PageAnswer? {
        // Figures are of all shops and of every kind; who sees less of them sees who it is.
        let seesFigures = screens.request.principal?.readsAll(Screens.people) ?? false
        let figures = seesFigures ? try CustomerScreen(call.request, call.models, id) : nil
        return try screens.card(call.connection, id) { entry in
            let account = try CustomerAccount(screens.request, screens.models)?.part(
                of: entry.id, isOpen: entry.isDecided && !entry.isEnded)
            let points = try CustomerPoints(request: screens.request, connection: call.connection)
                .part(of: entry.id, isOpen: entry.isDecided && !entry.isEnded)
            return "\(account)\(points)\(try figures?.parts())\(try merging(entry))"
        } ?? (screens.sight.narrowing.entries[EntityShape.customer.name] == nil ? figures?.page() : nil)
    }

    private func merging(_ entry: EntityScreens.Entry) throws -> HTML {
        let (request, say) = (screens.request, screens.say)
        guard screens.sight.scopes.contains(.personal), entry.isDecided, !entry.isEnded else { return .empty }
        let merged = (entry.state["merged"]?.array ?? []).compactMap(\.string)
        let names = try ThingNames(say, screens.models, customers: merged)
        let others = merged.map { other -> HTML in
            let form = CustomerForms.unmerge.html(
                request, initial: [CustomerForms.customer: entry.id, CustomerForms.with: other], isQuiet: true)
            return """
                <div class="part"><p>\(names.customerLink(other)) – \(say(.samePerson))</p>\(form)</div>
                """
        }
        let merge = CustomerForms.merge.html(
            request, initial: [CustomerForms.customer: entry.id], below: "<p class=\"below\">\(say(.mergeMore))</p>",
            isQuiet: true)
        return "\(others)<div class=\"part\">\(merge)</div>"
    }
}
