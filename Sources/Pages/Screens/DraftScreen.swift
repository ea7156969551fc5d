import Events
import Postgres
import Queries
import Rules
import Services

/// What was begun and put aside, to be taken up or dropped.
struct DraftScreen {
    private let request: PageRequest
    private let models: ScreenModels
    private let connection: Connection
    private let say: Words

    private static let most: Int64 = 200

    init(_ request: PageRequest, _ models: ScreenModels, _ connection: Connection) {
        (self.request, self.models, self.connection) = (request, models, connection)
        say = Words(language: request.language)
    }

    init(_ call: Screen.Call) { self.init(call.request, call.models, call.connection) }

    /// Those that the reader may take up.
    func drafts() throws -> [(draft: Draft, form: Form)] {
        guard let principal = request.principal else { return [] }
        return try Draft.all(connection, limit: Self.most).compactMap { draft in
            guard let form = Forms.named(draft.form), form.mayTakeUp(draft, principal) else { return nil }
            return (draft, form)
        }
    }

    func page() throws -> PageAnswer {
        let drafts = try drafts()
        func value(_ draft: Draft, _ name: String) -> String? {
            draft.values.first { $0.name == name && !$0.value.isEmpty }?.value
        }
        let stores = try ThingNames(
            say, models, stores: drafts.compactMap { value($0.draft, GoodsDocumentForms.store) })
        let people = try AuthorNames(say, models, drafts.map(\.draft.keptBy))
        let table: HTML =
            drafts.isEmpty
            ? Parts.nothing(say(.draftsNone))
            : Table(
                caption: say(.drafts),
                columns: [
                    .text(say(.documentKind)), .text(say(.shop)), .number(say(.lines)), .name(say(.draftBy)),
                    .moment(say(.historyWhen)), .text(""),
                ],
                rows: drafts.map { draft, form in
                    let values = Form.Values(draft)
                    let lines = form.rowsOf.map { form.filledLines(values, $0) } ?? 0
                    let drop: HTML = """
                        <form method="post" action=\(Path(.draft(draft.id)))>\
                        <input type="hidden" name="token" value=\(request.formToken)>\
                        <button class="btn btn-outline-secondary btn-sm" type="submit">\(say(.draftDrop))</button></form>
                        """
                    return [
                        Parts.link(Path(.draft(draft.id)), say(form.title)),
                        "\(value(draft, GoodsDocumentForms.store).map(stores.store) ?? "–")",
                        "\(say.numbers.count(lines))", "\(people.html(draft.keptBy))",
                        "\(say.dates.moment(draft.keptAt, .home, now: request.now))", drop,
                    ]
                }
            ).html
        return Frame(request, isQuick: true).page(
            say(.drafts),
            """
            \(Parts.crumbs(say(.whereYouAre), [(Path(.goodsDocuments), say(.goodsDocuments))]))
            \(Parts.heading(say(.drafts), "<p>\(say(.draftsMore))</p>"))
            \(table)
            """)
    }

    /// Leads to them from where documents are listed; nothing where there are none.
    func link() throws -> [(Path, String)] {
        let count = try drafts().count
        return count == 0 ? [] : [(Path(.drafts), say(.draftsCount, say.numbers.count(count)))]
    }
}

extension Form {
    /// Rows in which something stands.
    fileprivate func filledLines(_ values: Values, _ list: String) -> Int {
        guard case .lines(let parts)? = fields.first(where: { $0.name == list })?.kind else { return 0 }
        return (0..<values.lineCount(list)).count { row in
            parts.contains { !values["\(list)-\(row)-\($0.name)"].isEmpty }
        }
    }
}
