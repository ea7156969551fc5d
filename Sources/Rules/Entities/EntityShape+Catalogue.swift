import Events

extension EntityShape {
    /// What the chain sells.
    package static let product = EntityShape(
        "product", path: "products", one: Title(ka: "პროდუქტი", en: "Product"),
        many: Title(ka: "პროდუქტები", en: "Products"), area: .catalogue, ProductFacts.self, isPartial: true,
        ending: Title(ka: "ასორტიმენტიდან ამოღება", en: "Take out of the range"),
        over: .word("status", "discontinued", back: "active"), isOfAllShops: true,
        without: ["status"],
        searched: ["name.ka", "name.en", "barcodes", "brand", "units.barcode"], costs: ["defaultCost"],
        presets: ["kind": "goods"], columns: ["listPrice": "list", "defaultCost": "cost"]
    ) { $0.toldOfProduct }

    /// What a product costs from one moment to another.
    package static let price = EntityShape(
        "price", path: "prices", one: Title(ka: "ფასი", en: "Price"), many: Title(ka: "ფასები", en: "Prices"),
        area: .catalogue, PriceSet.self, ending: .end, over: .until("to"), isOfAllShops: true,
        searched: ["product"], personal: ["customer"]
    ) { $0.toldOfPrice }

    /// By what discounts are given.
    package static let discountRule = EntityShape(
        "discountRule", id: "rule", path: "discount-rules", one: Title(ka: "ფასდაკლების წესი", en: "Discount rule"),
        many: Title(ka: "ფასდაკლების წესები", en: "Discount rules"), area: .catalogue, DiscountRuleDefined.self,
        ending: Title(ka: "შეწყვეტა ახლავე", en: "Stop now"), over: .until("to"), isOfAllShops: true,
        without: ["version"],
        searched: ["name.ka", "name.en"], personal: ["conditions.customers"],
        presets: ["mode": "bestPrice"]
    ) { $0.toldOfDiscountRule }
}
