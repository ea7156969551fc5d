import Events
import JSON
import Rules

/// What is decided of a shop's books: how it works from a day on, and up to which day they are closed.
enum ShopBooksForms {
    static let all = [setPolicy, closePeriod, setChainPolicy]

    static let store = "store"

    /// What can be said of how a shop works.
    static let policy = AskedFields(
        fields: EntityField.all(of: StorePolicySet.self, "storePolicy.set", without: Set(StorePolicySet.chainOwn)))
    private static let period = AskedFields(
        fields: EntityField.all(of: PeriodClosed.self, "period.closed", without: ["period"]))

    static let setPolicy = form("set-policy", .setPolicy, .save, policy, "policies")
    static let closePeriod = form("close-period", .closePeriod, .closeBooks, period, "periods")

    /// What the chain decides for all its shops.
    static let chainPolicy = AskedFields(
        fields: EntityField.all(of: StorePolicySet.self, "storePolicy.set", without: Set(StorePolicySet.storeOwn)))

    static let setChainPolicy = Form(
        id: "set-chain-policy", title: .text(.chainRules), button: .text(.save), fields: chainPolicy.controls,
        page: { _ in Link.chainBooks.segments }, method: "POST", address: { _ in ["chain", "policies"] },
        body: { chainPolicy.said($0) }, next: { _ in Path(.chainBooks) })

    private static func form(_ id: String, _ title: Text, _ button: Text, _ asked: AskedFields, _ path: String) -> Form
    {
        Form(
            id: id, title: .text(title), button: .text(button), fields: asked.controls, carried: [store],
            page: { Link.storeBooks($0[store]).segments }, method: "POST", address: { ["stores", $0[store], path] },
            body: { values in
                var body = asked.said(values)
                // A currency is said of amounts alone.
                let saysMoney = asked.fields.contains { $0.kind == .money && body.at($0.path) != nil }
                if !saysMoney { body["currency"] = nil }
                return body
            }, next: { Path(.storeBooks($0[store])) })
    }
}
