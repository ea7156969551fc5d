import Events
import Rules

/// A text by its UTF-8 bytes: ids that Unicode calls equivalent but that were written otherwise are other ids.
struct ID: Hashable, Comparable {
    var text: String
    init(_ text: String) { self.text = text }
    static func == (one: ID, other: ID) -> Bool { one.text.utf8.elementsEqual(other.text.utf8) }
    static func < (one: ID, other: ID) -> Bool { one.text.utf8.lexicographicallyPrecedes(other.text.utf8) }
    func hash(into hasher: inout Hasher) { for byte in text.utf8 { hasher.combine(byte) } }
}

/// Everything that was said of one thing (an order, a payment, a product), in the total order of facts.
///
/// What a read model keeps of the thing is derived from all of it, so the order of arrival cannot matter.
final class Said {
    struct Fact {
        /// When it took effect, in milliseconds since 1970.
        var milliseconds: Int64
        var event: Event
        var bytes: [UInt8]

        init(_ event: Event, _ bytes: [UInt8]) {
            (self.event, self.bytes) = (event, bytes)
            let circumstances = event.fact.body?.circumstances ?? Circumstances()
            milliseconds = circumstances.effective(occurredAt: event.envelope.occurredAt).milliseconds
        }

        static func precedes(_ one: Fact, _ other: Fact) -> Bool {
            TotalOrder.precedes((one.milliseconds, one.event.id), (other.milliseconds, other.event.id))
        }

        /// The store whose book it stands in.
        var store: String? { event.envelope.store }
    }

    private(set) var facts: [Fact] = []
    var isInDatabase = false

    func add(_ fact: Fact) {
        var place = facts.count
        while place > 0, Fact.precedes(fact, facts[place - 1]) { place -= 1 }
        facts.insert(fact, at: place)
    }
}

/// Of which thing something was said.
struct SaidKey: Hashable, Comparable {
    var kind: String
    var id: ID
    init(_ kind: String, _ id: String) { (self.kind, self.id) = (kind, ID(id)) }
    static func < (one: SaidKey, other: SaidKey) -> Bool {
        one.kind != other.kind ? one.kind < other.kind : one.id < other.id
    }
}
