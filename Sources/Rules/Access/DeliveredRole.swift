import Events

/// What people are in the house, as it is delivered. In code and with wildcards, so that a release's new rights reach who has
/// the role.
package enum DeliveredRole: String, Sendable, CaseIterable {
    case owner, accountant, buyer
    case shopManager = "shop-manager"
    case cashier, auditor, marketing
}

extension DeliveredRole {
    package var words: [String] {
        switch self {
        case .owner: ["*"]
        case .accountant: ["*.read", "money.change", "lists.*"]
        case .buyer:
            [
                "sales.read", "stock.read", "catalogue.read", "orders.read", "cost.read", "books.read", "goods.change",
                "catalogue.change", "lists.*",
            ]
        case .shopManager:
            [
                "sales.read", "stock.read", "catalogue.read", "customers.read", "personal.read", "orders.read",
                "money.read", "books.read", "identity.read", "goods.change", "selling.change", "customers.change",
                "receipt.*", "return.*", "discount.*", "price.override", "drawer.*", "lists.*",
            ]
        case .cashier: ["stock.read", "catalogue.read", "orders.read", "selling.change", "receipt.sell"]
        case .auditor: ["*.read", "lists.export"]
        case .marketing:
            [
                "sales.read", "stock.read", "catalogue.read", "customers.read", "personal.read", "customers.change",
                "lists.*",
            ]
        }
    }

    package var rights: Rights { Self.allRights[self] ?? .none }

    /// Who works in a shop sees and does what is that shop's.
    package var reach: Reach {
        switch self {
        case .shopManager, .cashier: .own
        case .owner, .accountant, .buyer, .auditor, .marketing: .every
        }
    }

    package var grants: Grants { Grants(rights, reach, narrowing: narrowing) }

    /// Who manages a shop knows the staff by their names.
    private var narrowing: Narrowing {
        guard self == .shopManager else { return .none }
        let hidden = ["phone", "email", "address", "taxNumber", "personalFields"].map { path in
            var field = RoleField()
            (field.field, field.access) = ("\(EntityShape.employee.name).\(path)", RoleField.Access.hidden.rawValue)
            return field
        }
        return Narrowing(hidden, [])
    }

    // A word that is no right is a defect of the list above: the role then holds nothing, and a test says which it is.
    private static let allRights = Dictionary(
        uniqueKeysWithValues: allCases.map { ($0, (try? Rights(words: $0.words)) ?? .none) })
}
