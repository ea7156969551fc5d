import Events

extension EntityShape {
    /// Who buys, and may be known.
    package static let customer = EntityShape(
        "customer", path: "customers", one: Title(ka: "მომხმარებელი", en: "Customer"),
        many: Title(ka: "მომხმარებლები", en: "Customers"), area: .customers, CustomerRegistered.self, isPartial: true,
        isPerson: true, ending: Title(ka: "სამუდამოდ წაშლა", en: "Erase for ever"), endsForEver: true,
        labels: ["name"], report: "customer-directory", personal: ["customer"], presets: ["kind": "person"]
    ) { $0.toldOfCustomer }

    /// A category of customers.
    package static let customerCategory = EntityShape(
        "customerCategory", id: "category", path: "customer-categories",
        one: Title(ka: "მომხმარებლის კატეგორია", en: "Customer category"),
        many: Title(ka: "მომხმარებლის კატეგორიები", en: "Customer categories"), area: .customers,
        CustomerCategoryDefined.self, isCodeSaid: true,
        searched: ["name.ka", "name.en"]
    ) { $0.toldOfCustomerCategory }

    /// What the chain and a customer agreed on.
    package static let contract = EntityShape(
        "contract", path: "contracts", one: Title(ka: "ხელშეკრულება", en: "Contract"),
        many: Title(ka: "ხელშეკრულებები", en: "Contracts"), area: .customers, ContractFacts.self, isPartial: true,
        ending: .end, labels: ["number"],
        searched: ["number", "kind"], personal: ["customer"]
    ) { $0.toldOfContract }

    /// Someone is to be reminded of something.
    package static let reminder = EntityShape(
        "reminder", path: "reminders", one: Title(ka: "შეხსენება", en: "Reminder"),
        many: Title(ka: "შეხსენებები", en: "Reminders"), area: .customers, ReminderSet.self,
        ending: Title(ka: "შესრულდა", en: "Done"), labels: ["title"], without: ["customer"],
        searched: ["title", "kind"], personal: ["customer", "entity.kind", "entity.id", "title"]
    ) { $0.toldOfReminder }

    /// A document that belongs to something: what it is, and not its bytes.
    package static let document = EntityShape(
        "document", path: "documents", one: Title(ka: "საბუთი", en: "Document"),
        many: Title(ka: "საბუთები", en: "Documents"), area: .customers, DocumentAttached.self,
        ending: Title(ka: "წაშლა", en: "Remove"), labels: ["title"], without: ["customer"],
        searched: ["title", "kind", "place"], personal: ["customer", "entity.kind", "entity.id", "title"]
    ) { $0.toldOfDocument }
}
