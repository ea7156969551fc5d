import Events

/// What a kind of entry is (suppliers): its titles, its fields, and what facts say of it.
///
/// A value, so that nothing downstream asks which entity it is. The fields are those of the fact's own `visit`, each with a
/// label (`titles`); a test finds one that has none.
package struct EntityShape: Sendable {
    /// As streams and facts call it: `supplier`.
    package let name: String
    /// What its addresses begin with: `suppliers`.
    package let path: String
    package let one: Title
    package let many: Title
    package let area: Area
    package let fields: [EntityField]
    /// Of what labels were given; a test finds one that is of no field.
    let titledPaths: Set<String>
    /// What a fact says of an entry of this kind; nil where it speaks of something else.
    package let told: @Sendable (Fact) -> Told<FactMembers>?
    /// Of which entry a fact speaks, which is known sooner; nil where it is of another kind.
    package let entry: @Sendable (Fact) -> String?

    /// - Parameters:
    ///   - titles: by a field's path.
    ///   - choices: what the words of a choice are called, by the field's path.
    ///   - searched: paths of the fields whose text finds an entry.
    init<Body: FactBody>(
        _ name: String, path: String, one: Title, many: Title, area: Area, _ body: Body.Type,
        titles: [String: Title], choices: [String: [String: Title]] = [:], searched: Set<String>,
        told: @escaping @Sendable (Fact) -> Told<Body>?
    ) {
        (self.name, self.path, self.one, self.many, self.area) = (name, path, one, many, area)
        titledPaths = Set(titles.keys)
        fields = EntityField.all(of: body, idName: name).map { found in
            var field = found
            field.title = titles[found.path] ?? found.title
            field.choiceTitles = choices[found.path] ?? [:]
            field.isSearched = searched.contains(found.path)
            return field
        }
        entry = { told($0)?.id }
        self.told = { told($0)?.map { FactMembers($0).without(name) } }
    }

    package func field(_ path: String) -> EntityField? { fields.first { $0.path == path } }

    /// What a search looks in, of an entry with these members.
    package func searchText(_ id: String, _ members: FactMembers) -> String {
        ([id] + fields.filter(\.isSearched).compactMap { members[$0.path]?.string }).joined(separator: "\n")
    }
}

/// Every entity that the house declares.
package enum EntityShapes {
    package static let all: [EntityShape] = [.supplier]
    package static func named(_ name: String) -> EntityShape? { all.first { $0.name == name } }
    package static func at(_ path: String) -> EntityShape? { all.first { $0.path == path } }
}
