import Events
import Rules

/// Between the ids that an address names an entry by, and the one by which it is kept.
extension EntityShape {
    private var isOfOwn: Bool { name == EntityShape.entry.name }

    /// By which id an entry is kept that ids of an address name; nil where they name none of this kind.
    package func key(in ids: [String: String]) -> String? {
        guard let id = ids[idName] else { return nil }
        return isOfOwn ? ids["entity"].map { EntryKey(entity: $0, entry: id).text } : id
    }

    /// What stands in the address of an entry that is kept by an id.
    package func ids(ofKept id: String) -> [String: String] {
        guard isOfOwn, let key = EntryKey(id) else { return [idName: id] }
        return ["entity": key.entity, idName: key.entry]
    }
}

extension EntityShapes {
    /// The entity whose entries addresses and commands name by this: `customer`, `writer` of a till.
    package static func named(byID name: String) -> EntityShape? { kept.first { $0.idName == name } }

    /// The entries that an address names, and by which ids these are kept.
    package static func entries(in ids: [String: String]) -> [(shape: EntityShape, id: String)] {
        ids.keys.compactMap { name in
            named(byID: name).flatMap { shape in shape.key(in: ids).map { (shape, $0) } }
        }
    }
}
