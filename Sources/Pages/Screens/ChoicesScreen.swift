import Queries
import Rules

/// What a field that takes an id offers for what is typed in it: a part of a form, not a page of its own.
struct ChoicesScreen {
    let request: PageRequest
    let models: ScreenModels
    let entity: String

    private static let limit = 20

    /// - Parameter field: as the field is called, which sends under its name what is typed.
    static func path(_ entity: String, _ field: String) -> Path { Path("choices", entity, query: [("of", field)]) }

    /// nil where the reader sees none of these entries.
    func page() throws -> PageAnswer? {
        guard let sight = request.principal?.sight(to: .read(ScreenEntities.scope(of: entity))) else { return nil }
        let typed = request.value("of").flatMap { request.value($0) } ?? ""
        let say = Words(language: request.language)
        let found = try ScreenEntities.found(
            models, entity, typed, at: request.now, for: sight, limit: Self.limit)
        let options = found.map { "<option value=\($0.id)>\(say.name($0))</option>" as HTML }
        let html: HTML = "\(options)"
        return PageAnswer(status: 200, title: "", html: html.text)
    }
}
