import Events

/// Parts of the office's work: subjects of the rights to have something decided (`Right.change`) and to write facts (`Right.say`).
package enum Area: String, Sendable, CaseIterable { case shops, catalogue, customers, goods, selling, money, staff }

extension Area {
    /// The area that a fact of this type is said in; nil for a type of which this version does not know what it speaks of.
    ///
    /// It follows from the first word of the type's name, so that a later version of a type stays in its area.
    package init?(ofFact type: String) {
        guard let subject = type.split(separator: ".").first, let area = Self.bySubject[String(subject)] else {
            return nil
        }
        self = area
    }

    /// What its things are read as.
    package var readAs: Scope {
        switch self {
        case .shops, .catalogue: .catalogue
        case .customers: .customers
        case .goods: .stock
        case .selling: .orders
        case .money: .money
        case .staff: .books
        }
    }

    /// About a writer's own book, and so said by whoever has one.
    package static let ofAnyone: Set<String> = ["record.damaged.v1"]

    /// Whether a fact of this type, in any version, gives rights to people.
    package static func givesRights(_ type: String) -> Bool { type.hasPrefix("role.") }

    /// Whether a fact of this type, in any version, says what the office has done about who may enter, saw or allows something:
    /// said by anybody else, it would be a record of what never was.
    package static func isOfOfficeAlone(_ type: String) -> Bool {
        ["signIn.", "token.", "access.", "approval.", "employee.pin"].contains { type.hasPrefix($0) }
    }

    private static let subjects: [(Area, [String])] = [
        (
            .shops,
            [
                "store", "till", "legalEntity", "storeGroup", "storePolicy", "period", "numbers", "shift", "cash",
                "drawer", "zReport", "record",
                "entry",
            ]
        ),
        (.catalogue, ["product", "price", "discountRule"]),
        (.customers, ["customer", "customerCategory", "contract", "serviceVisit", "document", "reminder"]),
        (.goods, ["goods", "transfer", "stock", "cost", "landedCost", "supplier", "purchaseOrder"]),
        (.selling, ["receipt", "order", "discount", "coupon", "points"]),
        (.money, ["payment", "account", "giftCard", "exchangeRate", "tax", "tenderKind"]),
        (.staff, ["employee", "role", "field", "entity", "signIn", "token", "access", "approval"]),
    ]
    private static let bySubject = Dictionary(
        subjects.flatMap { area, subjects in subjects.map { ($0, area) } }, uniquingKeysWith: { first, _ in first })
}
