import Events
import JSON
import Queries
import Rules

/// The forms of a kind of document of goods: entered, corrected whole, taken back.
struct GoodsDocumentForms {
    let kind: GoodsDocumentKind

    init(_ kind: GoodsDocumentKind) { self.kind = kind }

    static let all = GoodsDocumentKind.all.flatMap { GoodsDocumentForms($0).all } + TransferStep.all.map(step)

    var all: [Form] { (kind.isEntered ? [enter] : []) + (kind.isRevisable ? [correct, reverse] : []) }

    private var asked: AskedFields { AskedFields(fields: kind.asked) }

    // The names of what its forms have besides.
    static let store = "store"
    static let effective = "effective"
    static let fact = "fact"
    static let document = "document-id"
    private static let reason = "reason"

    // MARK: The forms

    var enter: Form {
        let (kind, asked) = (kind, asked)
        return Form(
            id: "document-\(kind.name)", title: .about(.newEntry, kind.one), button: .text(.saveDocument),
            fields: [
                Form.Field.shop(Self.store),
                Form.Field(
                    name: Self.effective, label: .text(.documentDate), hint: .documentDateHint, kind: .moment,
                    isRequired: false, path: "effectiveAt"),
            ] + asked.controls,
            page: { _ in Link.newGoodsDocument(kind.name).segments }, method: "POST",
            address: { ["stores", $0[Self.store], kind.path] },
            body: { values in
                var body = asked.said(values)
                body["effectiveAt"] = values.json(Self.effective).map { moment in
                    .string(TypedText.moment(moment.string ?? "", Zone.home))
                }
                return body
            }, next: { _ in Path(.goodsDocuments) }, nextOfFact: { Path(.goodsDocument($0.description)) },
            rowsOf: GoodsDocumentKind.lines, sumOf: sum)
    }

    var correct: Form {
        let (kind, asked) = (kind, asked)
        return Form(
            id: "document-\(kind.name)-correct", title: .about(.correctDocument, kind.one),
            button: .text(.saveDocument),
            fields: asked.controls + [
                Form.Field(name: Self.reason, label: .text(.reason), path: "reason")
            ],
            carried: [Self.fact, Self.store, Self.document],
            page: { Link.correctGoodsDocument($0[Self.fact]).segments }, method: "POST",
            address: { ["stores", $0[Self.store], kind.path, $0[Self.document], "corrections"] },
            body: { values in
                var body = asked.said(values)
                body["reason"] = values.json(Self.reason)
                return body
            }, next: { Path(.goodsDocument($0[Self.fact])) }, rowsOf: GoodsDocumentKind.lines, sumOf: sum)
    }

    var reverse: Form {
        let kind = kind
        return Form(
            id: "document-\(kind.name)-reverse", title: .about(.reverseDocument, kind.one), button: .text(.reverse),
            fields: [
                Form.Field(name: Self.reason, label: .text(.reason), path: "reason")
            ],
            carried: [Self.fact, Self.store, Self.document],
            page: { Link.goodsDocument($0[Self.fact]).segments }, method: "POST",
            address: { ["stores", $0[Self.store], kind.path, $0[Self.document], "reversal"] },
            body: Form.why, next: { Path(.goodsDocument($0[Self.fact])) })
    }

    /// The money of its lines.
    private var sum: String? { asked.ofLines.first { $0.kind == .money }?.path }

    // MARK: What stands in them

    /// What a form about a document carries.
    static func carrying(_ document: GoodsDocument) -> [String: String] {
        [fact: document.fact, store: document.store, Self.document: document.id ?? ""]
    }

    /// What stands in the form of a correction at first.
    func filled(_ document: GoodsDocument, _ language: Language) -> [String: String] {
        Self.carrying(document).merging(asked.texts(document.members, language)) { $1 }
    }

    /// What stands in the form of a new one that is like another.
    func copied(_ document: GoodsDocument, _ language: Language) -> [String: String] {
        var texts = asked.texts(document.members, language)
        texts["document"] = nil
        texts[Self.store] = document.store
        return texts
    }

    /// Whether the form of a correction has all that the document says: a correction says it whole.
    func holds(_ document: GoodsDocument) -> Bool { asked.holds(document.members) }

    // MARK: On its way

    /// What is said of a transfer on its way.
    static func step(_ step: TransferStep) -> Form {
        let asked = AskedFields(fields: step.fields)
        let path = GoodsDocumentKind.transfer.path
        let hasLines = !asked.ofLines.isEmpty
        return Form(
            id: "transfer-\(step.name)", title: .title(step.title), button: .text(.save),
            fields: asked.controls
                + (hasLines
                    ? [] : [Form.Field(name: reason, label: .text(.reasonIfAny), isRequired: false, path: "reason")]),
            carried: [fact, store, document],
            page: { Link.goodsDocument($0[fact]).segments }, method: "POST",
            address: { ["stores", $0[store], path, $0[document], step.path] },
            body: { values in
                var body = asked.said(values)
                body["reason"] = values.json(reason)
                return body
            }, next: { Path(.goodsDocument($0[fact])) }, rowsOf: hasLines ? GoodsDocumentKind.lines : nil)
    }
}
