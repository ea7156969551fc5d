import Events

/// A fact that speaks of something which its shop does not know: it may be on its way, or another shop's.
struct UnappliedKey: Hashable, Comparable {
    var id: FactID
    /// What it speaks of.
    var refersTo: ExactText

    static func < (one: UnappliedKey, other: UnappliedKey) -> Bool {
        if one.id.writer != other.id.writer { return one.id.writer < other.id.writer }
        return one.id.sequence != other.id.sequence
            ? one.id.sequence < other.id.sequence : one.refersTo < other.refersTo
    }
}

/// It is kept, shown and counted, and applied as soon as its shop knows what it speaks of.
final class UnappliedFact {
    var store = ""
    var type = ""
    var effectiveMs: Int64 = 0
    var source = RecordSource(partition: 0, offset: 0, recordedAt: 0)
    /// Applied by now: there is nothing to show.
    var isGone = false
    var isInDatabase = false
}

/// What a fact says of another: whether it can be applied.
struct Saying {
    var key: PlainKey
    var type: String
    var store: String
    var source: RecordSource
    var isApplied: Bool
}

extension TradeFold {
    /// Shows those facts, of all that speak of one thing, which cannot be applied now.
    func show(_ sayings: [Saying], of refersTo: String) throws {
        var isApplied: [FactID: Bool] = [:]
        for saying in sayings { isApplied[saying.key.fact] = saying.isApplied && isApplied[saying.key.fact] ?? true }
        for saying in sayings {
            guard let applied = isApplied.removeValue(forKey: saying.key.fact) else { continue }
            try applied ? hide(saying.key.fact, refersTo) : show(saying, of: refersTo)
        }
    }

    func show(_ saying: Saying, of refersTo: String) throws {
        let key = UnappliedKey(id: saying.key.fact, refersTo: ExactText(refersTo))
        let fact = try unapplied.row(changing: key) { UnappliedFact() }
        (fact.store, fact.type, fact.source) = (saying.store, saying.type, saying.source)
        (fact.effectiveMs, fact.isGone) = (saying.key.milliseconds, false)
    }

    func hide(_ id: FactID, _ refersTo: String) throws {
        let key = UnappliedKey(id: id, refersTo: ExactText(refersTo))
        guard let fact = try unapplied.row(key), !fact.isGone else { return }
        fact.isGone = true
        unapplied.touch(key)
    }
}
