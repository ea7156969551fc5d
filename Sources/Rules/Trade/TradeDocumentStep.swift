import Events

/// What can happen to a document on which the office works: an order is reserved, a payment refunded.
package struct TradeDocumentStep: Sendable {
    /// What stands in its rows at first.
    package enum Rows: Sendable {
        case none
        /// What is still to be handed over and not held.
        case open
        /// What is held.
        case held
    }

    package let name: String
    package let method: String
    /// Behind the document's own address; nil: at it.
    package let path: String?
    package let title: Title
    package let fields: [EntityField]
    package let rows: Rows
    /// Whether a reason may be given.
    package let hasReason: Bool
    /// The statuses in which it can happen.
    private let statuses: Set<String>

    /// - Parameter body: of which `asked` are filled in.
    init<Body: FactBody>(
        _ name: String, _ method: String, _ path: String?, _ title: Title, _ body: Body.Type, _ subject: String,
        asked: [String], while statuses: Set<String>, rows: Rows = .none, hasReason: Bool = false
    ) {
        let fields = EntityField.all(of: body, subject, without: []).picked(asked).map(\.namingLines)
        self.init(name, method, path, title, fields, while: statuses, rows: rows, hasReason: hasReason)
    }

    init(
        _ name: String, _ method: String, _ path: String?, _ title: Title, _ fields: [EntityField] = [],
        while statuses: Set<String>, rows: Rows = .none, hasReason: Bool = false
    ) {
        (self.name, self.method, self.path, self.title) = (name, method, path, title)
        (self.fields, self.statuses, self.rows, self.hasReason) = (fields, statuses, rows, hasReason)
    }

    package func isOpen(in status: String) -> Bool { statuses.contains(status) }

    /// Whether it says an amount, which is in the document's currency.
    package var saysMoney: Bool { fields.contains { $0.kind == .money } }
}
