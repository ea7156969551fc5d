import Events
import JSON
import Rules

/// What head office does with a completed receipt: corrects its lines and how it was paid, or takes it back whole.
enum ReceiptForms {
    static let all = [correct, cancel]

    static let receipt = "receipt"
    static let store = "store"
    private static let currency = "receipt-currency"
    /// The receipt's lines and tenders as they stood in the form at first.
    private static let before = "before"
    private static let reason = "reason"

    private static let asked = AskedFields(
        fields: EntityField.all(of: Receipt.self, "receipt.completed", without: []).picked([
            "lines", "lines.line", "lines.kind", "lines.product", "lines.quantity", "lines.gross", "lines.discount",
            "tenders", "tenders.tender", "tenders.kind", "tenders.amount",
        ]))

    private static let why = Form.Field(name: reason, label: .text(.reason), path: reason)

    static let correct = Form(
        id: "receipt-correct", title: .text(.correctReceipt), button: .text(.saveDocument),
        fields: asked.controls.map {
            Form.Field(
                name: $0.name, label: $0.label, kind: $0.kind, isRequired: false, path: $0.path, emptyLines: 1)
        } + [why],
        carried: [receipt, store, currency, before],
        page: { Link.correctReceipt($0[receipt]).segments }, method: "POST", address: { address($0, "corrections") },
        body: { values in
            let then = (try? JSON(parsing: Array(values[before].utf8))) ?? .object([])
            let now = asked.said(values, in: values[currency])
            var changes: JSON = .object([])
            // A line that is emptied counts no more, and what nobody paid is no tender.
            let lines = changed(then["lines"], now["lines"], by: "line") { ["line": $0, "kind": "void"] }
            let tenders = changed(then["tenders"], now["tenders"], by: "tender") { ["tender": $0, "amount": 0] }
            if !lines.isEmpty { changes["lines"] = .array(lines) }
            if !tenders.isEmpty { changes["tenders"] = .array(tenders) }
            var body: JSON = ["changes": changes]
            body[reason] = values.json(reason)
            return body
        }, next: { Path(.receipt($0[receipt])) }, rowsOf: GoodsDocumentKind.lines, sumOf: "gross")

    static let cancel = Form(
        id: "receipt-cancel", title: .text(.cancelReceipt), button: .text(.cancelReceipt), fields: [why],
        carried: [receipt, store], page: { Link.receipt($0[receipt]).segments }, method: "POST",
        address: { address($0, "cancel") },
        body: { values in
            var body: JSON = .object([])
            body[reason] = values.json(reason)
            return body
        }, next: { Path(.receipt($0[receipt])) })

    private static func address(_ values: Form.Values, _ verb: String) -> [String] {
        ["stores", values[store], "receipts", values[receipt], verb]
    }

    /// What is different in a list whose rows have numbers: of each row its number and the members that differ.
    ///
    /// - Parameter gone: what is said of a row that is not there any more.
    private static func changed(
        _ before: JSON?, _ now: JSON?, by number: String, gone: (JSON) -> JSON
    ) -> [JSON] {
        let (before, now) = (before?.array ?? [], now?.array ?? [])
        let numbers = Set(now.compactMap { $0[number]?.int })
        let changes = now.compactMap { row -> JSON? in
            let old = before.first { $0[number] == row[number] && row[number] != nil }
            let differing = (row.object ?? []).filter { $0.name == number || old?[$0.name] != $0.value }
            return old != nil && differing.count <= 1 ? nil : .object(differing)
        }
        return changes
            + before.compactMap { $0[number] }.filter { $0.int.map { !numbers.contains($0) } ?? false }.map(gone)
    }

    // MARK: What stands in them

    static func carrying(_ id: String, _ store: String) -> [String: String] { [receipt: id, Self.store: store] }

    /// What stands in the form of a correction at first; nil where it cannot show the receipt's lines under their numbers.
    static func filled(_ id: String, _ store: String, _ counting: Receipt, _ language: Language) -> [String: String]? {
        guard let whole = try? JSON(parsing: counting.encoded), holds(whole) else { return nil }
        // What the form does not ask for stays as it is.
        let texts = asked.texts(FactMembers(whole), language)
        let shown = asked.said(Form.Values(texts.map { ($0.key, $0.value) }), in: counting.currency)
        return texts.merging(carrying(id, store)) { $1 }
            .merging([currency: counting.currency, before: shown.text]) { $1 }
    }

    private static func holds(_ whole: JSON) -> Bool {
        let tenders = (whole["tenders"]?.array ?? []).map { $0["tender"]?.int }
        return FieldInput.numberedRows(whole["lines"]?.array ?? [], asked.ofLines) != nil
            && !tenders.contains(nil) && Set(tenders).count == tenders.count
    }
}
