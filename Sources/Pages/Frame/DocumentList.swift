import Events
import JSON
import Queries
import Rules

/// A list of documents as pages have it: what narrows it, its rows a page at a time, and the same as a file.
struct DocumentList {
    private static let pageLength = 50
    /// More people of one name are not looked for.
    private static let meantLimit = 50

    let request: PageRequest
    let models: ScreenModels
    let sight: Sight
    let report: Report
    let place: Link
    let title: String
    let more: Text
    /// What can be entered, and where.
    let entering: [(place: Path, title: String)]
    /// What else belongs to them, and where.
    var others: [(place: Path, title: String)] = []
    /// What narrows it; the path of each field is the report's column.
    let narrowing: [Form.Field]

    private var say: Words { Words(language: request.language) }

    /// - Parameter table: its rows.
    func page(_ table: (Report.Answer) throws -> HTML) throws -> PageAnswer {
        var asked = QueryRequest()
        asked.limit = Self.pageLength
        asked.filters = try filled.map { field, value in .init(field.path, .in, try meant(field, value)) }
        asked.cursor = request.value("cursor")
        let (answer, _) = try ScreenLists.page(models, report, asked, for: sight)
        let chosen = filled.map { ($0.field.name, $0.value) }
        let next = answer.next.map { next in
            Pager.more(Path(segments: place.segments, query: chosen + [("cursor", next)]), say(.nextPage))
        }
        let query = asked.filters.map { ($0.column, $0.values.joined(separator: ",")) }
        return Frame(request, states: models.states, isQuick: true).page(
            title,
            """
            \(Parts.heading(title, "\(say(more))"))
            \(DocumentTabs.html(request, here: place))
            \(links)
            \(filter)
            \(answer.rows.isEmpty ? Parts.nothing(say(filled.isEmpty ? .noDocuments : .nothingFound)) : try table(answer))
            \(next)
            \(answer.rows.isEmpty ? .empty : Pager.download(request, report.name, query: query))
            """)
    }

    private var filled: [(field: Form.Field, value: String)] {
        narrowing.compactMap { field in request.value(field.name).map { (field, $0) } }
    }

    /// What somebody typed in the place of an id: by name, code or phone it may mean several.
    private func meant(_ field: Form.Field, _ value: String) throws -> [String] {
        guard case .reference(let entity) = field.kind,
            request.principal?.reads(ScreenEntities.needs(of: entity)) ?? false
        else { return [value] }
        let found = try ScreenEntities.found(
            models, entity, value, at: request.now, for: sight, limit: Self.meantLimit)
        return [value] + found.map(\.id)
    }

    private var links: HTML {
        let all =
            entering.map { "<a class=\"btn btn-outline-secondary\" href=\($0.place)>+ \($0.title)</a> " as HTML }
            + others.map { "<a class=\"btn btn-outline-secondary\" href=\($0.place)>\($0.title)</a> " as HTML }
        return all.isEmpty ? .empty : "<p class=\"pager\">\(all)</p>"
    }

    private var filter: HTML {
        let control = Control(
            form: "filter", say: say, offered: [:], isRequired: false, isWrong: false, describedBy: [])
        let fields = narrowing.map { field -> HTML in
            """
            <div><label for=\("filter-\(field.name)")>\(say(field.label))</label>
            \(control.html(field) { _ in request.value(field.name) ?? "" }.html)</div>
            """
        }
        return """
            <form class="filter" method="get" action=\(Path(place))>
            \(fields)<button class="btn btn-primary" type="submit">\(say(.show))</button>
            </form>
            """
    }

    // MARK: What narrows a list

    /// One of some, or all.
    static func choice(
        _ name: String, _ label: Caption, all: Text, _ choices: [Form.Field.Choice]
    ) -> Form.Field {
        Form.Field(
            name: name, label: label, kind: .choice([.init(value: "", caption: .text(all))] + choices),
            isRequired: false, path: name)
    }

    static func choices(_ entries: [ScreenName], _ say: Words) -> [Form.Field.Choice] {
        entries.map { .init(value: $0.id, caption: .title(Title(ka: say.name($0), en: say.name($0)))) }
    }
}
