import Events
import Log
import Rules

/// What the bearer of a token may write: in whose book, to which partition, which types.
package struct AuthorRights: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable { case till, office, `import` }

    /// Stands for every store, or (for an import) every writer.
    package static let any = "*"

    package let kind: Kind
    /// Partition keys: store ids, `chain`, or `*`. Empty binds a till to nowhere, and an office or an import to no place.
    private let stores: Set<ExactText>
    /// Writers by name. `*` counts for an import only: a till and an office write in books of their own.
    private let writers: Set<String>
    /// Of an office's token: what it may command, and so say; nil is everything.
    private let areas: Set<Area>?

    package init(
        kind: Kind, stores: some Sequence<String>, writers: some Sequence<String>, areas: Set<Area>? = nil
    ) {
        (self.kind, self.stores, self.writers) = (kind, Set(stores.map { ExactText($0) }), Set(writers))
        self.areas = areas
    }

    package func may(write key: PartitionKey) -> Bool {
        if kind == .till { return key != .chain && stores.contains(ExactText(key.text)) }
        return stores.isEmpty || stores.contains(ExactText(Self.any)) || stores.contains(ExactText(key.text))
    }

    /// The office's own writers are nobody's: what is decided there takes the next number, and a number that another
    /// took would be a decision lost.
    package func may(writeAs writer: String) -> Bool {
        guard !Envelope.isOffice(writer: writer) else { return false }
        return writers.contains(writer) || (kind == .import && writers.contains(Self.any))
    }

    /// A till authors what happens at a till. A type that this version does not know is kept: a newer till may be
    /// right, and a fact that is refused is lost. Whoever speaks of a customer speaks of a person, and a till's book is
    /// no place for that, in any version.
    ///
    /// What a token may command it may also say, and nothing else: an office that is held to areas says nothing of
    /// another, nor what this version knows no area for.
    package func may(author type: String) -> Bool {
        if let areas, !Area.ofAnyone.contains(type) {
            guard let area = Area(ofFact: type), areas.contains(area) else { return false }
        }
        guard kind == .till else { return true }
        if type.hasPrefix("customer.") { return false }
        return FactType.byName[type].map { $0.author == .till } ?? true
    }
}
