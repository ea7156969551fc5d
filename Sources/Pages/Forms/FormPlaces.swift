import Queries
import Rules

// Which shops a form is for, and what stands in it before anybody fills it in.

extension Form.Field {
    /// In which shop.
    static func shop(_ name: String) -> Form.Field {
        Form.Field(name: name, label: .text(.shop), kind: .reference(EntityShape.store.name), path: "store")
    }
}

extension Sight {
    private static let shopLimit = 1_000

    /// The shops that are seen, by name.
    func shops(_ models: ScreenModels, _ request: PageRequest) throws -> [ScreenName] {
        try ScreenEntities.offered(models, EntityShape.store.name, at: request.now, limit: Self.shopLimit)?
            .filter { sees(store: $0.id) } ?? []
    }

    /// The one that stands in a form at first: the only one, or for who works in some, the first.
    func usualShop(_ shops: [ScreenName]) -> String? { shops.count == 1 || stores != nil ? shops.first?.id : nil }

    /// Whether a form can show all that a field holds.
    func seesAll(_ field: EntityField) -> Bool {
        if case .lines(let fields) = field.kind { return sees(field) && fields.allSatisfy(sees) }
        return sees(field)
    }
}

extension PageRequest {
    /// Whether the reader may send a form in a shop that they see.
    func may(_ form: Form, as sight: Sight, in store: String) -> Bool {
        // Who sees some shops works in those.
        may(form, [store: sight.stores?.first ?? ""])
    }

    /// What stands in a form of a shop's at first: what the address says, what is known, and else the usual shop of those offered.
    func filled(
        _ form: Form, as sight: Sight, in store: String, _ known: [String: String] = [:]
    ) -> [String: String] {
        let said = Dictionary(form.names.compactMap { name in value(name).map { (name, $0) } }) { $1 }
        var filled = known.merging(said) { $1 }
        if filled[store] == nil { filled[store] = sight.usualShop(offered[EntityShape.store.name] ?? []) }
        return filled
    }
}
