import Events

/// What is said of a transfer while its goods are on their way: what arrived, what did not, that nothing more is expected.
package struct TransferStep: Sendable {
    package let name: String
    /// Behind the transfer's own address.
    package let path: String
    /// Whether the shop that receives says it; else the one that sent.
    package let isOfReceiver: Bool
    package let title: Title
    package let fields: [EntityField]

    private init<Body: FactBody>(
        _ name: String, _ path: String, isOfReceiver: Bool, _ title: Title, _ body: Body.Type, _ subject: String,
        asked: Set<String>
    ) {
        (self.name, self.path, self.isOfReceiver, self.title) = (name, path, isOfReceiver, title)
        fields = EntityField.all(of: body, subject, without: []).kept { asked.contains($0) || $0 == "lines.line" }
    }

    package static let arrival = TransferStep(
        "arrival", "arrivals", isOfReceiver: true, Title(ka: "საქონელი მოვიდა", en: "Goods arrived"),
        TransferReceived.self, "transfer.received",
        asked: ["document", "lines", "lines.product", "lines.quantity", "lines.dispatchLine", "lines.condition"])

    package static let discrepancy = TransferStep(
        "discrepancy", "discrepancies", isOfReceiver: false, Title(ka: "სხვაობა", en: "Discrepancy"),
        TransferDiscrepancyFound.self, "transfer.discrepancyFound",
        asked: [
            "document", "lines", "lines.product", "lines.quantity", "lines.kind", "lines.dispatchLine", "lines.reason",
        ])

    package static let close = TransferStep(
        "close", "close", isOfReceiver: false, Title(ka: "მეტს აღარ ელიან", en: "Nothing more is expected"),
        TransferClosed.self, "transfer.closed", asked: [])

    package static let all = [arrival, discrepancy, close]
}
