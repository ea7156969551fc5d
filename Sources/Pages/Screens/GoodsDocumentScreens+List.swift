import Events
import JSON
import Queries
import Rules

/// The list of goods documents, by kind and shop.
extension GoodsDocumentScreens {
    private static let pageLength = 50

    func list() throws -> PageAnswer {
        var asked = QueryRequest()
        asked.limit = Self.pageLength
        asked.filters = filters.map { .init($0.0, .eq, [$0.1]) }
        asked.cursor = request.value("cursor")
        let (answer, _) = try ScreenLists.page(models, Reports.goodsDocuments, asked, for: sight)
        let next = answer.next.map { next in
            Pager.more(
                Path(segments: Link.goodsDocuments.segments, query: filters + [("cursor", next)]), say(.nextPage))
        }
        return Frame(request, states: models.states, isQuick: true).page(
            say(.goodsDocuments),
            """
            \(Parts.heading(say(.goodsDocuments), "\(say(.goodsDocumentsMore))"))
            \(entering)
            \(try filter())
            \(try table(answer))
            \(next)
            \(answer.rows.isEmpty ? .empty : Pager.download(say, Reports.goodsDocuments.name, query: filters))
            """)
    }

    private var filters: [(String, String)] {
        ["kind", "store"].compactMap { name in request.value(name).map { (name, $0) } }
    }

    /// What the reader may enter.
    private var entering: HTML {
        let links = GoodsDocumentKind.all.filter { $0.isEntered && mayEnter($0) }.map { kind -> HTML in
            "<a class=\"btn btn-outline-secondary\" href=\(Path(.newGoodsDocument(kind.name)))>+ \(say(kind.one))</a> "
        }
        return links.isEmpty ? .empty : "<p class=\"pager\">\(links)</p>"
    }

    private func filter() throws -> HTML {
        func select(_ name: String, _ label: Text, _ all: Text, _ options: [(id: String, name: String)]) -> HTML {
            let chosen = request.value(name)
            let html = options.map { option -> HTML in
                "<option value=\(option.id)\(flag: "selected", option.id == chosen)>\(option.name)</option>"
            }
            return """
                <div><label for=\(name)>\(say(label))</label>
                <select class="form-select" id=\(name) name=\(name)><option value="">\(say(all))</option>\(html)</select></div>
                """
        }
        return """
            <form class="filter" method="get" action=\(Path(.goodsDocuments))>
            \(select("kind", .documentKind, .allKinds, GoodsDocumentKind.all.map { ($0.name, say($0.many)) }))
            \(select("store", .shop, .allShops, try shops().map { ($0.id, say.name($0)) }))
            <button class="btn btn-primary" type="submit">\(say(.show))</button>
            </form>
            """
    }

    private func table(_ answer: Report.Answer) throws -> HTML {
        guard !answer.rows.isEmpty else {
            return Parts.nothing(say(filters.isEmpty ? .noDocuments : .nothingFound))
        }
        let records = answer.records
        func texts(_ column: String) -> [String] { records.compactMap { $0[column]?.string } }
        let names = try ThingNames(
            say, models, suppliers: texts("supplier"), stores: texts("store") + texts("to"))
        let seesCost = sight.scopes.contains(.cost)
        let rows = records.map { row -> [HTML] in
            let fact = row["fact"]?.string ?? ""
            let kind = GoodsDocumentKind.named(row["kind"]?.string ?? "")
            let number = row["number"]?.string ?? row["document"]?.string
            let called = [kind.map { say($0.one) }, number].compactMap { $0 }.joined(separator: " · ")
            let when = row["effective_at"]?.string.flatMap { Instant($0) }
            let other =
                row["supplier"]?.string.map(names.supplierLink) ?? row["to"]?.string.map(names.storeLink)
            let amount = row["amount"]?.int.map {
                say.numbers.money($0, row["currency"]?.string ?? Home.currency)
            }
            return [
                Parts.link(Path(.goodsDocument(fact)), called),
                "\(when.map { say.dates.moment($0, Zone.home, now: request.now) } ?? "–")",
                row["store"]?.string.map(names.storeLink) ?? "–", other ?? "–",
                "\(say.numbers.count(row["lines"]?.int ?? 0))",
            ] + (seesCost ? ["\(amount ?? "–")"] : []) + [
                "\(row["operator"]?.string.map(Parts.author) ?? "–")", status(row["status"]?.string ?? ""),
            ]
        }
        return Table(
            caption: say(.goodsDocuments),
            columns: [
                .text(say(.documentKind)), .moment(say(.historyWhen)), .text(say(.shop)), .text(say(.documentParty)),
                .number(say(.lines)),
            ] + (seesCost ? [.number(say(.amount))] : []) + [.name(say(.enteredBy)), .text(say(.documentStatus))],
            rows: rows, kind: "dense"
        ).html
    }
}
