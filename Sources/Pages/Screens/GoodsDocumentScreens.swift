import Events
import JSON
import Queries
import Rules

/// Documents of goods as people work with them: listed, entered, looked at, corrected, taken back.
struct GoodsDocumentScreens {
    let request: PageRequest
    let models: ScreenModels
    let say: Words
    let sight: Sight

    init(_ request: PageRequest, _ models: ScreenModels) {
        (self.request, self.models) = (request, models)
        say = Words(language: request.language)
        sight = request.principal?.sight(to: .read(.stock)) ?? .nothing
    }

    // MARK: One

    func status(_ word: String) -> HTML {
        switch word {
        case "reversed": Parts.badge(say(.documentReversed), .bad)
        case "corrected": Parts.badge(say(.documentCorrected), .warn)
        default: "\(say(.documentEntered))"
        }
    }

    /// nil where there is none.
    func card(_ fact: String) throws -> PageAnswer? {
        guard let document = try ScreenGoodsDocuments.document(models, fact, for: sight) else { return nil }
        let currency = document.members["currency"]?.string ?? Currency.home
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
                (say(field.title), order(field, document) ?? values.html(document.members[field.path], field, currency))
            }
            + said(document)
        let title = self.title(document)
        return Frame(request, states: models.states, isQuick: true).page(
            title,
            """
            \(crumbs())
            \(Parts.heading(title, document.id.map { "\(say(.code)): \($0)" as HTML } ?? .empty))
            \(lacking(document))\(try correcting(document))\(copying(document))
            \(Parts.facts(facts))
            \(Parts.section("lines", say(.lines), linesTable(document, values, currency)))
            \(try onItsWay(document, currency))
            \(try charging(document))
            \(try reversing(document))
            """)
    }

    /// Freight, customs and the like of a delivery, by who sees what it cost.
    private func charging(_ document: GoodsDocument) throws -> HTML {
        guard document.kind.name == GoodsDocumentKind.delivery.name, !document.isReversed, sight.scopes.contains(.cost),
            let said = document.members[GoodsDocumentKind.lines]
        else { return .empty }
        var initial = GoodsDocumentForms.carrying(document)
        initial[LandedCostForm.lines] = LandedCostForm.carried(said)
        initial[LandedCostForm.currency] = document.members["currency"]?.string ?? Currency.home
        let html = LandedCostForm.form.html(
            try request.offering([EntityShape.supplier.name], models), initial: initial,
            below: "<p class=\"below\">\(say(.landedCostMore))</p>", isQuiet: true)
        return html.isEmpty
            ? .empty
            : Parts.folded(
                say(GoodsDocumentKind.landedCost.one), isOpen: request.form?.id == LandedCostForm.form.id, html)
    }

    /// Who sees costs is told that some are missing.
    private func lacking(_ document: GoodsDocument) -> HTML {
        guard document.kind.name == GoodsDocumentKind.delivery.name, !document.isReversed, sight.scopes.contains(.cost),
            lines(document).contains(where: { $0["cost"] == nil })
        else { return .empty }
        return Frame.notice(say(.costsLacking))
    }

    /// The purchase order that a delivery names.
    private func order(_ field: EntityField, _ document: GoodsDocument) -> HTML? {
        let kind = TradeDocumentKind.purchaseOrder
        guard field.path == kind.name, let id = document.members[field.path]?.string else { return nil }
        return Parts.link(Path(.tradeDocument(kind.path, id)), say(kind.one))
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
        document.members[GoodsDocumentKind.lines]?.array ?? []
    }

    /// The fields of its lines that the reader sees, and in which something stands.
    private func lineFields(_ document: GoodsDocument) -> [EntityField] {
        let list = document.kind.fields.first { $0.path == GoodsDocumentKind.lines }
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

    // MARK: Entering and correcting

    func mayEnter(_ kind: GoodsDocumentKind) -> Bool {
        request.may(GoodsDocumentForms(kind).enter, as: sight, in: GoodsDocumentForms.store)
    }

    func new(_ kind: GoodsDocumentKind) throws -> PageAnswer? {
        guard kind.isEntered else { return nil }
        guard mayEnter(kind) else { return Screens.forbidden(request) }
        let form = GoodsDocumentForms(kind).enter
        let request = try offering(kind)
        let order = kind.name == GoodsDocumentKind.delivery.name ? request.value("purchaseOrder") : nil
        let initial = request.filled(
            form, as: sight, in: GoodsDocumentForms.store,
            try order.map { try ExpectedDelivery(request, models).filled($0) } ?? copied(kind))
        return Frame(request, states: models.states, isQuick: true).page(
            say(.about(.newEntry, kind.one)),
            """
            \(crumbs())
            \(Parts.heading(say(.about(.newEntry, kind.one))))
            <div class="part">\(form.html(request, initial: initial, cancel: Path(.goodsDocuments)))</div>
            """)
    }

    /// What another document of the kind says, but for when it was and its paper's number.
    private func copied(_ kind: GoodsDocumentKind) throws -> [String: String] {
        guard let fact = request.value(Self.copy),
            let document = try ScreenGoodsDocuments.document(models, fact, for: sight),
            document.kind.name == kind.name
        else { return [:] }
        return GoodsDocumentForms(kind).copied(document, request.language)
    }

    private static let copy = "copy"

    private func copying(_ document: GoodsDocument) -> HTML {
        guard document.kind.isEntered, mayEnter(document.kind), document.kind.asked.allSatisfy(sight.seesAll) else {
            return .empty
        }
        let path = Path(.newGoodsDocument(document.kind.name), query: [(Self.copy, document.fact)])
        return "<p class=\"pager\"><a class=\"btn btn-outline-secondary\" href=\(path)>\(say(.copyDocument))</a></p>"
    }

    /// nil where there is no such document.
    func correct(_ fact: String) throws -> PageAnswer? {
        guard let document = try ScreenGoodsDocuments.document(models, fact, for: sight) else { return nil }
        let forms = GoodsDocumentForms(document.kind)
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
        let forms = GoodsDocumentForms(document.kind)
        return document.kind.isRevisable && !document.isReversed && document.id != nil && forms.holds(document)
            && document.kind.asked.allSatisfy(sight.seesAll)
            && request.may(forms.correct, GoodsDocumentForms.carrying(document))
    }

    private func correcting(_ document: GoodsDocument) throws -> HTML {
        guard document.kind.isRevisable, !document.isReversed,
            request.may(GoodsDocumentForms(document.kind).correct, GoodsDocumentForms.carrying(document))
        else { return .empty }
        guard document.id != nil else { return "<p class=\"hint\">\(say(.documentWithoutID))</p>" }
        guard GoodsDocumentForms(document.kind).holds(document) else {
            return "<p class=\"hint\">\(say(.documentNotInForm))</p>"
        }
        guard isCorrectable(document) else { return .empty }
        let form = Path(.correctGoodsDocument(document.fact))
        return """
            <p class="pager"><a class="btn btn-primary" href=\(form)>\(say(.about(.correctDocument, document.kind.one)))</a></p>
            """
    }

    private func reversing(_ document: GoodsDocument) throws -> HTML {
        guard document.kind.isRevisable, !document.isReversed, document.id != nil else { return .empty }
        let form = GoodsDocumentForms(document.kind).reverse.html(
            try offering(document.kind), initial: GoodsDocumentForms.carrying(document),
            below: "<p class=\"below\">\(say(.reverseMore))</p>", isQuiet: true)
        return form.isEmpty ? .empty : "<div class=\"part\">\(form)</div>"
    }

    /// With what its forms offer in the place of an id.
    private func offering(_ kind: GoodsDocumentKind) throws -> PageRequest {
        // Of lines nothing is offered: what they name is scanned, or found while one types.
        var request = try request.offering(
            Set(kind.asked.compactMap(\.referred) + [EntityShape.employee.name]), models)
        request.offered[EntityShape.store.name] = try sight.shops(models, request)
        return request
    }
}
