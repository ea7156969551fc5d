import Events
import Log

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

    package init(kind: Kind, stores: some Sequence<String>, writers: some Sequence<String>) {
        (self.kind, self.stores, self.writers) = (kind, Set(stores.map { ExactText($0) }), Set(writers))
    }

    package func may(write key: PartitionKey) -> Bool {
        if kind == .till { return key != .chain && stores.contains(ExactText(key.text)) }
        return stores.isEmpty || stores.contains(ExactText(Self.any)) || stores.contains(ExactText(key.text))
    }

    package func may(writeAs writer: String) -> Bool {
        writers.contains(writer) || (kind == .import && writers.contains(Self.any))
    }

    /// A till authors what happens at a till. A type that this version does not know is kept: a newer till may be
    /// right, and a fact that is refused is lost. Whoever speaks of a customer speaks of a person, and a till's book is
    /// no place for that, in any version.
    package func may(author type: String) -> Bool {
        guard kind == .till else { return true }
        if type.hasPrefix("customer.") { return false }
        return FactType.byName[type].map { $0.author == .till } ?? true
    }
}
