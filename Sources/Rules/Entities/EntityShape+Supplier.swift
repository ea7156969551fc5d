import Events

extension EntityShape {
    /// Who delivers goods.
    package static let supplier = EntityShape(
        "supplier", path: "suppliers", one: Title(ka: "მომწოდებელი", en: "Supplier"),
        many: Title(ka: "მომწოდებლები", en: "Suppliers"), area: .goods, SupplierFacts.self,
        titles: [
            "name.ka": Title(ka: "დასახელება ქართულად", en: "Name in Georgian"),
            "name.en": Title(ka: "დასახელება ინგლისურად", en: "Name in English"),
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
        searched: ["name.ka", "name.en", "taxNumber", "address"]
    ) { $0.toldOfSupplier }
}
