import Events

/// What sort of doing a fact tells of, as an audit trail is looked through: who may do what comes first, since everything else
/// rests on it.
package enum AuditKind: String, Sendable, CaseIterable {
    /// Sign-ins, roles, tokens.
    case rights
    /// Who signed in or was refused, looked at persons, took data out.
    case access
    case staff, shops, catalogue, customers, goods, selling, money
    /// Of a type that this version does not know.
    case other

    private static let ofRights: Set<Substring> = ["role", "signIn", "token"]

    /// Follows from the first word of the type's name, as its area does.
    package init(ofFact type: String) {
        let subject = type.prefix { $0 != "." }
        if Self.ofRights.contains(subject) {
            self = .rights
        } else if subject == "access" {
            self = .access
        } else {
            self =
                switch Area(ofFact: type) {
                case .shops: .shops
                case .catalogue: .catalogue
                case .customers: .customers
                case .goods: .goods
                case .selling: .selling
                case .money: .money
                case .staff: .staff
                case nil: .other
                }
        }
    }
}
