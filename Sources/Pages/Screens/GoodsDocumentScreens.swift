import Events
import JSON
import Queries
import Rules

/// Documents of goods as people work with them: listed, entered, looked at, corrected, taken back.
struct GoodsDocumentScreens {
    private static let pageLength = 50

    let request: PageRequest
    let models: ScreenModels
    let say: Words
    private let sight: Sight

    init(_ request: PageRequest, _ models: ScreenModels) {
        (self.request, self.models) = (request, models)
        say = Words(language: request.language)
        sight = request.principal?.sight(to: .read(.stock)) ?? .nothing
    }

    // MARK: The list

    func list() throws -> PageAnswer {
        var asked = QueryRequest()
        asked.limit = Self.pageLength
        asked.filters = filters.map { .init($0.0, .eq, [$0.1]) }
        asked.cursor = request.value("cursor")
        var answer: Report.Answer
        do { answer = try ScreenEntities.list(models, Reports.goodsDocuments, asked, for: sight) } catch is QueryRefusal
        {
            // An address that somebody typed.
            asked.cursor = nil
            answer = try ScreenEntities.list(models, Reports.goodsDocuments, asked, for: sight)
        }
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
        let links = DocumentKind.all.filter { $0.isEntered && mayEnter($0) }.map { kind -> HTML in
            "<a class=\"btn btn-outline-secondary\" href=\(Path(.newDocument(kind.name)))>+ \(say(kind.one))</a> "
        }
        return links.isEmpty ? .empty : "<p class=\"pager\">\(links)</p>"
    }

    private func mayEnter(_ kind: DocumentKind) -> Bool {
        // Who sees some shops works in those.
        let shop = sight.stores?.first ?? ""
        return request.may(DocumentForms(kind).enter, [DocumentForms.store: shop])
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
            \(select("kind", .documentKind, .allKinds, DocumentKind.all.map { ($0.name, say($0.many)) }))
            \(select("store", .shop, .allShops, try shops().map { ($0.id, say.name($0)) }))
            <button class="btn btn-primary" type="submit">\(say(.show))</button>
            </form>
            """
    }

    /// Those that the reader sees.
    private func shops() throws -> [ScreenName] {
        try ScreenEntities.offered(models, EntityShape.store.name, at: request.now, limit: Self.shopLimit)?
            .filter { sight.sees(store: $0.id) } ?? []
    }

    private static let shopLimit = 1_000

    private func table(_ answer: Report.Answer) throws -> HTML {
        guard !answer.rows.isEmpty else {
            return Parts.nothing(say(filters.isEmpty ? .noDocuments : .nothingFound))
        }
        let places = Dictionary(answer.columns.enumerated().map { ($1.name, $0) }) { first, _ in first }
        func cell(_ column: String, _ row: [JSON]) -> JSON? { places[column].map { row[$0] } }
        func texts(_ column: String) -> [String] { answer.rows.compactMap { cell(column, $0)?.string } }
        let names = try ThingNames(
            say, models, suppliers: texts("supplier"), stores: texts("store") + texts("to"))
        let seesCost = sight.scopes.contains(.cost)
        let rows = answer.rows.map { row -> [HTML] in
            let fact = cell("fact", row)?.string ?? ""
            let kind = DocumentKind.named(cell("kind", row)?.string ?? "")
            let number = cell("number", row)?.string ?? cell("document", row)?.string
            let called = [kind.map { say($0.one) }, number].compactMap { $0 }.joined(separator: " · ")
            let when = cell("effective_at", row)?.string.flatMap { Instant($0) }
            let other =
                cell("supplier", row)?.string.map(names.supplierLink) ?? cell("to", row)?.string.map(names.storeLink)
            let amount = cell("amount", row)?.int.map {
                say.numbers.money($0, cell("currency", row)?.string ?? Home.currency)
            }
            return [
                Parts.link(Path(.goodsDocument(fact)), called),
                "\(when.map { say.dates.moment($0, Zone.home, now: request.now) } ?? "–")",
                cell("store", row)?.string.map(names.storeLink) ?? "–", other ?? "–",
                "\(say.numbers.count(cell("lines", row)?.int ?? 0))",
            ] + (seesCost ? ["\(amount ?? "–")"] : []) + [
                "\(cell("operator", row)?.string.map(Parts.author) ?? "–")", status(cell("status", row)?.string ?? ""),
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

    private func status(_ word: String) -> HTML {
        switch word {
        case "reversed": Parts.badge(say(.documentReversed), .bad)
        case "corrected": Parts.badge(say(.documentCorrected), .warn)
        default: "\(say(.documentEntered))"
        }
    }

    // MARK: One

    /// nil where there is none.
    func card(_ fact: String) throws -> PageAnswer? {
        guard let document = try ScreenGoodsDocuments.document(models, fact, for: sight) else { return nil }
        let currency = document.members["currency"]?.string ?? Home.currency
        let shown = document.kind.fields.filter { $0.isPlain && sight.sees($0) }
        let values = try EntityValues(
            say, models, request.now, shown + lineFields(document),
            of: [{ document.members[$0.path] }] + lines(document).map { line in { line.at($0.path) } })
        let names = try ThingNames(say, models, stores: [document.store])
        let state = document.isReversed ? "reversed" : document.revision == nil ? "entered" : "corrected"
        let facts: [(String, HTML)] =
            [
                (say(.documentStatus), status(state)), (say(.shop), names.storeLink(document.store)),
                (say(.documentDate), "\(say.dates.moment(document.at, Zone.home, now: request.now))"),
            ]
            + shown.filter { document.members[$0.path] != nil }.map { field in
                (say(field.title), values.html(document.members[field.path], field, currency))
            }
            + said(document)
        let title = self.title(document)
        return Frame(request, states: models.states, isQuick: true).page(
            title,
            """
            \(crumbs())
            \(Parts.heading(title, document.id.map { "\(say(.code)): \($0)" as HTML } ?? .empty))
            \(try correcting(document))
            \(Parts.facts(facts))
            \(Parts.section("lines", say(.lines), linesTable(document, values, currency)))
            \(try onItsWay(document, currency))
            \(try reversing(document))
            """)
    }

    private func title(_ document: GoodsDocument) -> String {
        [say(document.kind.one), document.members["document"]?.string].compactMap { $0 }.joined(separator: " ")
    }

    private func crumbs(_ document: GoodsDocument? = nil) -> HTML {
        let here = document.map { [(Path(.goodsDocument($0.fact)), title($0))] } ?? []
        return Parts.crumbs(say(.whereYouAre), [(Path(.goodsDocuments), say(.goodsDocuments))] + here)
    }

    /// Who said it, and who said it last.
    private func said(_ document: GoodsDocument) -> [(String, HTML)] {
        func who(_ author: String?, _ at: Instant, _ fact: String) -> HTML {
            let when = say.dates.moment(at, Zone.home, now: request.now)
            return "\(author.map(Parts.author) ?? "–")\(Parts.sub(Parts.link(Path(.event(fact)), when)))"
        }
        let entered = [(say(.enteredBy), who(document.author, document.saidAt, document.fact))]
        let revised = document.revision.map { revision in
            (
                say(document.isReversed ? .reversedBy : .correctedBy),
                who(revision.author, revision.saidAt, revision.fact)
            )
        }
        let reason = document.reason.map { (say(.reason), "\($0)" as HTML) }
        return entered + [revised, reason].compactMap { $0 }
    }

    private func lines(_ document: GoodsDocument) -> [JSON] {
        document.members[DocumentKind.lines]?.array ?? []
    }

    /// The fields of its lines that the reader sees, and in which something stands.
    private func lineFields(_ document: GoodsDocument) -> [EntityField] {
        let list = document.kind.fields.first { $0.path == DocumentKind.lines }
        guard case .lines(let fields)? = list?.kind else { return [] }
        return fields.filter { field in
            sight.sees(field) && lines(document).contains { $0.at(field.path) != nil }
        }
    }

    private func linesTable(_ document: GoodsDocument, _ values: EntityValues, _ currency: String) -> HTML {
        let fields = lineFields(document)
        let all = lines(document)
        guard !all.isEmpty else { return Parts.nothing(say(.nothingYet)) }
        func column(_ field: EntityField) -> Table.Column {
            switch field.kind {
            case .integer, .money, .quantity, .unitAmount: .number(say(field.title))
            default: .text(say(field.title))
            }
        }
        return Table(
            caption: say(.lines), columns: fields.map(column),
            rows: all.map { line in fields.map { values.html(line.at($0.path), $0, currency) } }, kind: "dense"
        ).html
    }

    // MARK: On its way

    /// How far a transfer is, and what is said of it next.
    private func onItsWay(_ document: GoodsDocument, _ currency: String) throws -> HTML {
        guard document.kind.name == DocumentKind.transfer.name, !document.isReversed else { return .empty }
        let lines = try ScreenGoodsDocuments.onItsWay(models, document.fact, for: sight)
        guard !lines.isEmpty else { return .empty }
        let measures: [(column: String, title: Text)] = [
            ("sent", .sent), ("received", .arrived), ("missing", .missingGoods), ("damaged", .damagedGoods),
            ("surplus", .surplusGoods), ("in_transit", .onTheWay),
        ]
        func name(_ line: JSON) -> String {
            let product = line["product"]?.string ?? ""
            return say.name(ScreenName(id: product, ka: line["name_ka"]?.string, en: line["name_en"]?.string))
        }
        let table = Table(
            caption: say(.onTheWay), columns: [.text(say(.product))] + measures.map { .number(say($0.title)) },
            rows: lines.map { line in
                [Parts.link((line["product"]?.string).map { EntityShape.product.page($0) }, name(line))]
                    + measures.map { "\(say.numbers.quantity(line[$0.column]?.int ?? 0))" as HTML }
            }, kind: "dense"
        ).html
        let isClosed = lines.allSatisfy { $0["is_closed"]?.bool == true }
        let isOpen = lines.contains { $0["in_transit"]?.int ?? 0 > 0 }
        let steps = isClosed || !isOpen ? [] : try DocumentStep.ofTransfers.map { try form($0, document, lines) }
        return "\(Parts.section("on-its-way", say(.howFar), table))\(steps)"
    }

    private func form(_ step: DocumentStep, _ document: GoodsDocument, _ lines: [JSON]) throws -> HTML {
        var initial = DocumentForms.carrying(document)
        if step.isOfReceiver { initial[DocumentForms.store] = document.members["to"]?.string ?? "" }
        // What is still expected stands in the rows: most arrive as they were sent.
        if step.name == DocumentStep.arrival.name {
            let expected = lines.filter { $0["in_transit"]?.int ?? 0 > 0 }
            for (row, line) in expected.enumerated() {
                initial["lines-\(row)-product"] = line["product"]?.string
                initial["lines-\(row)-quantity"] = line["in_transit"]?.int.map {
                    TypedText.figure($0, decimals: TypedText.quantityDecimals, isExact: false, request.language)
                }
                initial["lines-\(row)-dispatchLine"] = line["line"]?.int.map(String.init)
            }
        }
        let html = DocumentForms.step(step).html(request, initial: initial, isQuiet: true)
        return html.isEmpty ? .empty : "<div class=\"part\">\(html)</div>"
    }

    // MARK: Entering and correcting

    func new(_ kind: DocumentKind) throws -> PageAnswer? {
        guard kind.isEntered else { return nil }
        guard mayEnter(kind) else { return Screens.forbidden(request) }
        let form = DocumentForms(kind).enter
        let request = try offering(kind)
        let shops = request.offered[EntityShape.store.name] ?? []
        var initial = Dictionary(form.names.compactMap { name in request.value(name).map { (name, $0) } }) { $1 }
        if initial[DocumentForms.store] == nil {
            initial[DocumentForms.store] = shops.count == 1 || sight.stores != nil ? shops.first?.id : nil
        }
        return Frame(request, states: models.states, isQuick: true).page(
            say(.about(.newEntry, kind.one)),
            """
            \(crumbs())
            \(Parts.heading(say(.about(.newEntry, kind.one))))
            <div class="part">\(form.html(request, initial: initial, cancel: Path(.goodsDocuments)))</div>
            """)
    }

    /// nil where there is no such document.
    func correct(_ fact: String) throws -> PageAnswer? {
        guard let document = try ScreenGoodsDocuments.document(models, fact, for: sight) else { return nil }
        let forms = DocumentForms(document.kind)
        guard isCorrectable(document) else { return Screens.forbidden(request) }
        return Frame(request, states: models.states, isQuick: true).page(
            say(.about(.correctDocument, document.kind.one)),
            """
            \(crumbs(document))
            \(Parts.heading(title(document)))
            <div class="part">\(forms.correct.html(
                try offering(document.kind), initial: forms.filled(document, request.language),
                cancel: Path(.goodsDocument(fact))))</div>
            """)
    }

    private func isCorrectable(_ document: GoodsDocument) -> Bool {
        let forms = DocumentForms(document.kind)
        return document.kind.isRevisable && !document.isReversed && document.id != nil && forms.holds(document)
            && document.kind.asked.allSatisfy(seesAll) && request.may(forms.correct, DocumentForms.carrying(document))
    }

    /// A form shows all that it asks.
    private func seesAll(_ field: EntityField) -> Bool {
        if case .lines(let fields) = field.kind {
            sight.sees(field) && fields.allSatisfy(sight.sees)
        } else {
            sight.sees(field)
        }
    }

    private func correcting(_ document: GoodsDocument) throws -> HTML {
        guard document.kind.isRevisable, !document.isReversed,
            request.may(DocumentForms(document.kind).correct, DocumentForms.carrying(document))
        else { return .empty }
        guard document.id != nil else { return "<p class=\"hint\">\(say(.documentWithoutID))</p>" }
        guard DocumentForms(document.kind).holds(document) else {
            return "<p class=\"hint\">\(say(.documentNotInForm))</p>"
        }
        guard isCorrectable(document) else { return .empty }
        let form = Path(.correctDocument(document.fact))
        return """
            <p class="pager"><a class="btn btn-primary" href=\(form)>\(say(.about(.correctDocument, document.kind.one)))</a></p>
            """
    }

    private func reversing(_ document: GoodsDocument) throws -> HTML {
        guard document.kind.isRevisable, !document.isReversed, document.id != nil else { return .empty }
        let form = DocumentForms(document.kind).reverse.html(
            try offering(document.kind), initial: DocumentForms.carrying(document),
            below: "<p class=\"below\">\(say(.reverseMore))</p>", isQuiet: true)
        return form.isEmpty ? .empty : "<div class=\"part\">\(form)</div>"
    }

    /// With what its forms offer in the place of an id.
    private func offering(_ kind: DocumentKind) throws -> PageRequest {
        // Of lines nothing is offered: what they name is scanned, or found while one types.
        var request = try request.offering(
            Set(kind.asked.compactMap(\.referred) + [EntityShape.employee.name]), models)
        request.offered[EntityShape.store.name] = try shops()
        return request
    }
}
