import Events
import Queries
import Rules

/// One search over all that the reader may see.
struct SearchScreen {
    private let request: PageRequest
    private let models: ScreenModels
    private let say: Words

    init(_ call: Screen.Call) {
        (request, models) = (call.request, call.models)
        say = Words(language: call.request.language)
    }

    func page() throws -> PageAnswer {
        let text = (request.value("q") ?? "").withoutBlanksAround
        let body = text.isEmpty ? Parts.nothing(say(.searchMore)) : try found(text)
        return Frame(request, states: models.states).page(
            say(.searchAll),
            """
            \(Parts.heading(say(.searchAll), "\(say(.searchMore))"))
            <form class="filter" role="search" method="get" action=\(Path(.search))>
            <div class="field"><label for="search-all">\(say(.searchAll))</label>
            <input class="form-control" type="search" id="search-all" name="q" value=\(text) autocomplete="off"\
            \(flag: "autofocus", text.isEmpty)></div>
            <button class="btn btn-primary" type="submit">\(say(.searchAll))</button></form>
            \(body)
            """)
    }

    private func found(_ text: String) throws -> HTML {
        // A number may have one digit; of names nearly all would be found.
        let isShort = text.count < ScreenSearch.least
        let numbered = try receipts(text) + goodsDocuments(text) + tradeDocuments(text)
        let named = isShort ? [] : try people(text) + entries(text) + [pages(text)]
        let all = (numbered + named).compactMap { $0 }
        guard !all.isEmpty else { return Parts.nothing(isShort ? say(.searchShort) : say(.searchNothing, text)) }
        return "\(all)"
    }

    private func section(_ id: String, _ title: String, _ lines: [HTML], more: Path? = nil) -> HTML? {
        guard !lines.isEmpty else { return nil }
        let items = lines.map { "<li>\($0)</li>" as HTML }
        let rest = lines.count < ScreenSearch.limit ? nil : more
        let link = rest.map { "<p class=\"pager\">\(Parts.link($0, say(.showAll)))</p>" as HTML }
        return Parts.section("found-\(id)", title, "<ul class=\"found\">\(items)</ul>\(link)")
    }

    private func sight(_ scope: Scope) -> Sight? { request.principal?.sight(to: .read(scope)) }

    private func receipts(_ text: String) throws -> [HTML?] {
        guard let sight = sight(.sales) else { return [] }
        let found = try ScreenSearch.receipts(models, text, for: sight)
        let names = try ThingNames(say, models, stores: found.map(\.store))
        return [
            section(
                "receipts", say(.receipts),
                found.map { receipt in
                    let gross = say.numbers.money(receipt.gross, receipt.currency)
                    let more = "\(names.store(receipt.store)) · \(say.dates.day(receipt.day)) · \(gross)"
                    return
                        "\(Parts.link(Path(.receipt(receipt.id.description)), receipt.number ?? receipt.id.description))\(Parts.sub("\(more)"))"
                })
        ]
    }

    private func goodsDocuments(_ text: String) throws -> [HTML?] {
        guard let sight = sight(.stock) else { return [] }
        let found = try ScreenSearch.goodsDocuments(models, text, for: sight)
        return [
            section(
                "goods-documents", say(.goodsDocuments),
                found.map { document in
                    let kind = GoodsDocumentKind.named(document.kind).map { say($0.one) }
                    let name = [kind, document.number].compactMap { $0 }.joined(separator: " ")
                    return Parts.link(Path(.goodsDocument(document.fact)), name)
                })
        ]
    }

    private func tradeDocuments(_ text: String) throws -> [HTML?] {
        try TradeDocumentKind.all.map { kind in
            guard let sight = sight(kind.readAs) else { return nil }
            let found = try ScreenSearch.tradeDocuments(models, kind, text, for: sight)
            return section(
                kind.path, say(kind.many),
                found.map { document in
                    Parts.link(
                        Path(.tradeDocument(kind.path, document.id)),
                        "\(say(kind.one)) \(document.number ?? document.id)")
                })
        }
    }

    // MARK: Entries

    /// What the reader sees of an entity; nil: nothing.
    private func sight(of shape: EntityShape) -> Sight? {
        guard Screens.isShown(shape.segments, to: request.principal), let first = shape.needs.first else { return nil }
        return request.principal?.sight(to: .read(first))
    }

    /// Customers and employees, by who they are where the reader is told that.
    private func people(_ text: String) throws -> [HTML?] {
        try EntityShapes.all.filter(\.isPerson).map { shape in
            guard let sight = sight(of: shape) else { return nil }
            let found = try ScreenEntities.found(
                models, shape.name, text, at: request.now, for: sight, limit: ScreenSearch.limit)
            return section(of: shape, found, text)
        }
    }

    private func entries(_ text: String) throws -> [HTML?] {
        let shapes = EntityShapes.all.filter { !$0.isPerson }.compactMap { shape in
            sight(of: shape).map { (shape: shape, sight: $0) }
        }
        return try ScreenSearch.entries(models, text, shapes, at: request.now).map {
            section(of: $0.shape, $0.entries, text)
        }
    }

    private func section(of shape: EntityShape, _ found: [ScreenName], _ text: String) -> HTML? {
        section(
            shape.path, say(shape.many),
            found.map { entry in
                let name = say.name(entry)
                return
                    "\(Parts.link(shape.page(entry.id), name))\(name == entry.id ? .empty : Parts.sub("\(entry.id)"))"
            }, more: Path(segments: shape.segments, query: [("q", text)]))
    }

    // MARK: Pages

    /// Pages whose title has the text.
    private func pages(_ text: String) -> HTML? {
        let menu = Screens.menu(of: request.principal).map {
            (title: say($0.0.title), place: Path(segments: $0.1, query: []))
        }
        let lists = EntityShapes.all.filter { Screens.isShown($0.segments, to: request.principal) }
            .map { (title: say($0.many), place: $0.page()) }
        let others: [(Text, Link)] = [
            (.goodsDocuments, .goodsDocuments), (.receive, .receivings), (.countTogether, .countings),
            (.priceChanges, .priceChanges), (.priceLabels, .priceLabels), (.chainRules, .chainBooks),
        ]
        let more = others.filter { Screens.isShown($0.1.segments, to: request.principal) }
            .map { (title: say($0.0), place: Path($0.1)) }
        let wanted = text.lowercased()
        let all = (menu + lists + more).filter { $0.title.lowercased().contains(wanted) }
        var shown: Set<String> = []
        let lines = all.filter { shown.insert($0.place.text).inserted }.map { Parts.link($0.place, $0.title) }
        return section("pages", say(.searchPages), lines)
    }
}
