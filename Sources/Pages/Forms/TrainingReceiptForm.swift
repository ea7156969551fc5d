import Events
import JSON
import Rules

/// One piece of something, sold for training: `POST /v1/stores/{store}/training-receipts`.
enum TrainingReceiptForm {
    static let store = "store"
    private static let (product, amount) = ("product", "amount")

    static let form = Form(
        id: "training-receipt", title: .text(.trainingSale), button: .text(.trainingSell),
        fields: [
            Form.Field(name: store, label: .text(.shop), kind: .reference(EntityShape.store.name), path: "store"),
            Form.Field(
                name: product, label: .title(EntityShape.product.one), kind: .reference(EntityShape.product.name),
                path: "lines[0].product"),
            Form.Field(
                name: amount, label: .text(.trainingPrice), kind: .amount, initial: "1.00", path: "lines[0].gross",
                rules: ["sum.tenders"]),
        ],
        page: { _ in [StartScreen.name] }, method: "POST", address: { ["stores", $0[store], "training-receipts"] },
        body: { values in
            let gross = values.money(amount, in: Currency.home) ?? .string("")
            return [
                "gross": gross,
                "lines": [
                    ["line": 1, "kind": "sale", "product": .string(values[product]), "quantity": 1_000, "gross": gross]
                ],
                "tenders": [["tender": 1, "kind": "cash", "amount": gross]],
            ]
        },
        next: { _ in Path(StartScreen.name) })
}
