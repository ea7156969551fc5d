/// Something was done to a token. Its secret stands in no log; what it may do, that it was changed, and by whom, does.
package struct TokenChanged: FactBody, Equatable {
    package var circumstances = Circumstances()
    /// Its id, which tells tokens apart and lets nobody in.
    package var token = ""
    package var change = ""
    /// What people call it.
    package var called: String?
    /// A till's, an office's, an import's, or a program's that only reads.
    package var kind: String?
    package var stores: [String] = []
    package var writers: [String] = []
    package var scopes: [String] = []
    package var areas: [String] = []
    /// From when on it is none; of one that was rotated, from when on its old secret is none.
    package var until: String?

    package static let changes = Change.allCases.map(\.rawValue)
    package static let kinds = ["till", "office", "import", "api"]

    package enum Change: String, Sendable, CaseIterable {
        case created
        /// It has another secret; the one before ends by itself.
        case rotated
        case revoked
    }

    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("token", &token)
        visitor.text("change", &change, .choice(Self.changes))
        visitor.text("called", &called)
        visitor.text("kind", &kind, .choice(Self.kinds))
        visitor.texts("stores", &stores)
        visitor.texts("writers", &writers)
        visitor.texts("scopes", &scopes)
        visitor.texts("areas", &areas)
        visitor.text("until", &until, .instant)
    }
}
