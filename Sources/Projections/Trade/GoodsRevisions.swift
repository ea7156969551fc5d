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

    /// The highest counts, then the last in the total order.
    var counting: Revision? { revisions.last }

    /// The products whose lines count no more as the document first said them.
    var replaced: Set<ExactText> { revisions.reduce(into: []) { $0.formUnion($1.replaced) } }

    var sayings: [Saying] {
        revisions.map {
            Saying(key: $0.own, type: $0.type, store: key.store.text, source: $0.source, isApplied: isKnown)
        }
    }
}
