import Events
import JSON
import Queries
import Rules

/// A list of entries: search, order, pages.
extension EntityScreens {
    private static let pageLength = 50

    /// By name, or by code where there is none; by what was changed last; by each column.
    private var orders: ListOrders {
        let name =
            shape.hasName
            ? (request.language == .ka ? "name_ka" : "name_en")
            : fields.contains { $0.path == Self.personName } ? Self.personName : nil
        let usual =
            name.map { ListOrders.Order(word: "name", caption: .text(.nameSorted), column: $0) }
            ?? ListOrders.Order(word: "code", caption: .text(.code), column: shape.idName)
        let newest = ListOrders.Order(
            word: "newest", caption: .text(.newestFirst), column: "since", isUsuallyDescending: true)
        let fields = columns.map { field in
            ListOrders.Order(word: field.path, caption: .title(field.title), column: Self.column(field))
        }
        return ListOrders(usual: usual, [newest] + fields, request.value("sort") ?? "")
    }

    /// What a person is called stands in one field.
    private static let personName = "name"

    /// The fields that have a column of their own; by a name the entry itself is called.
    private var columns: [EntityField] {
        fields.filter { Reports.hasColumn($0) && !$0.path.hasPrefix("name.") && $0.path != Self.personName }
            + Reports.more(shape)
    }

    /// By which the report orders a field.
    private static func column(_ field: EntityField) -> String {
        Reports.column(field) + (field.kind == .unitAmount ? "_amount" : "")
    }

    func list() throws -> PageAnswer {
        let report = Reports.entity(shape)
        let orders = orders
        var asked = QueryRequest()
        asked.limit = Self.pageLength
        asked.sort = [(orders.chosen.column, orders.isDescending)]
        asked.arguments["q"] = request.value("q").map { Self.cut($0) }
        if request.value("ended") != "1" { asked.filters = [.init("ended", .eq, ["false"])] }
        asked.cursor = request.value("cursor")
        let (answer, isStale) = try ScreenLists.page(models, report, asked, for: sight)
        let next = answer.next.map { next in
            Pager.more(
                Path(segments: shape.segments, query: filters + [("cursor", next)]), say(.nextPage), isQuick: true)
        }
        return Frame(request, states: models.states, isQuick: true).page(
            say(shape.many),
            """
            \(Parts.heading(say(shape.many)))
            <p class="pager">\(request.may(forms.create) ? "\(add)\(importLink)\(changeLink)" as HTML : .empty)\(more)</p>
            \(answer.rows.isEmpty && !isNarrowed ? .empty : search(orders))
            \(QuickList.part("""
            \(isStale ? Frame.notice(say(.listStale)) : .empty)
            \(try table(answer, orders))
            \(next)
            \(answer.rows.isEmpty ? .empty : Pager.download(request, shape.report, query: seen(asked)))
            """))
            \(shape.name == EntityShape.role.name ? try DeliveredRoles(screens: self).html : .empty)
            """)
    }

    /// What the list shows, as the report is asked for all of it.
    private func seen(_ asked: QueryRequest) -> [(String, String)] {
        let sort = asked.sort.map { "\($0.isDescending ? "-" : "")\($0.column)" }.joined(separator: ",")
        return asked.arguments.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            + asked.filters.flatMap { filter in filter.values.map { (filter.column, $0) } } + [("sort", sort)]
    }

    /// The list in another order.
    private func sorted(by sort: String) -> Path {
        Path(segments: shape.segments, query: filters.filter { $0.0 != "sort" } + [("sort", sort)])
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
        "<a class=\"btn btn-primary\" href=\(shape.page("new")) aria-keyshortcuts=\"n\">\(say(.add))</a>"
    }

    /// Prices are changed together too.
    private var changeLink: HTML {
        guard shape.name == EntityShape.price.name,
            Screens.isShown(Link.priceChanges.segments, to: request.principal)
        else { return .empty }
        return " <a class=\"btn btn-outline-secondary\" href=\(Path(.priceChanges))>\(say(.priceChanges))</a>"
    }

    private var importLink: HTML {
        guard request.principal?.rights.holds(.files(.import)) ?? false else { return .empty }
        return " <a class=\"btn btn-outline-secondary\" href=\(shape.page("import"))>\(say(.importLink))</a>"
    }

    /// Other pages of the same things.
    private var more: HTML {
        if shape.name == EntityShape.price.name {
            guard Screens.isShown(Link.priceLabels.segments, to: request.principal) else { return .empty }
            return " <a class=\"btn btn-outline-secondary\" href=\(Path(.priceLabels))>\(say(.priceLabels))</a>"
        }
        let top = Link.topCustomers
        guard shape.name == EntityShape.customer.name, Screens.isShown(top.segments, to: request.principal) else {
            return .empty
        }
        return " <a class=\"btn btn-outline-secondary\" href=\(Path(top))>\(say(.topCustomers))</a>"
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

    private func search(_ orders: ListOrders) -> HTML {
        let options = orders.all.map { order -> HTML in
            "<option value=\(order.word)\(flag: "selected", order.word == orders.chosen.word)>\(say(order.caption))</option>"
        }
        return """
            <form class="filter" method="get" action=\(shape.page()) role="search"\(QuickList.form(shape.page()))>
            <div><label for="q">\(say(.search))</label>
            <input class="form-control" type="search" id="q" name="q" aria-keyshortcuts="/" value=\(request.value("q") ?? "") \
            placeholder=\(say(shape.isPerson ? .personSearchHint : .searchHint)) autocomplete="off" spellcheck="false"></div>
            <div><label for="sort">\(say(.sortBy))</label>
            <select class="form-select" id="sort" name="sort">\(options)</select></div>
            <div class="form-check"><input class="form-check-input" type="checkbox" id="ended" name="ended" value="1"\
            \(flag: "checked", request.value("ended") == "1")><label class="form-check-label" for="ended">\(say(.alsoEnded))</label></div>
            <button class="btn btn-primary" type="submit">\(say(.show))</button>
            </form>
            """
    }

    private func table(_ answer: Report.Answer, _ orders: ListOrders) throws -> HTML {
        guard !answer.rows.isEmpty else { return Parts.nothing(say(isNarrowed ? .nothingFound : .noEntries)) }
        let (columns, records) = (columns, answer.records)
        func cell(_ field: EntityField, _ row: JSON) -> JSON? {
            guard field.kind == .unitAmount else { return row[Reports.column(field)] }
            let (amount, per) = (row["\(Reports.column(field))_amount"], row["\(Reports.column(field))_per"])
            guard let amount, let per, !amount.isNull else { return nil }
            return ["amount": amount, "per": per]
        }
        let values = try EntityValues(
            say, models, request.now, columns, of: records.map { row in { cell($0, row) } })
        let rows = records.map { row -> [HTML] in
            let id = row[shape.idName]?.string ?? ""
            let currency = row["currency"]?.string ?? Currency.home
            let ended: HTML = row["ended"]?.bool == true ? " \(Parts.badge(say(.ended), .calm))" : .empty
            let first: HTML = "\(Parts.link(shape.page(id), name(id) { cell($0, row) }))\(ended)"
            return [first] + columns.map { values.html(cell($0, row), $0, currency) }
        }
        let named = Table.Column.text(say(shape.hasName || !shape.labels.isEmpty ? .name : .code))
        return Table(
            caption: say(shape.many),
            columns: [named.ordered(by: orders.link(orders.usual.word, to: sorted))]
                + columns.map { column($0).ordered(by: orders.link($0.path, to: sorted)) },
            rows: rows, kind: "dense"
        ).html
    }
}
