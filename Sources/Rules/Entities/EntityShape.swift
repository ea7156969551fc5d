import Events
import JSON
import Synchronization

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
    /// What facts say besides and forms do not ask: which version it is, whether a product is in the range.
    private let others: [EntityField]
    /// Whether a fact says only what changed, and what is cleared; else each says all of it.
    package let isPartial: Bool
    /// What ending one is called (a reminder is done, an employee leaves); nil where none ends.
    package let ending: Title?
    /// Whether what is first said of one stays: it is made and ends, and is not changed (a coupon).
    package let isFixed: Bool
    /// Whether one that ended never comes back: a customer who was erased.
    package let endsForEver: Bool
    /// Whether entries are people: who each is stands sealed in its facts (`Person`), and is known beside the log alone.
    package let isPerson: Bool
    /// Whether an entry's id itself tells of a person.
    package let isIDPersonal: Bool
    /// What its list is called as a report: its path, where no other report of ours has that.
    package let report: String
    /// What a member says where an entry is over without a fact that ends it.
    package let over: Over?

    package enum Over: Sendable, Equatable {
        /// The member at `path` is `word`; it comes back by saying `back`: a product's status.
        case word(_ path: String, _ word: String, back: String)
        /// The moment at `path` has come; it comes back by clearing it: a price's end, a shop's last day.
        case until(_ path: String)

        /// What brings an entry back.
        package var back: (path: String, value: JSON) {
            switch self {
            case .word(let path, _, let back): (path, .string(back))
            case .until(let path): (path, .null)
            }
        }
    }

    /// Whether who adds one says its code, since others say it too (a tax on receipts); else it is given one.
    package let isCodeSaid: Bool
    /// The shop that an entry is of, where it is of one: who sees some shops sees those entries.
    package let shop: Shop?

    package enum Shop: Sendable, Equatable {
        /// The entry is the shop.
        case itself
        /// The shop stands in this member.
        case member(String)
    }

    /// Whether all shops sell by it (a tax), so that who sees some shops sees it too.
    package let isOfAllShops: Bool
    /// What a fact says of an entry of this kind, without members that it ended; nil where it speaks of something else.
    package let told: @Sendable (Fact) -> (id: String, members: FactMembers?)?
    /// Of which entry a fact speaks, which is known sooner; nil where it is of another kind.
    package let entry: @Sendable (Fact) -> String?

    /// - Parameters:
    ///   - hidden: members of the fact that only commands say.
    ///   - searched: fields that a search looks in, by path.
    ///   - personal: fields that tell of a person, by path; `costs`: those that tell what goods cost.
    ///   - presets: what fields hold where no fact says it, by path.
    ///   - columns: what fields' columns are called, by path, where that does not follow from it.
    init<Body: FactBody>(
        _ name: String, id idName: String? = nil, path: String, one: Title, many: Title, area: Area, _ body: Body.Type,
        isPartial: Bool = false, isFixed: Bool = false, isPerson: Bool = false, ending: Title? = nil,
        endsForEver: Bool = false,
        over: Over? = nil, isCodeSaid: Bool = false,
        labels: [String] = [],
        isOfAllShops: Bool = false, shop: Shop? = nil, report: String? = nil,
        without hidden: Set<String> = [],
        searched: Set<String> = [], personal: Set<String> = [], costs: Set<String> = [],
        presets: [String: String] = [:], columns: [String: String] = [:],
        told: @escaping @Sendable (Fact) -> Told<Body>?
    ) {
        let idName = idName ?? name
        (self.name, self.idName, self.path, self.one, self.many) = (name, idName, path, one, many)
        owner = nil
        (self.area, self.isPartial, self.ending, self.isCodeSaid) = (area, isPartial, ending, isCodeSaid)
        (isIDPersonal, self.shop, self.isFixed) = (personal.contains(idName), shop, isFixed)
        (self.over, self.endsForEver, self.isPerson, self.report) = (over, endsForEver, isPerson, report ?? path)
        let marks = EntityField.Marks(
            searched: searched, personal: personal, costs: costs, presets: presets, columns: columns)
        let all = EntityField.all(of: body, name, without: [idName]).map { $0.marked(marks) }
        let fields = ((isPerson ? EntityField.ofPersons : []) + all.filter { !hidden.contains($0.path) })
            .map { $0.of(name) }
        others = all.filter { hidden.contains($0.path) }.map { $0.of(name) }
        self.fields = fields
        self.isOfAllShops = isOfAllShops
        self.labels = labels.compactMap { label in fields.first { $0.path == label } }
        entry = { told($0)?.id }
        self.told = { told($0).map { ($0.id, $0.members?.without(idName)) } }
    }

    /// Entries of an entity of the users' own.
    init(ofEntries owner: String, one: Title, many: Title, fields: [EntityField]) {
        let entry = EntityShape.entry
        (name, idName, path, self.owner) = (entry.name, entry.idName, "\(entry.path)/\(owner)", owner)
        (self.one, self.many, area, self.fields) = (one, many, entry.area, fields.map { $0.of(owner) })
        (isPartial, ending, isCodeSaid, labels) = (entry.isPartial, entry.ending, entry.isCodeSaid, [])
        (isOfAllShops, told, self.entry, over, others) = (false, entry.told, entry.entry, nil, [])
        (endsForEver, isPerson, isIDPersonal, shop, report, isFixed) = (false, false, false, nil, path, false)
    }

    /// The same with the users' own fields of it.
    package func with(own fields: [OwnField]) -> EntityShape {
        var shape = self
        // Of customers all is sealed, of employees what tells of the person.
        shape.fields += fields.filter(\.isShown).map {
            EntityField(own: $0, isSealed: isPerson && (isIDPersonal || $0.isPersonal)).of(roleName)
        }
        return shape
    }

    /// What who looks at its entries must see.
    package var needs: [Scope] { [area.readAs] + (isIDPersonal ? [.personal] : []) }

    /// As roles name it.
    package var roleName: String { owner ?? name }

    /// As roles name what an entry is, by the id that it is kept by.
    package func roleName(of id: String) -> String {
        name == Self.entry.name && owner == nil ? EntryKey(id)?.entity ?? name : roleName
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

    /// A member that facts may say, whether or not forms ask for it.
    package func member(_ path: String) -> EntityField? { field(path) ?? others.first { $0.path == path } }

    /// Whether entries have names, in two languages.
    package var hasName: Bool { field("name.ka") != nil }

    /// The fields of which only who knows the person knows what stands in them.
    package var sealed: [EntityField] { fields.filter(\.isSealed) }

    /// The fields by which people know an entry that has no name: a contract by its number.
    package let labels: [EntityField]

    /// Whether an entry with these members is over, at whatever moment, by what they say.
    package func isOver(_ members: FactMembers) -> Bool {
        guard case .word(let path, let word, _)? = over else { return false }
        return members[path]?.string == word
    }

    /// From which moment on, in milliseconds since 1970, an entry with these members is over by what they say; a day begins at
    /// home. nil: from none.
    package func overFrom(_ members: FactMembers) -> Int64? {
        guard case .until(let path)? = over else { return nil }
        return members[path]?.string.flatMap { Instant(momentOrDay: $0, in: .home) }?.milliseconds
    }

    /// Whether an entry with these members is over at a moment, by what they say.
    package func isOver(_ members: FactMembers, at moment: Instant) -> Bool {
        isOver(members) || overFrom(members).map { $0 <= moment.milliseconds } ?? false
    }

    /// What a search looks in, of an entry with these members.
    package func searchText(_ id: String, _ members: FactMembers) -> String {
        ([id] + fields.flatMap { $0.searched(members[$0.path]) }).joined(separator: "\n")
    }
}

/// Every entity that the house declares.
package enum EntityShapes {
    package static let all: [EntityShape] =
        [
            .store, .till, .legalEntity, .storeGroup, .product, .price, .discountRule, .supplier, .customer, .employee,
            .role, .customerCategory,
            .contract, .tax,
            .coupon, .giftCard, .exchangeRate, .tenderKind, .reminder, .document, .field, .entity,
        ] + added.withLock { $0 }

    /// What others declare, as the tests do; before anything is asked.
    package static func add(_ shape: EntityShape) { added.withLock { $0.append(shape) } }

    private static let added = Mutex<[EntityShape]>([])

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
