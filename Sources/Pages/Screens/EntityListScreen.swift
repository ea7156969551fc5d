import JSON
import Queries
import Rules

/// A list of entries: search, order, pages.
extension EntityScreens {
    private static let pageLength = 50

    /// A way to order the list: its word in the address, what it is called, the report's column, and whether that is usually turned.
    private typealias Order = (word: String, caption: Caption, column: String, isDescending: Bool)

    /// The usual order: by name, or by code where there is none.
    private var usual: Order {
        let name = request.language == .ka ? "name_ka" : "name_en"
        return shape.hasName
            ? (word: "name", caption: .text(.nameSorted), column: name, isDescending: false)
            : (word: "code", caption: .text(.code), column: shape.idName, isDescending: false)
    }

    private var orders: [Order] {
        let fields = columns.map { field -> Order in
            (word: field.path, caption: .title(field.title), column: Self.column(field), isDescending: false)
        }
        return [usual, ("newest", .text(.newestFirst), "since", true)] + fields
    }

    /// The fields that have a column of their own.
    private var columns: [EntityField] { fields.filter { $0.isPlain && !$0.path.hasPrefix("name.") } }

    /// By which the report orders a field.
    private static func column(_ field: EntityField) -> String {
        Reports.column(field) + (field.kind == .unitAmount ? "_amount" : "")
    }

    /// What the address says of the order: a word of `orders`, with `-` before it the other way round.
    private var order: (word: String, column: String, isDescending: Bool) {
        let said = request.value("sort") ?? ""
        let isTurned = said.hasPrefix("-")
        guard let order = orders.first(where: { $0.word == (isTurned ? String(said.dropFirst()) : said) }) else {
            return (usual.word, usual.column, usual.isDescending)
        }
        return (order.word, order.column, order.isDescending != isTurned)
    }

    func list() throws -> PageAnswer {
        let report = Reports.entity(shape)
        let order = order
        var asked = QueryRequest()
        asked.limit = Self.pageLength
        asked.sort = [(order.column, order.isDescending)]
        asked.arguments["q"] = request.value("q").map { Self.cut($0) }
        if request.value("ended") != "1" { asked.filters = [.init("ended", .eq, ["false"])] }
        asked.cursor = request.value("cursor")
        var stale: HTML = .empty
        var answer: Report.Answer
        do { answer = try ScreenEntities.list(models, report, asked, for: sight) } catch is QueryRefusal {
            // A page of another order, or an address that somebody typed.
            asked.cursor = nil
            answer = try ScreenEntities.list(models, report, asked, for: sight)
            stale = Frame.notice(say(.listStale))
        }
        let next = answer.next.map { next in
            Pager.more(
                Path(segments: shape.segments, query: filters + [("cursor", next)]), say(.nextPage), isQuick: true)
        }
        return Frame(request, states: models.states, isQuick: true).page(
            say(shape.many),
            """
            \(Parts.heading(say(shape.many)))
            \(request.may(forms.create) ? add : .empty)
            \(answer.rows.isEmpty && !isNarrowed ? .empty : search(order.word))
            \(QuickList.part("""
            \(stale)
            \(try table(answer))
            \(next)
            \(answer.rows.isEmpty ? .empty : Pager.download(say, shape.path, query: seen(asked)))
            """))
            """)
    }

    /// What the list shows, as the report is asked for all of it.
    private func seen(_ asked: QueryRequest) -> [(String, String)] {
        let sort = asked.sort.map { "\($0.isDescending ? "-" : "")\($0.column)" }.joined(separator: ",")
        return asked.arguments.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            + asked.filters.flatMap { filter in filter.values.map { (filter.column, $0) } } + [("sort", sort)]
    }

    /// The way to the list in the order of a column, the other way round where it is in that already.
    private func ordering(_ word: String) -> Table.Column.Order? {
        guard let mine = orders.first(where: { $0.word == word }) else { return nil }
        let (order, rest) = (order, filters.filter { $0.0 != "sort" })
        let isThis = order.word == word
        let isTurned = isThis && order.isDescending == mine.isDescending
        return Table.Column.Order(
            path: Path(segments: shape.segments, query: rest + [("sort", isTurned ? "-\(word)" : word)]),
            isDescending: isThis ? order.isDescending : nil)
    }

    private func heading(_ field: EntityField) -> Table.Column {
        column(field).ordered(by: ordering(field.path))
    }

    private func column(_ field: EntityField) -> Table.Column {
        switch field.kind {
        case .integer, .money, .quantity, .rate, .unitAmount: .number(say(field.title))
        // Words and codes that are short do not break inside.
        case .day, .moment, .choice, .currency: .moment(say(field.title))
        default: .text(say(field.title))
        }
    }

    private var add: HTML {
        "<p class=\"pager\"><a class=\"btn btn-primary\" href=\(shape.page("new")) aria-keyshortcuts=\"n\">\(say(.add))</a></p>"
    }

    /// A search is cut rather than refused; by whole characters.
    private static func cut(_ text: String) -> String {
        var text = text.filter { $0 != "\0" }
        while text.utf8.count > Argument.textLimit { text.removeLast() }
        return text
    }

    private var isNarrowed: Bool { ["q", "ended", "cursor"].contains { request.value($0) != nil } }

    private var filters: [(String, String)] {
        ["q", "sort", "ended"].compactMap { name in request.value(name).map { (name, $0) } }
    }

    private func search(_ sort: String) -> HTML {
        let options = orders.map { order -> HTML in
            "<option value=\(order.word)\(flag: "selected", order.word == sort)>\(say(order.caption))</option>"
        }
        return """
            <form class="filter" method="get" action=\(shape.page()) role="search"\(QuickList.form(shape.page()))>
            <div><label for="q">\(say(.search))</label>
            <input class="form-control" type="search" id="q" name="q" aria-keyshortcuts="/" value=\(request.value("q") ?? "") \
            placeholder=\(say(.searchHint)) autocomplete="off" spellcheck="false"></div>
            <div><label for="sort">\(say(.sortBy))</label>
            <select class="form-select" id="sort" name="sort">\(options)</select></div>
            <div class="form-check"><input class="form-check-input" type="checkbox" id="ended" name="ended" value="1"\
            \(flag: "checked", request.value("ended") == "1")><label class="form-check-label" for="ended">\(say(.alsoEnded))</label></div>
            <button class="btn btn-primary" type="submit">\(say(.show))</button>
            </form>
            """
    }

    private func table(_ answer: Report.Answer) throws -> HTML {
        guard !answer.rows.isEmpty else { return Parts.nothing(say(isNarrowed ? .nothingFound : .noEntries)) }
        let places = Dictionary(answer.columns.enumerated().map { ($1.name, $0) }) { first, _ in first }
        func cell(_ column: String, _ row: [JSON]) -> JSON? { places[column].map { row[$0] } }
        func cell(_ field: EntityField, _ row: [JSON]) -> JSON? {
            guard field.kind == .unitAmount else { return cell(Reports.column(field), row) }
            let (amount, per) = (
                cell("\(Reports.column(field))_amount", row), cell("\(Reports.column(field))_per", row)
            )
            guard let amount, let per, !amount.isNull else { return nil }
            return ["amount": amount, "per": per]
        }
        let values = try EntityValues(
            say, models, request.now, columns, of: answer.rows.map { row in { cell($0, row) } })
        let rows = answer.rows.map { row -> [HTML] in
            let id = cell(shape.idName, row)?.string ?? ""
            let currency = cell("currency", row)?.string ?? Home.currency
            let ended: HTML = cell("ended", row)?.bool == true ? " \(Parts.badge(say(.ended), .calm))" : .empty
            let first: HTML = "\(Parts.link(shape.page(id), name(id) { cell($0, row) }))\(ended)"
            return [first] + columns.map { values.html(cell($0, row), $0, currency) }
        }
        return Table(
            caption: say(shape.many),
            columns: [
                .text(say(shape.hasName || !shape.labels.isEmpty ? .name : .code)).ordered(by: ordering(usual.word))
            ] + columns.map(heading),
            rows: rows, kind: "dense"
        ).html
    }
}
