import Events
import JSON
import Rules
import Services

/// Receiving goods line by line.
enum ReceivingForms {
    static let all = [open, openOrder, openTransfer, take, takeBack, record, drop]

    static let store = "store"
    static let receiving = "receiving"
    static let entry = "entry"
    static let entries = "entries"
    static let code = "code"
    static let purchaseOrder = "purchaseOrder"
    static let transfer = "transfer"

    /// Of whatever a supplier brings.
    static let open = opening(
        "receiving-open",
        [
            Form.Field.shop(store),
            Form.Field(
                name: "supplier", label: .title(EntityShape.supplier.one), kind: .reference(EntityShape.supplier.name),
                isRequired: false, path: "supplier"),
        ], carried: [])
    static let openOrder = opening("receiving-order", [], carried: [store, purchaseOrder])
    static let openTransfer = opening("receiving-transfer", [], carried: [store, transfer])

    private static func opening(_ id: String, _ fields: [Form.Field], carried: [String]) -> Form {
        Form(
            id: id, title: .text(.receive), button: .text(.receivingBegin), fields: fields, carried: carried,
            page: { _ in Link.receivings.segments }, method: "POST", address: { ["stores", $0[store], "receivings"] },
            body: { values in
                var body: JSON = .object([])
                for name in ["supplier", purchaseOrder, transfer] { body[name] = values.json(name) }
                return body
            }, next: { _ in Path(.receivings) },
            nextOfAnswer: { answer in
                guard let store = answer["store"]?.string, let id = answer["receiving"]?.string else { return nil }
                return Path(.receiving(store, id))
            })
    }

    static let take = Form(
        id: "receiving-take", title: .text(.receivingTake), button: .text(.countingAdd),
        fields: [
            Form.Field(
                name: code, label: .text(.receivingCode), kind: .scanned(EntityShape.product.name), path: "code",
                isFocused: true),
            Form.Field(
                name: "quantity", label: .text(.quantity), hint: .receivingQuantityHint, initial: "1", path: "quantity"),
        ],
        carried: [store, receiving], page: { Link.receiving($0[store], $0[receiving]).segments }, method: "POST",
        address: { ["stores", $0[store], "receivings", $0[receiving], "entries"] },
        body: { values in
            var body: JSON = .object([])
            body["code"] = values.json(code)
            body["quantity"] =
                TypedText.figure(values["quantity"], decimals: TypedText.quantityDecimals).map { .int($0) }
                ?? values.json("quantity")
            return body
        }, next: { Path(.receiving($0[store], $0[receiving])) }, isQueued: true)

    static let takeBack = Form(
        id: "receiving-take-back", title: .text(.countingTakeBack), button: .text(.countingTakeBack), fields: [],
        carried: [store, receiving, entry], page: { Link.receiving($0[store], $0[receiving]).segments },
        method: "DELETE",
        address: { ["stores", $0[store], "receivings", $0[receiving], "entries", $0[entry]] },
        body: { _ in .object([]) }, next: { Path(.receiving($0[store], $0[receiving])) })

    /// What the supplier's papers say, where there are some.
    private static let papers = AskedFields(
        fields: EntityField.all(of: Delivery.self, "goods.received", without: [])
            .kept { ["document", "waybill", "waybill.number", "waybill.type"].contains($0) })

    static let record = Form(
        id: "receiving-record", title: .text(.receivingRecord), button: .text(.receivingRecord),
        fields: papers.controls,
        carried: [store, receiving, entries], page: { Link.receiving($0[store], $0[receiving]).segments },
        method: "POST", address: { ["stores", $0[store], "receivings", $0[receiving], "record"] },
        body: { values in
            var body = papers.said(values)
            body["entries"] = .int(Int64(values[entries]) ?? 0)
            return body
        }, next: { Path(.receiving($0[store], $0[receiving])) })

    static let drop = Form(
        id: "receiving-drop", title: .text(.receivingDrop), button: .text(.receivingDrop), fields: [],
        carried: [store, receiving], page: { Link.receiving($0[store], $0[receiving]).segments },
        method: "DELETE", address: { ["stores", $0[store], "receivings", $0[receiving]] }, body: { _ in .object([]) },
        next: { _ in Path(.receivings) })
}
