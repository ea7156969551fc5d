import Events

extension EntityShape {
    /// Who works for the chain, as the log knows them.
    package static let employee = EntityShape(
        "employee", path: "employees", one: Title(ka: "თანამშრომელი", en: "Employee"),
        many: Title(ka: "თანამშრომლები", en: "Employees"), area: .staff, EmployeeFacts.self, isPartial: true,
        ending: Title(ka: "სამსახურიდან წასვლა", en: "Has left"),
        EntityField.Words(
            titles: [
                "roles": Title(ka: "როლები", en: "Roles"), "stores": .shops, "from": .firstDay,
                "to": Title(ka: "აღარ მუშაობს ამ დღიდან", en: "No longer works from"),
            ],
            references: ["roles": "role", "stores": "store"])
    ) { $0.toldOfEmployee }

    /// What whoever has a role may do.
    package static let role = EntityShape(
        "role", path: "roles", one: Title(ka: "როლი", en: "Role"), many: Title(ka: "როლები", en: "Roles"),
        area: .staff, RoleDefined.self, isCodeSaid: true,
        EntityField.Words(
            titles: [
                "name.ka": .nameInGeorgian, "name.en": .nameInEnglish, "rights": Title(ka: "უფლებები", en: "Rights"),
                "limits": Title(ka: "ზღვრები", en: "Limits"), "limits.right": Title(ka: "უფლება", en: "Right"),
                "limits.percent": Title(ka: "პროცენტი", en: "Percent"),
                "limits.amount": Title(ka: "თანხა", en: "Amount"), "limits.currency": .currency,
            ],
            rights: ["rights", "limits.right"],
            searched: ["name.ka", "name.en"])
    ) { $0.toldOfRole }

    /// A field of the users' own.
    package static let field = EntityShape(
        "field", path: "fields", one: Title(ka: "საკუთარი ველი", en: "Own field"),
        many: Title(ka: "საკუთარი ველები", en: "Own fields"), area: .staff, FieldDefined.self, isCodeSaid: true,
        EntityField.Words(
            titles: [
                "entity": Title(ka: "რისი ველია", en: "Field of"), "name.ka": .nameInGeorgian,
                "name.en": .nameInEnglish, "type": Title(ka: "ტიპი", en: "Type"),
                "choices": Title(ka: "ვარიანტები", en: "Choices"), "choices.choice": Title(ka: "კოდი", en: "Code"),
                "choices.name.ka": .nameInGeorgian, "choices.name.en": .nameInEnglish,
                "unit": Title(ka: "ერთეული", en: "Unit"), "reference": Title(ka: "რაზე მიუთითებს", en: "Refers to"),
                "sensitivity": Title(ka: "ვინ ხედავს", en: "Who sees it"),
                "required": Title(ka: "სავალდებულოა", en: "Required"),
                "retired": Title(ka: "აღარ გამოიყენება", en: "Not used any more"),
            ],
            choices: [
                "type": FieldDefined.typeTitles,
                "sensitivity": [
                    "open": Title(ka: "ყველა", en: "Everybody"),
                    "cost": Title(ka: "ვინც თვითღირებულებას ხედავს", en: "Who sees costs"),
                    "personal": Title(ka: "ვინც პირად მონაცემებს ხედავს", en: "Who sees personal data"),
                ],
            ],
            references: ["entity": "entity", "reference": "entity"], searched: ["name.ka", "name.en"])
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

    /// What the types of users' own fields are called.
    static let typeTitles: [String: Title] = [
        "text": Title(ka: "ტექსტი", en: "Text"), "integer": Title(ka: "მთელი რიცხვი", en: "Whole number"),
        "money": Title(ka: "თანხა", en: "Money"), "quantity": Title(ka: "რაოდენობა", en: "Quantity"),
        "rate": Title(ka: "პროცენტი", en: "Percent"), "boolean": Title(ka: "დიახ ან არა", en: "Yes or no"),
        "date": Title(ka: "თარიღი", en: "Date"), "moment": Title(ka: "დრო", en: "Date and time"),
        "choice": Title(ka: "არჩევანი", en: "Choice"), "reference": Title(ka: "მითითება", en: "Reference"),
    ]
}
