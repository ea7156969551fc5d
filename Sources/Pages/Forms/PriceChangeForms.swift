import Events
import JSON
import Rules
import Services

/// Many prices changed at once: asked for on a page, looked at, confirmed, undone.
enum PriceChangeForms {
    static let all = [confirm, undo]

    static let percent = "percent"
    static let rounding = "rounding"
    static let category = "category"
    static let brand = "brand"
    static let stores = "stores"
    static let day = "day"
    static let change = "change"
    /// What the page is asked with, as the form that confirms it carries it.
    static let asked = [percent, rounding, category, brand, stores, day]

    private static let roundings: [(PriceRounding, Text)] = [
        (.to1, .priceTo1), (.to5, .priceTo5), (.to10, .priceTo10), (.to50, .priceTo50), (.to100, .priceTo100),
        (.ends9, .priceEnds9), (.ends99, .priceEnds99),
    ]

    /// Changes nothing: the page shows what would come of it (`Form.askingHTML`).
    static let look = Form(
        id: "price-look", title: .text(.priceChange), button: .text(.trialBegin),
        fields: [
            Form.Field(
                name: percent, label: .text(.priceChangePercent), hint: .priceChangePercentHint, kind: .amount,
                path: "percent"),
            Form.Field(
                name: rounding, label: .text(.priceRounding),
                kind: .choice(roundings.map { .init(value: $0.0.rawValue, caption: .text($0.1)) }),
                initial: PriceRounding.to1.rawValue, path: "rounding"),
            Form.Field(name: day, label: .text(.priceChangeFrom), kind: .day, path: "effectiveAt"),
            Form.Field(
                name: category, label: .text(.category), hint: .priceChangeCategoryHint, isRequired: false,
                path: "category"),
            Form.Field(name: brand, label: .text(.priceChangeBrand), isRequired: false, path: "brand"),
            Form.Field(
                name: stores, label: .text(.byShop), hint: .priceChangeStoresHint,
                kind: .references(EntityShape.store.name), isRequired: false, path: "stores"),
        ],
        page: { _ in Link.newPriceChange.segments }, method: "POST", address: { _ in ["price-changes"] }, body: body,
        next: { _ in Path(.priceChanges) })

    static let confirm = Form(
        id: "price-change", title: .text(.priceChangeConfirm), button: .text(.priceChange),
        fields: [Form.Field(name: "reason", label: .text(.reasonIfAny), isRequired: false, path: "reason")],
        carried: asked, page: { _ in Link.newPriceChange.segments }, method: "POST",
        address: { _ in ["price-changes"] },
        body: { values in
            var body = body(values)
            body["reason"] = values.json("reason")
            return body
        }, next: { _ in Path(.priceChanges) })

    static let undo = Form(
        id: "price-change-undo", title: .text(.priceChangeUndo), button: .text(.priceChangeUndo),
        fields: [Form.Field(name: "reason", label: .text(.reasonIfAny), isRequired: false, path: "reason")],
        carried: [change], page: { Link.priceChange($0[change]).segments }, method: "POST",
        address: { ["price-changes", $0[change], "undo"] },
        body: Form.why, next: { Path(.priceChange($0[change])) })

    /// The command's body.
    @Sendable static func body(_ values: Form.Values) -> JSON {
        var body: JSON = .object([])
        body["percent"] =
            TypedText.figure(values[percent], decimals: TypedText.percentDecimals).map { .int($0) }
            ?? values.json(percent)
        body["rounding"] = values.json(rounding)
        body["category"] = values.json(category)
        body["brand"] = values.json(brand)
        let shops = FieldInput.words(values[stores])
        if !shops.isEmpty { body["stores"] = .array(shops.map { .string($0) }) }
        body["effectiveAt"] = values.json(day)
        return body
    }
}
