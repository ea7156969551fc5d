import Events
import Queries
import Rules

/// What the house delivers beside what facts define is called, by the entity that references name: roles, and things of which
/// there can be own fields.
enum DeliveredNames {
    /// Those that facts define, with those that are delivered before them.
    static func with(_ defined: [ScreenName], of entity: String) -> [ScreenName] {
        (all[entity] ?? []).filter { one in !defined.contains { $0.id == one.id } } + defined
    }

    static let all: [String: [ScreenName]] = [
        EntityShape.role.name: DeliveredRole.allCases.map {
            ScreenName(id: $0.rawValue, ka: $0.title.ka, en: $0.title.en)
        },
        EntityShape.entity.name: FieldDefined.entityTitles.sorted { $0.key < $1.key }.map {
            ScreenName(id: $0.key, ka: $0.value.ka, en: $0.value.en)
        },
        FactReferences.roleEntity: EntityShapes.all.map { ScreenName(id: $0.name, ka: $0.many.ka, en: $0.many.en) },
        FactReferences.roleField: EntityShapes.all.flatMap { shape in
            shape.fields.compactMap { field in
                field.place.map {
                    ScreenName(
                        id: $0, ka: "\(shape.one.ka): \(field.title.ka)", en: "\(shape.one.en): \(field.title.en)")
                }
            }
        },
    ]
}
