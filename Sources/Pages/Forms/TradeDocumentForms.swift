import Events
import JSON
import Queries
import Rules

/// The forms of a kind of document on which the office works: entered, said anew, and what happens to it.
struct TradeDocumentForms {
    let kind: TradeDocumentKind

    init(_ kind: TradeDocumentKind) { self.kind = kind }

    static let all = TradeDocumentKind.all.flatMap { TradeDocumentForms($0).all }

    var all: [Form] { [enter] + (kind.hasLines ? [change] : []) + kind.steps.map(step) }

    private var asked: AskedFields { AskedFields(fields: kind.asked) }

    // The names of what its forms have besides.
    static let store = "store"
    static let document = "document-id"
    private static let currency = "document-currency"
    private static let version = "version"
    /// What was said and is not asked for.
    private static let others = "others"
    private static let quote = "quote"
    private static let reason = "reason"

    private static let isQuote = Form.Field(
        name: quote, label: .text(.isQuote), hint: .isQuoteHint, kind: .flag, isRequired: false, path: "quote")

    /// Its id follows from the form, so that sending it twice enters one.
    private static func newID(_ values: Form.Values) -> String { values["key"] }

    // MARK: The forms

    var enter: Form {
        let (kind, asked) = (kind, asked)
        return Form(
            id: "new-\(kind.path)", title: .about(.newEntry, kind.one), button: .text(.saveDocument),
            fields: [Form.Field.shop(Self.store)] + (kind.status("quoted") == nil ? [] : [Self.isQuote])
                + asked.controls,
            page: { _ in Link.newTradeDocument(kind.path).segments }, method: "PUT",
            address: { ["stores", $0[Self.store], kind.path, Self.newID($0)] },
            body: { values in
                var body = Self.summed(asked.said(values), kind)
                if values[Self.quote] == Form.Field.yes { body["quote"] = .bool(true) }
                return body
            }, precondition: { _ in kind.hasLines ? .absent : .none },
            next: { Path(.tradeDocument(kind.path, Self.newID($0))) },
            rowsOf: kind.hasLines ? GoodsDocumentKind.lines : nil, sumOf: sum)
    }

    var change: Form {
        let (kind, asked) = (kind, asked)
        return Form(
            id: "change-\(kind.path)", title: .about(.changeEntry, kind.one), button: .text(.saveDocument),
            fields: asked.controls, carried: [Self.document, Self.store, Self.version, Self.others],
            page: { Link.changeTradeDocument(kind.path, $0[Self.document]).segments }, method: "PUT",
            address: { ["stores", $0[Self.store], kind.path, $0[Self.document]] },
            body: { values in
                var body = (try? JSON(parsing: Array(values[Self.others].utf8))) ?? .object([])
                for member in asked.said(values).object ?? [] { body[member.name] = member.value }
                return Self.summed(body, kind)
            }, precondition: { .versions(Int64($0[Self.version]).map { [$0] } ?? []) },
            next: { Path(.tradeDocument(kind.path, $0[Self.document])) }, rowsOf: GoodsDocumentKind.lines, sumOf: sum)
    }

    func step(_ step: TradeDocumentStep) -> Form {
        let (kind, asked) = (kind, AskedFields(fields: step.fields))
        let reason = Form.Field(name: Self.reason, label: .text(.reasonIfAny), isRequired: false, path: "reason")
        return Form(
            id: "\(kind.name)-\(step.name)", title: .title(step.title), button: .title(step.title),
            fields: asked.controls.map(Self.filledAlready) + (step.hasReason ? [reason] : []),
            carried: [Self.document, Self.store, Self.currency],
            page: { Link.tradeDocument(kind.path, $0[Self.document]).segments }, method: step.method,
            address: { ["stores", $0[Self.store], kind.path, $0[Self.document]] + (step.path.map { [$0] } ?? []) },
            body: { values in
                let currency = values[Self.currency]
                var body = asked.said(values, in: currency.isEmpty ? Currency.home : currency)
                body["reason"] = values.json(Self.reason)
                if step.saysMoney { body["currency"] = values.json(Self.currency) }
                return body
            }, next: { Path(.tradeDocument(kind.path, $0[Self.document])) })
    }

    /// A payment is chosen from those of the document.
    static let payment = "payment"

    /// Rows are there already; one more may be wanted.
    private static func filledAlready(_ field: Form.Field) -> Form.Field {
        Form.Field(
            name: field.name, label: field.label, kind: field.path == payment ? .reference(payment) : field.kind,
            isRequired: false, path: field.path, emptyLines: 1)
    }

    /// The money of its lines.
    private var sum: String? { asked.ofLines.first { $0.kind == .money }?.path }

    /// With the sums that follow from its lines. A figure that cannot be read is told of its line.
    private static func summed(_ said: JSON, _ kind: TradeDocumentKind) -> JSON {
        var body = said
        let lines = body[GoodsDocumentKind.lines]?.array ?? []
        for name in kind.sums where lines.contains(where: { $0[name]?.int != nil }) {
            body[name] = .int(lines.reduce(0) { $0.plus($1[name]?.int ?? 0) })
        }
        return body
    }

    // MARK: What stands in them

    /// What a form about one carries.
    static func carrying(_ id: String, _ store: String, _ currency: String) -> [String: String] {
        [document: id, Self.store: store, Self.currency: currency]
    }

    /// What stands in the form of a change at first.
    func filled(
        _ id: String, _ store: String, _ version: Int64, _ members: FactMembers, _ language: Language
    ) -> [String: String] {
        [
            Self.document: id, Self.store: store, Self.version: String(version),
            Self.others: kind.others(of: members).text,
        ].merging(asked.texts(members, language)) { $1 }
    }

    /// What stands in the form of a new one that is like another.
    func copied(_ store: String, _ members: FactMembers, _ language: Language) -> [String: String] {
        asked.texts(members, language).merging([Self.store: store]) { $1 }
    }

    /// Whether the form of a change has all that its lines say: they are said whole.
    func holds(_ members: FactMembers) -> Bool { asked.holdsLines(of: members) }
}
