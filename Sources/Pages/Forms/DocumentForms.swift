import Events
import JSON
import Queries
import Rules

/// The forms of a kind of document of goods: entered, corrected whole, taken back.
struct DocumentForms {
    let kind: DocumentKind

    init(_ kind: DocumentKind) { self.kind = kind }

    static let all = DocumentKind.all.flatMap { DocumentForms($0).all }

    var all: [Form] { (kind.isEntered ? [enter] : []) + (kind.isRevisable ? [correct, reverse] : []) }

    /// What is asked of it, field by field.
    var inputs: [FieldInput] { kind.asked.map { FieldInput(field: $0) } }

    /// Rows that are empty at first: a document has more than a customer has contact persons.
    private static let emptyLines = 8

    // The names of what its forms have besides.
    static let store = "store"
    static let effective = "effective"
    static let fact = "fact"
    static let document = "document-id"
    private static let reason = "reason"
    private static let approver = "approver"

    // MARK: The forms

    var enter: Form {
        let kind = kind
        return Form(
            id: "document-\(kind.name)", title: .about(.newEntry, kind.one), button: .text(.saveDocument),
            fields: [
                Form.Field(
                    name: Self.store, label: .text(.shop), kind: .reference(EntityShape.store.name), path: "store")
            ] + fields + [
                Form.Field(
                    name: Self.effective, label: .text(.documentDate), hint: .documentDateHint, kind: .moment,
                    isRequired: false, path: "effectiveAt")
            ],
            page: { _ in Link.newDocument(kind.name).segments }, method: "POST",
            address: { ["stores", $0[Self.store], kind.path] },
            body: { values in
                var body = said(values)
                body["effectiveAt"] = values.json(Self.effective).map { moment in
                    .string(TypedText.moment(moment.string ?? "", Zone.home))
                }
                return body
            }, next: { _ in Path(.goodsDocuments) }, nextOfFact: { Path(.goodsDocument($0.description)) },
            rowsOf: DocumentKind.lines, sumOf: sum)
    }

    var correct: Form {
        let kind = kind
        return Form(
            id: "document-\(kind.name)-correct", title: .about(.correctDocument, kind.one),
            button: .text(.saveDocument),
            fields: fields + [
                Form.Field(name: Self.reason, label: .text(.reason), path: "reason")
            ],
            carried: [Self.fact, Self.store, Self.document],
            page: { Link.correctDocument($0[Self.fact]).segments }, method: "POST",
            address: { ["stores", $0[Self.store], kind.path, $0[Self.document], "corrections"] },
            body: { values in
                var body = said(values)
                body["reason"] = values.json(Self.reason)
                return body
            }, next: { Path(.goodsDocument($0[Self.fact])) }, rowsOf: DocumentKind.lines, sumOf: sum)
    }

    var reverse: Form {
        let kind = kind
        return Form(
            id: "document-\(kind.name)-reverse", title: .about(.reverseDocument, kind.one), button: .text(.reverse),
            fields: [
                Form.Field(name: Self.reason, label: .text(.reason), path: "reason"),
                Form.Field(
                    name: Self.approver, label: .text(.approver), kind: .reference(EntityShape.employee.name),
                    path: "approver"),
            ],
            carried: [Self.fact, Self.store, Self.document],
            page: { Link.goodsDocument($0[Self.fact]).segments }, method: "POST",
            address: { ["stores", $0[Self.store], kind.path, $0[Self.document], "reversal"] },
            body: { values in
                var body: JSON = .object([])
                for name in [Self.reason, Self.approver] { body[name] = values.json(name) }
                return body
            }, next: { Path(.goodsDocument($0[Self.fact])) })
    }

    // MARK: Fields

    private var fields: [Form.Field] {
        kind.asked.map { field in
            let input = FieldInput(field: field)
            return Form.Field(
                name: input.name, label: .title(field.title), kind: input.kind,
                initial: field.kind == .currency ? Home.currency : "", isRequired: false, path: field.path,
                emptyLines: Self.emptyLines)
        }
    }

    /// The money of its lines.
    private var sum: String? {
        guard case .lines(let fields)? = kind.asked.first(where: { $0.path == DocumentKind.lines })?.kind else {
            return nil
        }
        return fields.first { $0.kind == .money }?.path
    }

    private func said(_ values: Form.Values) -> JSON {
        var body: JSON = .object([])
        let currency = inputs.first { $0.field.kind == .currency }.map { values[$0.name] } ?? ""
        for input in inputs where !input.typed(values).isEmpty {
            body.put(input.json(values, currency.isEmpty ? Home.currency : currency), at: input.field.path)
        }
        return body
    }

    // MARK: What stands in them

    /// What a form about a document carries.
    static func carrying(_ document: GoodsDocument) -> [String: String] {
        [fact: document.fact, store: document.store, Self.document: document.id ?? ""]
    }

    /// What stands in the form of a correction at first.
    func filled(_ document: GoodsDocument, _ language: Language) -> [String: String] {
        let currency = document.members["currency"]?.string ?? Home.currency
        return inputs.reduce(into: Self.carrying(document)) { all, input in
            all.merge(input.texts(document.members[input.field.path], currency, language)) { $1 }
        }
    }

    /// Whether the form of a correction has all that the document says: a correction says it whole, and nothing may be lost.
    func holds(_ document: GoodsDocument) -> Bool {
        let asked = Set(kind.asked.map(\.path))
        guard document.members.paths.allSatisfy(asked.contains) else { return false }
        let ofLines = Set(
            kind.asked.first { $0.path == DocumentKind.lines }.map { lines -> [String] in
                if case .lines(let fields) = lines.kind { fields.map(\.path) } else { [] }
            } ?? [])
        return (document.members[DocumentKind.lines]?.array ?? []).allSatisfy { line in
            FactMembers(line).paths.allSatisfy(ofLines.contains)
        }
    }
}
