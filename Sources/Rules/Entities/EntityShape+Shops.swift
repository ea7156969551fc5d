import Events

extension EntityShape {
    /// Where the chain sells.
    package static let store = EntityShape(
        "store", path: "stores", one: Title(ka: "მაღაზია", en: "Shop"), many: Title(ka: "მაღაზიები", en: "Shops"),
        area: .shops, StoreFacts.self, isPartial: true, ending: Title(ka: "დახურვა", en: "Close"),
        over: .until("closedOn"), isCodeSaid: true, shop: .itself, without: ["closedOn"],
        searched: ["name.ka", "name.en", "address"], presets: ["zone": Zone.home.name]
    ) { $0.toldOfStore }

    /// A company that the chain sells by.
    package static let legalEntity = EntityShape(
        "legalEntity", path: "legal-entities", one: Title(ka: "იურიდიული პირი", en: "Legal entity"),
        many: Title(ka: "იურიდიული პირები", en: "Legal entities"), area: .shops, LegalEntityDefined.self, ending: .end,
        isCodeSaid: true, isOfAllShops: true,
        searched: ["name.ka", "name.en", "taxNumber", "address", "bankAccounts.iban"]
    ) { $0.toldOfLegalEntity }

    /// Shops that are looked at together.
    package static let storeGroup = EntityShape(
        "storeGroup", path: "store-groups", one: Title(ka: "მაღაზიების ჯგუფი", en: "Group of shops"),
        many: Title(ka: "მაღაზიების ჯგუფები", en: "Groups of shops"), area: .shops, StoreGroupDefined.self,
        ending: .end, isCodeSaid: true,
        searched: ["name.ka", "name.en"]
    ) { $0.toldOfStoreGroup }

    /// A till's book.
    package static let till = EntityShape(
        "till", id: "writer", path: "tills", one: Title(ka: "სალარო", en: "Till"),
        many: Title(ka: "სალაროები", en: "Tills"), area: .shops, TillRegistered.self,
        ending: Title(ka: "გაუქმება", en: "Retire"), isCodeSaid: true, labels: ["till"], shop: .member("store"),
        searched: ["till", "name"]
    ) { $0.toldOfTill }
}
