import Events

/// What a kind of entry is (suppliers): its titles, its fields, and what facts say of it.
///
/// A value, so that nothing downstream asks which entity it is. The fields are those of the fact's own `visit`, with the labels
/// that its facts have (`FactLabels`).
package struct EntityShape: Sendable {
    /// As streams and facts call it: `supplier`.
    package let name: String
    /// Of an entity of the users' own: its name, by which its entries are kept; nil of one of ours.
    package let owner: String?
    /// The member of its facts, and the column of its list, that hold an entry's id.
    package let idName: String
    /// What its addresses begin with: `suppliers`.
    package let path: String
    package let one: Title
    package let many: Title
    package let area: Area
    package private(set) var fields: [EntityField]
    /// Whether a fact says only what changed, and what is cleared; else each says all of it.
    package let isPartial: Bool
    /// What ending one is called (a reminder is done, an employee leaves); nil where none ends.
    package let ending: Title?
    /// Whether who adds one says its code, since others say it too (a tax on receipts); else it is given one.
    package let isCodeSaid: Bool
    /// Whether all shops sell by it (a tax), so that who sees some shops sees it too.
    package let isOfAllShops: Bool
    /// What a fact says of an entry of this kind; nil where it speaks of something else.
    package let told: @Sendable (Fact) -> Told<FactMembers>?
    /// Of which entry a fact speaks, which is known sooner; nil where it is of another kind.
    package let entry: @Sendable (Fact) -> String?

    /// - Parameters:
    ///   - hidden: members of the fact that only commands say.
    ///   - searched: fields that a search looks in, by path.
    ///   - personal: fields that tell of a person, by path.
    init<Body: FactBody>(
        _ name: String, id idName: String? = nil, path: String, one: Title, many: Title, area: Area, _ body: Body.Type,
        isPartial: Bool = false, ending: Title? = nil, isCodeSaid: Bool = false, labels: [String] = [],
        isOfAllShops: Bool = false,
        without hidden: Set<String> = [],
        searched: Set<String> = [], personal: Set<String> = [],
        told: @escaping @Sendable (Fact) -> Told<Body>?
    ) {
        let idName = idName ?? name
        (self.name, self.idName, self.path, self.one, self.many) = (name, idName, path, one, many)
        owner = nil
        (self.area, self.isPartial, self.ending, self.isCodeSaid) = (area, isPartial, ending, isCodeSaid)
        let fields = EntityField.all(of: body, name, without: hidden.union([idName])).map { field in
            field.marked(isSearched: searched.contains(field.path), isPersonal: personal.contains(field.path))
        }
        self.fields = fields
        self.isOfAllShops = isOfAllShops
        self.labels = labels.compactMap { label in fields.first { $0.path == label } }
        entry = { told($0)?.id }
        self.told = { told($0)?.map { FactMembers($0).without(idName) } }
    }

    /// Entries of an entity of the users' own.
    init(ofEntries owner: String, one: Title, many: Title, fields: [EntityField]) {
        let entry = EntityShape.entry
        (name, idName, path, self.owner) = (entry.name, entry.idName, "\(entry.path)/\(owner)", owner)
        (self.one, self.many, area, self.fields) = (one, many, entry.area, fields)
        (isPartial, ending, isCodeSaid, labels) = (entry.isPartial, entry.ending, entry.isCodeSaid, [])
        (isOfAllShops, told, self.entry) = (false, entry.told, entry.entry)
    }

    /// The same with the users' own fields of it.
    package func with(own fields: [OwnField]) -> EntityShape {
        var shape = self
        shape.fields += fields.filter(\.isShown).map(EntityField.init(own:))
        return shape
    }

    /// Its address, word by word.
    package var segments: [String] { path.split(separator: "/").map(String.init) }

    /// How an entry is kept among all of `name`.
    package func key(_ id: String) -> String { owner.map { EntryKey(entity: $0, entry: id).text } ?? id }

    /// What stands in an entry's address, by name.
    package func ids(_ id: String) -> [String: String] {
        var ids = [idName: id]
        if let owner { ids["entity"] = owner }
        return ids
    }

    package func field(_ path: String) -> EntityField? { fields.first { $0.path == path } }

    /// Whether entries have names, in two languages.
    package var hasName: Bool { field("name.ka") != nil }

    /// The fields by which people know an entry that has no name: a contract by its number.
    package let labels: [EntityField]

    /// What a search looks in, of an entry with these members.
    package func searchText(_ id: String, _ members: FactMembers) -> String {
        ([id] + fields.filter(\.isSearched).compactMap { members[$0.path]?.string }).joined(separator: "\n")
    }
}

/// Every entity that the house declares.
package enum EntityShapes {
    package static let all: [EntityShape] = [
        .supplier, .employee, .role, .customerCategory, .contract, .tax, .exchangeRate, .tenderKind, .reminder,
        .document, .field, .entity,
    ]
    /// Those, and the entries of the users' own.
    package static let kept = all + [.entry]
    /// The entity, and the entry, that a fact speaks of; nil where it speaks of none.
    package static func entry(of fact: Fact) -> (shape: EntityShape, id: String)? {
        // Nearly every fact is a receipt, and each entity would be asked whether it speaks of it.
        if case .receiptCompleted = fact { return nil }
        for shape in kept {
            if let id = shape.entry(fact) { return (shape, id) }
        }
        return nil
    }

    package static func named(_ name: String) -> EntityShape? { all.first { $0.name == name } }
    package static func at(_ path: String) -> EntityShape? { all.first { $0.path == path } }
}
