import Intake
import Services

extension TokenRights {
    /// The same rights in the intake's words; it knows nothing of accounts.
    var author: AuthorRights {
        let kind: AuthorRights.Kind =
            switch self.kind {
            case .till: .till
            case .office: .office
            case .import: .import
            }
        return AuthorRights(kind: kind, stores: stores, writers: writers)
    }
}
