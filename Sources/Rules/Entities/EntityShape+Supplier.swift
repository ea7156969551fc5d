import Events

extension EntityShape {
    /// Who delivers goods.
    package static let supplier = EntityShape(
        "supplier", path: "suppliers", one: Title(ka: "მომწოდებელი", en: "Supplier"),
        many: Title(ka: "მომწოდებლები", en: "Suppliers"), area: .goods, SupplierFacts.self, isPartial: true,
        ending: .end,
        EntityField.Words(
            titles: [
                "name.ka": .nameInGeorgian, "name.en": .nameInEnglish,
                "taxNumber": Title(ka: "საიდენტიფიკაციო კოდი", en: "Tax number"),
                "address": Title(ka: "მისამართი", en: "Address"),
                "currency": Title(ka: "ვალუტა", en: "Currency"),
                "paymentDays": Title(ka: "გადახდის ვადა (დღე)", en: "Payment term (days)"),
                "deliveryDays": Title(ka: "მიწოდების ვადა (დღე)", en: "Delivery time (days)"),
                "minimumOrder": Title(ka: "მინიმალური შეკვეთა", en: "Minimum order"),
                "status": Title(ka: "მდგომარეობა", en: "Status"),
            ],
            choices: [
                "status": [
                    "active": Title(ka: "აქტიური", en: "Active"), "inactive": Title(ka: "შეჩერებული", en: "Inactive"),
                ]
            ],
            searched: ["name.ka", "name.en", "taxNumber", "address"])
    ) { $0.toldOfSupplier }
}

extension Title {
    static let nameInGeorgian = Title(ka: "დასახელება ქართულად", en: "Name in Georgian")
    static let nameInEnglish = Title(ka: "დასახელება ინგლისურად", en: "Name in English")
    static let shops = Title(ka: "მაღაზიები", en: "Shops")
    static let firstDay = Title(ka: "პირველი დღე", en: "First day")
    /// The day on which something no longer holds.
    static let dayAfter = Title(ka: "აღარ მოქმედებს ამ დღიდან", en: "No longer from")
    static let from = Title(ka: "მოქმედებს (დღიდან ან დროიდან)", en: "Holds from (a day or a time)")
    static let until = Title(ka: "აღარ მოქმედებს (დღიდან ან დროიდან)", en: "No longer from (a day or a time)")
    static let shopsOrAll = Title(ka: "მაღაზიები (არც ერთი — ყველა)", en: "Shops (none: all)")
    static let kind = Title(ka: "სახე", en: "Kind")
    static let currency = Title(ka: "ვალუტა", en: "Currency")
    static let end = Title(ka: "დასრულება", en: "End")
}
