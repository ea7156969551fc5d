import Events

/// What was said of a document of goods after it: corrected, or taken back. Most documents have none of it.
///
/// Every revision says itself when the document stands and which products' lines it had, so nothing needs to be kept of a
/// document of which nothing is said.
final class GoodsRevisions {
    let key: DocumentKey
    var isInDatabase = false
    /// Of a vendor return what it gives back, as it stands now; kept of every vendor return.
    var givenBack: [GivenBack] = []
    /// Whether the document has come, with a line that a revision takes the place of.
    var isKnown = false
    private(set) var revisions: [Revision] = []
    /// What the reversal in a later period stands against, as its movements are there.
    var opposed: [Opposed] = []

    init(_ key: DocumentKey) { self.key = key }

    struct Revision {
        var number: Int64
        /// The revision's own place, and when the document stands.
        var own: PlainKey
        var whole: PlainKey
        var type: String
        var source: RecordSource
        /// The products whose lines it takes the place of: those that the document had, and its own.
        var replaced: Set<ExactText>
        /// nil: the document was taken back.
        var document: GoodsDocument?
        /// The document stays, since its own day is closed, and its opposite stands at this one's own place.
        var isOpposite = false
    }

    /// A movement of the document, which has its opposite.
    struct Opposed: Equatable {
        var product: ExactText
        var movement: PlainKey
    }

    struct GivenBack {
        var product: ExactText
        /// As it is named, whether that is a delivery or not.
        var delivery: ExactText
    }

    func add(_ revision: Revision) {
        let place = revisions.firstIndex { ($0.number, $0.own) > (revision.number, revision.own) }
        revisions.insert(revision, at: place ?? revisions.count)
    }

    /// Of those that take the document's own place the highest counts, then the last in the total order.
    var counting: Revision? { revisions.last { !$0.isOpposite } }

    /// The products whose lines count no more as the document first said them.
    var replaced: Set<ExactText> {
        revisions.reduce(into: []) { if !$1.isOpposite { $0.formUnion($1.replaced) } }
    }

    /// The reversal whose opposites stand in a later period.
    var opposite: Revision? { revisions.last { $0.isOpposite } }

    var sayings: [Saying] {
        revisions.map {
            Saying(
                key: $0.own, type: $0.type, store: key.store.text, source: $0.source,
                isApplied: $0.isOpposite ? !opposed.isEmpty : isKnown)
        }
    }
}

extension GoodsRevisions.Revision {
    /// Where the opposite of a movement stands: never before it.
    func key(against opposed: GoodsRevisions.Opposed) -> OrderKey {
        var key = own
        (key.line, key.part) = (opposed.movement.line, opposed.movement.part)
        return OrderKey(key, notBefore: opposed.movement)
    }
}
