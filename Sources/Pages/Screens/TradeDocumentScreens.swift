import Events
import JSON
import Postgres
import Queries
import Rules
import Services

/// Purchase orders, customers' orders and payments as people work with them: listed, entered, looked at, said anew, brought on.
struct TradeDocumentScreens {
    let request: PageRequest
    let models: ScreenModels
    let connection: Connection
    let kind: TradeDocumentKind
    let say: Words
    let sight: Sight

    init(_ call: Screen.Call, _ kind: TradeDocumentKind) {
        (request, models, connection, self.kind) = (call.request, call.models, call.connection, kind)
        say = Words(language: request.language)
        sight = request.principal?.sight(to: .read(kind.readAs)) ?? .nothing
    }

    /// Those of another kind, for the same reader.
    init(_ other: TradeDocumentScreens, of kind: TradeDocumentKind) {
        (request, models, connection, self.kind) = (other.request, other.models, other.connection, kind)
        say = other.say
        sight = request.principal?.sight(to: .read(kind.readAs)) ?? .nothing
    }

    var forms: TradeDocumentForms { TradeDocumentForms(kind) }

    // MARK: List

    func list() throws -> PageAnswer {
        let mayEnter = request.may(forms.enter, as: sight, in: TradeDocumentForms.store)
        return try DocumentList(
            request: request, models: models, sight: sight, report: ScreenTradeDocuments.report(kind),
            place: .tradeDocuments(kind.path), title: say(kind.many), more: more,
            entering: mayEnter ? [(Path(.newTradeDocument(kind.path)), say(kind.one))] : [],
            others: try DraftScreen(request, models, connection).link(), narrowing: try narrowing()
        ).page { answer in
            let cells = try TradeDocumentCells(self, answer.columns.map(\.name), answer.records)
            return cells.table(Self.listed[kind.name] ?? [])
        }
    }

    private var more: Text {
        switch kind.name {
        case TradeDocumentKind.purchaseOrder.name: .purchaseOrdersMore
        case TradeDocumentKind.order.name: .ordersMore
        default: .paymentsMore
        }
    }

    /// What its list shows, by the report's columns.
    private static let listed: [String: [String]] = [
        TradeDocumentKind.purchaseOrder.name: [
            "placed_at", "store", "supplier", "expected_on", "lines", "cost", "status",
        ],
        TradeDocumentKind.order.name: [
            "last_at", "store", "customer", "promised_for", "gross", "deposit_left", "status",
        ],
        TradeDocumentKind.payment.name: [
            "last_at", "store", "customer", "order", "method", "asked", "captured", "refunded", "status",
        ],
    ]

    private func narrowing() throws -> [Form.Field] {
        var fields = [
            DocumentList.choice(
                "status", .text(.documentStatus), all: .allStatuses,
                kind.statuses.map { .init(value: $0.word, caption: .title($0.title)) }),
            DocumentList.choice(
                "store", .text(.shop), all: .allShops, DocumentList.choices(try sight.shops(models, request), say)),
        ]
        if let supplier = kind.fields.first(where: { $0.path == "supplier" }) {
            let offered = try request.offering([EntityShape.supplier.name], models).offered[EntityShape.supplier.name]
            fields.append(
                offered.map {
                    DocumentList.choice(
                        "supplier", .title(supplier.title), all: .allSuppliers, DocumentList.choices($0, say))
                } ?? Self.found(supplier))
        }
        if let customer = kind.fields.first(where: { $0.path == "customer" }), sight.sees(customer) {
            fields.append(Self.found(customer))
        }
        return fields
    }

    /// By what an entry is called, or known by.
    private static func found(_ field: EntityField) -> Form.Field {
        Form.Field(
            name: field.path, label: .title(field.title), kind: .reference(field.referred ?? ""), isRequired: false,
            path: field.path)
    }

    // MARK: Entering and saying anew

    func new() throws -> PageAnswer? {
        guard request.may(forms.enter, as: sight, in: TradeDocumentForms.store) else {
            return Screens.forbidden(request)
        }
        let request = try offering()
        let initial = request.filled(forms.enter, as: sight, in: TradeDocumentForms.store, try copied())
        return Frame(request, states: models.states, isQuick: true).page(
            say(.about(.newEntry, kind.one)),
            """
            \(crumbs())
            \(Parts.heading(say(.about(.newEntry, kind.one))))
            <div class="part">\(forms.enter.html(
                request, initial: initial, cancel: Path(.tradeDocuments(kind.path))))</div>
            """)
    }

    /// What another of the kind says.
    private func copied() throws -> [String: String] {
        guard let id = request.value(Self.copy), let document = try document(id), isCopied,
            let decided = try decided(document)
        else { return [:] }
        return forms.copied(document.store, decided.members, request.language)
    }

    private static let copy = "copy"

    private var isCopied: Bool {
        kind.hasLines && kind.asked.allSatisfy(sight.seesAll)
            && request.may(forms.enter, as: sight, in: TradeDocumentForms.store)
    }

    func copying(_ id: String) -> HTML {
        guard isCopied else { return .empty }
        let path = Path(.newTradeDocument(kind.path), query: [(Self.copy, id)])
        return "<p class=\"pager\"><a class=\"btn btn-outline-secondary\" href=\(path)>\(say(.copyDocument))</a></p>"
    }

    /// The card where it cannot be said anew; nil where there is none.
    func change(_ id: String) throws -> PageAnswer? {
        guard request.may(forms.change, as: sight, in: TradeDocumentForms.store) else {
            return Screens.forbidden(request)
        }
        guard let document = try document(id) else { return nil }
        guard mayChange, let decided = try decided(document), isChangeable(document, decided.members) else {
            return try card(id)
        }
        var request = try offering()
        let filled = forms.filled(
            document.id, document.store, decided.version, decided.members, request.language)
        // Somebody else was quicker: what was typed stays, and is about the present version.
        if request.form?.id == forms.change.id {
            for name in forms.change.carried { request.form?.values[name] = filled[name] ?? "" }
        }
        return Frame(request, states: models.states, isQuick: true).page(
            say(.about(.changeEntry, kind.one)),
            """
            \(crumbs(document))
            \(Parts.heading(title(document)))
            <div class="part">\(forms.change.html(
                request, initial: filled, cancel: Path(.tradeDocument(kind.path, id))))</div>
            """)
    }

    /// With what its forms offer in the place of an id.
    func offering() throws -> PageRequest {
        // Of customers nothing is offered: they are found while one types.
        var request = try request.offering(
            Set(kind.asked.compactMap(\.referred)).subtracting([EntityShape.customer.name]), models)
        request.offered[EntityShape.store.name] = try sight.shops(models, request)
        return request
    }

    // MARK: One

    /// A document, as the report has it.
    struct Document {
        let id: String
        let store: String
        let status: String
        let currency: String
        let row: JSON
    }

    /// nil where there is none that the reader sees.
    func document(_ id: String) throws -> Document? {
        try ScreenTradeDocuments.one(models, kind, id, for: sight).map { row in
            Document(
                id: id, store: row["store"]?.string ?? "", status: row["status"]?.string ?? "",
                currency: row["currency"]?.string ?? Currency.home, row: row)
        }
    }

    /// What commands know of it; nil where they know nothing, or the reader does not see all shops that it is of.
    func decided(_ document: Document) throws -> (version: Int64, members: FactMembers)? {
        let resource = Resource.all.first { $0.path == ["stores", "{store}", kind.path, "{\(kind.name)}"] }
        guard let found = try resource?.read(connection, ["store": document.store, kind.name: document.id]),
            sight.sees(found.shops), let said = found.state(to: sight.scopes)["said"],
            let members = kind.members(said)
        else { return nil }
        return (found.version, members)
    }

    /// Whether the reader may say one anew: a form shows all that it asks.
    var mayChange: Bool {
        kind.hasLines && kind.asked.allSatisfy(sight.seesAll)
            && request.may(forms.change, as: sight, in: TradeDocumentForms.store)
    }

    func isChangeable(_ document: Document, _ members: FactMembers) -> Bool {
        kind.status(document.status)?.isChangeable ?? false && forms.holds(members)
    }

    func title(_ document: Document) -> String {
        [say(kind.one), document.row["number"]?.string].compactMap { $0 }.joined(separator: " ")
    }

    func crumbs(_ document: Document? = nil) -> HTML {
        let here = document.map { [(Path(.tradeDocument(kind.path, $0.id)), title($0))] } ?? []
        return Parts.crumbs(
            say(.whereYouAre), [(Path(.tradeDocuments(kind.path)), say(kind.many))] + here)
    }
}
