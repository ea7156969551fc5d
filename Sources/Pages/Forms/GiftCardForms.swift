import JSON
import Rules

/// What is done with a gift card that there is.
enum GiftCardForms {
    static let all = [topUp, block, unblock]

    private static let shape = EntityShape.giftCard
    static let serial = "serial"
    static let currency = "currency"

    static let topUp = Form(
        id: "gift-card-top-up", title: .text(.topUpCard), button: .text(.topUp),
        fields: [Form.Field(name: "amount", label: .text(.amount), kind: .amount, path: "amount")],
        carried: [serial, currency], page: page, method: "POST", address: { address($0, "credits") },
        body: { values in
            var body: JSON = ["kind": "topUp", "currency": .string(values[currency])]
            body["amount"] = values.money("amount", in: values[currency])
            return body
        }, next: { shape.page($0[serial]) })

    static let block = switching("gift-card-block", .blockCard, .block, "block")
    static let unblock = switching("gift-card-unblock", .unblockCard, .unblock, "unblock")

    private static func switching(_ id: String, _ title: Text, _ button: Text, _ verb: String) -> Form {
        Form(
            id: id, title: .text(title), button: .text(button),
            fields: [Form.Field(name: "reason", label: .text(.reasonIfAny), isRequired: false, path: "reason")],
            carried: [serial], page: page, method: "POST", address: { address($0, verb) },
            body: Form.why, next: { shape.page($0[serial]) })
    }

    @Sendable private static func page(_ values: Form.Values) -> [String] { shape.segments + [values[serial]] }

    private static func address(_ values: Form.Values, _ verb: String) -> [String] {
        shape.segments + [values[serial], verb]
    }
}
