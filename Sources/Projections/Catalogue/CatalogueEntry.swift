import Events
import JSON

enum CatalogueKind: String, Sendable, CaseIterable { case store, till, product }

struct CatalogueKey: Hashable, Comparable {
    var kind: CatalogueKind
    /// As its bytes say: the tables' keys hold two that only look alike.
    var exactID: ExactText
    var id: String { exactID.text }

    init(kind: CatalogueKind, id: String) { (self.kind, exactID) = (kind, ExactText(id)) }

    static func < (one: CatalogueKey, other: CatalogueKey) -> Bool {
        one.kind != other.kind ? one.kind.rawValue < other.kind.rawValue : one.exactID < other.exactID
    }
}

/// Everything that was said of one store, till or product, in the total order: each member is won by the last
/// that names it.
final class CatalogueEntry {
    /// A fact of the catalogue. Indirect, so that a version is small: a chain has tens of thousands of them.
    indirect enum Said {
        case store(StoreOpened), storeChanged(StoreChanged), storeClosed(StoreClosed)
        case till(TillRegistered), tillRetired(TillRetired)
        case product(ProductFacts)

        var circumstances: Circumstances {
            switch self {
            case .store(let fact): fact.circumstances
            case .storeChanged(let fact): fact.circumstances
            case .storeClosed(let fact): fact.circumstances
            case .till(let fact): fact.circumstances
            case .tillRetired(let fact): fact.circumstances
            case .product(let fact): fact.circumstances
            }
        }

        /// What it speaks of; the id is empty when it does not say.
        var key: CatalogueKey {
            switch self {
            case .store(let fact): CatalogueKey(kind: .store, id: fact.store)
            case .storeChanged(let fact): CatalogueKey(kind: .store, id: fact.store)
            case .storeClosed(let fact): CatalogueKey(kind: .store, id: fact.store)
            case .till(let fact): CatalogueKey(kind: .till, id: fact.writer)
            case .tillRetired(let fact): CatalogueKey(kind: .till, id: fact.writer)
            case .product(let fact): CatalogueKey(kind: .product, id: fact.product)
            }
        }
    }

    struct Version {
        var key: PlainKey
        var said: Said
        var bytes: [UInt8]
    }

    private(set) var versions: [Version] = []
    var isInDatabase = false

    func add(_ version: Version) {
        let place = versions.firstIndex { version.key < $0.key } ?? versions.count
        versions.insert(version, at: place)
    }

    var store: StoreOpened? {
        versions.reduce(into: nil as StoreOpened?) { store, version in
            if case .storeChanged(let said) = version.said { store = store?.changed(by: said) }
            guard case .store(let said) = version.said else { return }
            var merged = store ?? said
            merged.name = said.name ?? merged.name
            merged.currency = said.currency
            merged.address = said.address ?? merged.address
            merged.opensOn = said.opensOn ?? merged.opensOn
            merged.circumstances.zone = said.circumstances.zone ?? merged.circumstances.zone
            store = merged
        }
    }

    /// The last day on which it sells; nil while it is open.
    var closedOn: CalendarDay? {
        versions.reduce(into: nil as CalendarDay?) { day, version in
            switch version.said {
            case .storeClosed(let said): day = said.closedOn
            // Opened again.
            case .store: day = nil
            default: break
            }
        }
    }

    /// Whether a till is not used any more, so that its silence is no sign of trouble.
    var isRetired: Bool {
        if case .tillRetired? = versions.last(where: { $0.said.key.kind == .till })?.said { true } else { false }
    }

    var till: TillRegistered? {
        versions.reduce(into: nil as TillRegistered?) { till, version in
            guard case .till(let said) = version.said else { return }
            till = said
        }
    }

    var product: ProductFacts {
        versions.reduce(into: ProductFacts()) { product, version in
            guard case .product(let said) = version.said else { return }
            product = said.laid(over: product)
        }
    }
}
