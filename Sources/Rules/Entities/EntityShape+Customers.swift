import Events

extension EntityShape {
    /// A category of customers.
    package static let customerCategory = EntityShape(
        "customerCategory", id: "category", path: "customer-categories",
        one: Title(ka: "მომხმარებლის კატეგორია", en: "Customer category"),
        many: Title(ka: "მომხმარებლის კატეგორიები", en: "Customer categories"), area: .customers,
        CustomerCategoryDefined.self, isCodeSaid: true,
        EntityField.Words(
            titles: ["name.ka": .nameInGeorgian, "name.en": .nameInEnglish], searched: ["name.ka", "name.en"])
    ) { $0.toldOfCustomerCategory }

    /// What the chain and a customer agreed on.
    package static let contract = EntityShape(
        "contract", path: "contracts", one: Title(ka: "ხელშეკრულება", en: "Contract"),
        many: Title(ka: "ხელშეკრულებები", en: "Contracts"), area: .customers, ContractFacts.self, isPartial: true,
        ending: .end, labels: ["number"],
        EntityField.Words(
            titles: [
                "customer": Title(ka: "მომხმარებელი", en: "Customer"), "number": Title(ka: "ნომერი", en: "Number"),
                "kind": .kind, "from": .firstDay, "to": .dayAfter, "currency": .currency,
                "creditLimit": Title(ka: "საკრედიტო ლიმიტი", en: "Credit limit"),
                "paymentDays": Title(ka: "გადახდის ვადა (დღე)", en: "Payment term (days)"),
                "rules": Title(ka: "ფასდაკლების წესები", en: "Discount rules"), "stores": .shops,
            ],
            references: ["customer": "customer", "rules": "discountRule", "stores": "store"],
            searched: ["number", "kind"], personal: ["customer"])
    ) { $0.toldOfContract }

    /// Someone is to be reminded of something.
    package static let reminder = EntityShape(
        "reminder", path: "reminders", one: Title(ka: "შეხსენება", en: "Reminder"),
        many: Title(ka: "შეხსენებები", en: "Reminders"), area: .customers, ReminderSet.self,
        ending: Title(ka: "შესრულდა", en: "Done"), labels: ["title"], without: ["customer"],
        EntityField.Words(
            titles: [
                "dueAt": Title(ka: "როდის", en: "Due"), "entity.kind": Title(ka: "რის შესახებ", en: "About"),
                "entity.id": Title(ka: "კოდი", en: "Its code"), "kind": .kind,
                "employee": Title(ka: "თანამშრომელი", en: "Employee"), "role": Title(ka: "როლი", en: "Role"),
                "title": Title(ka: "ტექსტი", en: "Text"),
                "everyDays": Title(ka: "მეორდება (დღე)", en: "Repeats (days)"),
            ],
            references: ["employee": "employee", "role": "role"], searched: ["title", "kind"],
            personal: ["entity.kind", "entity.id", "title"])
    ) { $0.toldOfReminder }

    /// A document that belongs to something: what it is, and not its bytes.
    package static let document = EntityShape(
        "document", path: "documents", one: Title(ka: "საბუთი", en: "Document"),
        many: Title(ka: "საბუთები", en: "Documents"), area: .customers, DocumentAttached.self,
        ending: Title(ka: "წაშლა", en: "Remove"), labels: ["title"], without: ["customer"],
        EntityField.Words(
            titles: [
                "entity.kind": Title(ka: "რისია", en: "Belongs to"), "entity.id": Title(ka: "კოდი", en: "Its code"),
                "kind": .kind, "title": Title(ka: "სათაური", en: "Title"),
                "mediaType": Title(ka: "ფაილის ტიპი", en: "Media type"),
                "byteCount": Title(ka: "ზომა (ბაიტი)", en: "Size (bytes)"),
                "sha256": Title(ka: "SHA-256 ჯამი", en: "SHA-256"),
                "place": Title(ka: "სად ინახება", en: "Where it is kept"),
            ],
            searched: ["title", "kind", "place"], personal: ["entity.kind", "entity.id", "title"])
    ) { $0.toldOfDocument }
}
