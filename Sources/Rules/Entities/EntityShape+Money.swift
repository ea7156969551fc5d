import Events

extension EntityShape {
    /// A tax and its rate.
    package static let tax = EntityShape(
        "tax", path: "taxes", one: Title(ka: "გადასახადი", en: "Tax"), many: Title(ka: "გადასახადები", en: "Taxes"),
        area: .money, TaxSet.self, isCodeSaid: true, isOfAllShops: true,
        EntityField.Words(
            titles: [
                "name.ka": .nameInGeorgian, "name.en": .nameInEnglish, "kind": .kind,
                "rate": Title(ka: "განაკვეთი, %", en: "Rate, %"), "from": .firstDay, "to": .dayAfter, "stores": .shops,
            ],
            references: ["stores": "store"], searched: ["name.ka", "name.en", "kind"])
    ) { $0.toldOfTax }

    /// What a foreign currency is worth.
    package static let exchangeRate = EntityShape(
        "exchangeRate", id: "rate", path: "exchange-rates", one: Title(ka: "სავალუტო კურსი", en: "Exchange rate"),
        many: Title(ka: "სავალუტო კურსები", en: "Exchange rates"), area: .money, ExchangeRateSet.self, isCodeSaid: true,
        labels: ["currency", "baseCurrency"], isOfAllShops: true,
        EntityField.Words(
            titles: [
                "currency": .currency, "baseCurrency": Title(ka: "რა ვალუტით", en: "In currency"),
                "numerator": Title(ka: "კურსის მრიცხველი", en: "Numerator"),
                "denominator": Title(ka: "კურსის მნიშვნელი", en: "Denominator"),
                "source": Title(ka: "წყარო", en: "Source"),
            ],
            searched: ["currency", "baseCurrency", "source"])
    ) { $0.toldOfExchangeRate }

    /// A kind of tender of the chain's own.
    package static let tenderKind = EntityShape(
        "tenderKind", id: "kind", path: "tender-kinds", one: Title(ka: "გადახდის სახე", en: "Kind of payment"),
        many: Title(ka: "გადახდის სახეები", en: "Kinds of payment"), area: .money, TenderKindDefined.self,
        isCodeSaid: true, isOfAllShops: true,
        EntityField.Words(
            titles: [
                "name.ka": .nameInGeorgian, "name.en": .nameInEnglish,
                "retired": Title(ka: "აღარ მიიღება", en: "Not taken any more"),
            ],
            searched: ["name.ka", "name.en"])
    ) { $0.toldOfTenderKind }
}
