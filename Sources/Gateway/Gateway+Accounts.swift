import Intake
import Services

extension TokenRights {
    /// The same rights in the intake's words, which knows nothing of accounts; nil for a token that only reads.
    var author: AuthorRights? {
        let kind: AuthorRights.Kind
        switch self.kind {
        case .till: kind = .till
        case .office: kind = .office
        case .import: kind = .import
        case .api: return nil
        }
        return AuthorRights(kind: kind, stores: stores, writers: writers, areas: areas.map(Set.init))
    }
}
