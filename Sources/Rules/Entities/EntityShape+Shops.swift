import Events

extension EntityShape {
    /// Where the chain sells.
    package static let store = EntityShape(
        "store", path: "stores", one: Title(ka: "მაღაზია", en: "Shop"), many: Title(ka: "მაღაზიები", en: "Shops"),
        area: .shops, StoreFacts.self, isPartial: true, ending: Title(ka: "დახურვა", en: "Close"),
        over: .until("closedOn"), isCodeSaid: true, shop: .itself, without: ["closedOn"],
        searched: ["name.ka", "name.en", "address"], presets: ["zone": Zone.home.name]
    ) { $0.toldOfStore }

    /// A till's book.
    package static let till = EntityShape(
        "till", id: "writer", path: "tills", one: Title(ka: "სალარო", en: "Till"),
        many: Title(ka: "სალაროები", en: "Tills"), area: .shops, TillRegistered.self,
        ending: Title(ka: "გაუქმება", en: "Retire"), isCodeSaid: true, labels: ["till"], shop: .member("store"),
        searched: ["till", "name"]
    ) { $0.toldOfTill }
}
