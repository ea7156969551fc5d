import Projections
import Rules

/// What the delivered roles are called, which no fact says.
enum RoleNames {
    static let entity = EntityShape.role.name
    static let delivered = DeliveredRole.allCases.map {
        ScreenName(id: $0.rawValue, ka: $0.title.ka, en: $0.title.en)
    }
}
