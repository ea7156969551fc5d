import Queries
import Rules

/// What a field that takes an id offers for what is typed in it: a part of a form, not a page of its own.
struct ChoicesScreen {
    let request: PageRequest
    let models: ScreenModels
    let entity: String

    private static let limit = 20

    /// - Parameter field: as the field is called, which sends under its name what is typed.
    static func path(_ entity: String, _ field: String) -> Path { Path(.choices(entity), query: [("of", field)]) }

    /// nil where the reader sees none of these entries.
    func page() throws -> PageAnswer? {
        let needs = ScreenEntities.needs(of: entity)
        guard let principal = request.principal, principal.reads(needs), let first = needs.first,
            let sight = principal.sight(to: .read(first))
        else { return nil }
        let typed = request.value("of").flatMap { request.value($0) } ?? ""
        let say = Words(language: request.language)
        let found = try ScreenEntities.found(
            models, entity, typed, at: request.now, for: sight, limit: Self.limit)
        let words = typed.lowercased().split(whereSeparator: \.isWhitespace)
        let options = found.map { entry -> HTML in
            let name = say.name(entry)
            // What was found by a code or a phone: browsers offer only what holds what was typed.
            let isSeen = words.allSatisfy { "\(name) \(entry.id)".lowercased().contains($0) }
            return "<option value=\(entry.id)>\(isSeen ? name : "\(name) · \(typed)")</option>"
        }
        let html: HTML = "\(options)"
        return PageAnswer(status: 200, title: "", html: html.text)
    }
}
