import Events

extension EntityShape {
    /// A tax and its rate.
    package static let tax = EntityShape(
        "tax", path: "taxes", one: Title(ka: "გადასახადი", en: "Tax"), many: Title(ka: "გადასახადები", en: "Taxes"),
        area: .money, TaxSet.self, isCodeSaid: true, isOfAllShops: true,
        searched: ["name.ka", "name.en", "kind"]
    ) { $0.toldOfTax }

    /// What a foreign currency is worth.
    package static let exchangeRate = EntityShape(
        "exchangeRate", id: "rate", path: "exchange-rates", one: Title(ka: "სავალუტო კურსი", en: "Exchange rate"),
        many: Title(ka: "სავალუტო კურსები", en: "Exchange rates"), area: .money, ExchangeRateSet.self, isCodeSaid: true,
        labels: ["currency", "baseCurrency"], isOfAllShops: true,
        searched: ["currency", "baseCurrency", "source"]
    ) { $0.toldOfExchangeRate }

    /// A kind of tender of the chain's own.
    package static let tenderKind = EntityShape(
        "tenderKind", id: "kind", path: "tender-kinds", one: Title(ka: "გადახდის სახე", en: "Kind of payment"),
        many: Title(ka: "გადახდის სახეები", en: "Kinds of payment"), area: .money, TenderKindDefined.self,
        isCodeSaid: true, isOfAllShops: true,
        searched: ["name.ka", "name.en"]
    ) { $0.toldOfTenderKind }
}
