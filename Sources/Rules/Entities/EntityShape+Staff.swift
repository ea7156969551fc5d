import Events

extension EntityShape {
    /// Who works for the chain, as the log knows them.
    package static let employee = EntityShape(
        "employee", path: "employees", one: Title(ka: "თანამშრომელი", en: "Employee"),
        many: Title(ka: "თანამშრომლები", en: "Employees"), area: .staff, EmployeeFacts.self, isPartial: true,
        isPerson: true, ending: Title(ka: "სამსახურიდან წასვლა", en: "Has left"), labels: ["name"]
    ) { $0.toldOfEmployee }

    /// What whoever has a role may do.
    package static let role = EntityShape(
        "role", path: "roles", one: Title(ka: "როლი", en: "Role"), many: Title(ka: "როლები", en: "Roles"),
        area: .staff, RoleDefined.self, isCodeSaid: true,
        searched: ["name.ka", "name.en"]
    ) { $0.toldOfRole }

    /// A field of the users' own.
    package static let field = EntityShape(
        "field", path: "fields", one: Title(ka: "საკუთარი ველი", en: "Own field"),
        many: Title(ka: "საკუთარი ველები", en: "Own fields"), area: .staff, FieldDefined.self, isCodeSaid: true,
        searched: ["name.ka", "name.en"]
    ) { $0.toldOfField }
}

extension FieldDefined {
    /// What things of ours are called of which there can be a field of the users' own.
    package static let entityTitles: [String: Title] = [
        "product": Title(ka: "პროდუქტი", en: "Product"), "store": Title(ka: "მაღაზია", en: "Shop"),
        "till": Title(ka: "სალარო", en: "Till"), "supplier": Title(ka: "მომწოდებელი", en: "Supplier"),
        "contract": Title(ka: "ხელშეკრულება", en: "Contract"),
        "employee": Title(ka: "თანამშრომელი", en: "Employee"), "role": Title(ka: "როლი", en: "Role"),
        "customerCategory": Title(ka: "მომხმარებლის კატეგორია", en: "Customer category"),
        "document": Title(ka: "საბუთი", en: "Document"), "reminder": Title(ka: "შეხსენება", en: "Reminder"),
        "price": Title(ka: "ფასი", en: "Price"), "discountRule": Title(ka: "ფასდაკლების წესი", en: "Discount rule"),
        "order": Title(ka: "შეკვეთა", en: "Order"),
        "purchaseOrder": Title(ka: "შესყიდვის შეკვეთა", en: "Purchase order"),
        "delivery": Title(ka: "მიღება", en: "Delivery"),
        "vendorReturn": Title(ka: "მომწოდებელთან დაბრუნება", en: "Vendor return"),
        "transfer": Title(ka: "გადატანა", en: "Transfer"), "stocktake": Title(ka: "ინვენტარიზაცია", en: "Stocktake"),
        "writeOff": Title(ka: "ჩამოწერა", en: "Write-off"), "revaluation": Title(ka: "გადაფასება", en: "Revaluation"),
        "giftCard": Title(ka: "სასაჩუქრე ბარათი", en: "Gift card"), "coupon": Title(ka: "კუპონი", en: "Coupon"),
        "payment": Title(ka: "გადახდა", en: "Payment"), "customer": Title(ka: "მომხმარებელი", en: "Customer"),
    ]
}
