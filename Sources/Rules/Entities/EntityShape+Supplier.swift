import Events

extension EntityShape {
    /// Who delivers goods.
    package static let supplier = EntityShape(
        "supplier", path: "suppliers", one: Title(ka: "მომწოდებელი", en: "Supplier"),
        many: Title(ka: "მომწოდებლები", en: "Suppliers"), area: .goods, SupplierFacts.self, isPartial: true,
        ending: .end,
        searched: ["name.ka", "name.en", "taxNumber", "address"]
    ) { $0.toldOfSupplier }
}

extension Title {
    static let end = Title(ka: "დასრულება", en: "End")
}
