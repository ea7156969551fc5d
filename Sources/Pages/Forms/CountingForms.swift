import Events
import JSON
import Rules
import Services

/// Counting the stock by several people.
enum CountingForms {
    static let all = [open, count, countAgain, takeBack, record, drop]

    static let store = "store"
    static let counting = "counting"
    static let entry = "entry"
    static let entries = "entries"
    static let product = "product"

    static let open = Form(
        id: "counting-open", title: .text(.countTogether), button: .text(.countingBegin),
        fields: [
            Form.Field.shop(store),
            Form.Field(
                name: "category", label: .text(.countingCategory), hint: .countingCategoryHint, isRequired: false,
                path: "category"),
            Form.Field(
                name: "recountAbove", label: .text(.countingAgainAbove), hint: .countingAgainAboveHint, kind: .amount,
                isRequired: false, path: "recountAbove"),
        ],
        page: { _ in Link.countings.segments }, method: "POST", address: { ["stores", $0[store], "countings"] },
        body: { values in
            var body: JSON = .object([])
            body["category"] = values.json("category")
            body["recountAbove"] = values.money("recountAbove", in: Currency.home)
            return body
        }, next: { _ in Path(.countings) })

    static let count = counted("counting-count", .countingCount, again: false)
    /// All of a product once more, where its difference is large.
    static let countAgain = counted("counting-again", .countingAgain, again: true)

    private static func counted(_ id: String, _ title: Text, again: Bool) -> Form {
        let place = Form.Field(name: "place", label: .text(.countingPlace), isRequired: false, path: "place")
        return Form(
            id: id, title: .text(title), button: .text(.countingAdd),
            fields: [
                Form.Field(
                    name: product, label: .text(.countingProduct), kind: .reference(EntityShape.product.name),
                    path: "product", rules: ["product.unknown"], isFocused: !again),
                Form.Field(name: "quantity", label: .text(.quantity), initial: again ? "" : "1", path: "quantity"),
            ] + (again ? [] : [place]),
            carried: [store, counting], page: { Link.counting($0[store], $0[counting]).segments }, method: "POST",
            address: { ["stores", $0[store], "countings", $0[counting], "entries"] },
            body: { values in
                var body: JSON = ["again": .bool(again)]
                body["product"] = values.json(product)
                body["place"] = values.json("place")
                body["quantity"] =
                    TypedText.figure(values["quantity"], decimals: TypedText.quantityDecimals).map { .int($0) }
                    ?? values.json("quantity")
                return body
            },
            // The place stays for what is counted next.
            next: {
                Path(.counting($0[store], $0[counting]), query: $0["place"].isEmpty ? [] : [("place", $0["place"])])
            }, isQueued: !again)
    }

    static let takeBack = Form(
        id: "counting-take-back", title: .text(.countingTakeBack), button: .text(.countingTakeBack), fields: [],
        carried: [store, counting, entry], page: { Link.counting($0[store], $0[counting]).segments }, method: "DELETE",
        address: { ["stores", $0[store], "countings", $0[counting], "entries", $0[entry]] }, body: { _ in .object([]) },
        next: { Path(.counting($0[store], $0[counting])) })

    static let record = Form(
        id: "counting-record", title: .text(.countingRecord), button: .text(.countingRecord),
        fields: [
            Form.Field(name: "zero", label: .text(.countingZero), kind: .flag, isRequired: false, path: "zero"),
            Form.Field(name: "reason", label: .text(.reasonIfAny), isRequired: false, path: "reason"),
        ],
        carried: [store, counting, entries], page: { Link.countingCompared($0[store], $0[counting]).segments },
        method: "POST", address: { ["stores", $0[store], "countings", $0[counting], "record"] },
        body: { values in
            var body: JSON = ["entries": .int(Int64(values[entries]) ?? 0)]
            if values["zero"] == Form.Field.yes { body["zero"] = true }
            body["reason"] = values.json("reason")
            return body
        }, next: { Path(.counting($0[store], $0[counting])) }, nextOfFact: { Path(.goodsDocument($0.description)) })

    static let drop = Form(
        id: "counting-drop", title: .text(.countingDrop), button: .text(.countingDrop), fields: [],
        carried: [store, counting], page: { Link.countingCompared($0[store], $0[counting]).segments }, method: "DELETE",
        address: { ["stores", $0[store], "countings", $0[counting]] }, body: { _ in .object([]) },
        next: { _ in Path(.countings) })
}
