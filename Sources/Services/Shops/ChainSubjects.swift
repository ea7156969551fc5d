import Events
import Rules

/// A company that the chain sells by.
package enum LegalEntitySubject: Subject {
    package static var shape: EntityShape { .legalEntity }

    package static func told(_ fact: Fact) -> Told<LegalEntityDefined>? { fact.toldOfLegalEntity }

    package static func fact(_ body: LegalEntityDefined, isNew: Bool) -> Fact { .legalEntityDefined(body) }

    package static func end(_ id: String, _ circumstances: Circumstances) -> Fact? {
        var ended = LegalEntityEnded()
        (ended.legalEntity, ended.circumstances) = (id, circumstances)
        return .legalEntityEnded(ended)
    }

    static let described = Described(Self.self)
}

/// Shops that are looked at together.
package enum StoreGroupSubject: Subject {
    package static var shape: EntityShape { .storeGroup }

    package static func told(_ fact: Fact) -> Told<StoreGroupDefined>? { fact.toldOfStoreGroup }

    package static func fact(_ body: StoreGroupDefined, isNew: Bool) -> Fact { .storeGroupDefined(body) }

    package static func end(_ id: String, _ circumstances: Circumstances) -> Fact? {
        var ended = StoreGroupEnded()
        (ended.storeGroup, ended.circumstances) = (id, circumstances)
        return .storeGroupEnded(ended)
    }

    static let described = Described(Self.self) { work, _, group in
        for (index, store) in group.stores.enumerated() where try work.look(StoreDecider.self, store).said == nil {
            throw Refusal.notThere("store", store, at: "stores[\(index)]")
        }
    }
}
