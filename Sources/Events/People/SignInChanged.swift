/// Something was done to somebody's sign-in. What lets them in (password, link, second factor) is secret and stands in no log; that
/// it was changed, and by whom, does.
package struct SignInChanged: FactBody, Equatable {
    package var circumstances = Circumstances()
    /// The name that they sign in with.
    package var signIn = ""
    package var change = ""
    /// Whose it is, where the chain knows them.
    package var employee: String?
    /// What they have from now on, and had before: of an invitation and a change of roles.
    package var roles: [String] = []
    package var rolesBefore: [String] = []

    package static let changes = Change.allCases.map(\.rawValue)

    package enum Change: String, Sendable, CaseIterable {
        /// Made by whoever runs Davtari, with a password.
        case added
        /// A link was made that lets them choose a password.
        case invited
        /// The link was used for the first time.
        case accepted
        /// A link was made that lets them choose a new password.
        case passwordResetOffered
        case passwordChanged
        case rolesChanged
        case disabled
        case enabled
        /// By somebody else, or of other browsers.
        case sessionsEnded
        case secondFactorSet
        case secondFactorRemoved
    }

    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("signIn", &signIn)
        visitor.text("change", &change, .choice(Self.changes))
        visitor.id("employee", &employee)
        visitor.texts("roles", &roles)
        visitor.texts("rolesBefore", &rolesBefore)
    }
}
