/// What rights are called where people choose them.
extension Right {
    package var title: Title {
        let (what, does) = (subjectTitle, verbTitle)
        return Title(ka: "\(what.ka): \(does.ka)", en: "\(what.en): \(does.en)")
    }

    /// What it is a right to.
    package var subjectTitle: Title {
        // A right to prices, and one to override a price at a till, have one subject.
        if case .act(let entity, _) = self, let shape = EntityShapes.named(entity) { return shape.many }
        return Self.title(ofSubject: subject) ?? Title(ka: subject, en: subject)
    }
    /// What is done with it.
    package var verbTitle: Title { Self.verbs[verb] ?? Title(ka: verb, en: verb) }

    private static func title(ofSubject subject: String) -> Title? {
        subjects[subject] ?? EntityShapes.named(subject)?.many
    }

    private static let subjects: [String: Title] = [
        "sales": Title(ka: "გაყიდვები", en: "Sales"), "stock": Title(ka: "მარაგი", en: "Stock"),
        "customers": Title(ka: "მომხმარებლები", en: "Customers"),
        "catalogue": Title(ka: "პროდუქტები და ფასები", en: "Products and prices"),
        "orders": Title(ka: "შეკვეთები", en: "Orders"), "money": Title(ka: "ფული", en: "Money"),
        "books": Title(ka: "აღრიცხვა და თანამშრომლები", en: "Books and staff"),
        "cost": Title(ka: "თვითღირებულება", en: "Costs"),
        "personal": Title(ka: "პირადი მონაცემები", en: "Personal data"),
        "identity": Title(ka: "პირის ვინაობა", en: "Who a person is"),
        "shops": Title(ka: "მაღაზიები", en: "Shops"), "goods": Title(ka: "საქონელი", en: "Goods"),
        "selling": Title(ka: "გაყიდვა", en: "Selling"),
        "staff": Title(ka: "თანამშრომლები და როლები", en: "Staff and roles"),
        "lists": Title(ka: "სიები და ანგარიშები", en: "Lists and reports"),
        "receipt": Title(ka: "ჩეკი სალაროზე", en: "Receipts at a till"),
        "return": Title(ka: "დაბრუნება სალაროზე", en: "Returns at a till"),
        "discount": Title(ka: "ფასდაკლება სალაროზე", en: "Discounts at a till"),
        "price": Title(ka: "ფასი სალაროზე", en: "Prices at a till"),
        "drawer": Title(ka: "ფულის უჯრა", en: "The drawer"),
    ]

    private static let verbs: [String: Title] = [
        "read": Title(ka: "ნახვა", en: "see"), "change": Title(ka: "შეცვლა", en: "change"),
        "export": Title(ka: "ფაილად გატანა", en: "take out as files"),
        "import": Title(ka: "ცხრილიდან შემოტანა", en: "bring in from spreadsheets"),
        "end": Title(ka: "დასრულება", en: "end"), "void": Title(ka: "გაუქმება გაყიდვის შემდეგ", en: "void"),
        "cancel": Title(ka: "გაუქმება", en: "cancel"), "correct": Title(ka: "შესწორება", en: "correct"),
        "sell": Title(ka: "გაყიდვა", en: "sell"), "blind": Title(ka: "ჩეკის გარეშე", en: "without a receipt"),
        "manual": Title(ka: "ხელით", en: "by hand"), "override": Title(ka: "შეცვლა", en: "override"),
        "open": Title(ka: "გაღება", en: "open"),
    ]
}

extension DeliveredRole {
    package var title: Title {
        switch self {
        case .owner: Title(ka: "მფლობელი", en: "Owner")
        case .accountant: Title(ka: "ბუღალტერი", en: "Accountant")
        case .buyer: Title(ka: "შემსყიდველი", en: "Buyer")
        case .shopManager: Title(ka: "მაღაზიის მენეჯერი", en: "Shop manager")
        case .cashier: Title(ka: "მოლარე", en: "Cashier")
        case .auditor: Title(ka: "აუდიტორი", en: "Auditor")
        case .marketing: Title(ka: "მარკეტინგი", en: "Marketing")
        }
    }
}
