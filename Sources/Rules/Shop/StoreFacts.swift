import Events

/// All that is known of a shop, as its facts say it between them: opened, changed, closed.
package struct StoreFacts: FactBody, Equatable, Sendable {
    package var circumstances = Circumstances()
    package var store = ""
    package var name: LocalName?
    package var currency: String?
    /// Facts say it among their circumstances.
    package var zone: String?
    package var address: String?
    package var opensOn: CalendarDay?
    package var legalEntity: String?
    /// The last day on which it sells.
    package var closedOn: CalendarDay?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("store", &store)
        visitor.part("name", &name)
        visitor.text("currency", &currency, .currency)
        visitor.text("zone", &zone, .zone)
        visitor.text("address", &address)
        visitor.day("opensOn", &opensOn, required: false)
        visitor.id("legalEntity", &legalEntity)
        visitor.day("closedOn", &closedOn, required: false)
    }
}

extension Fact {
    package var toldOfStore: Told<StoreFacts>? {
        var facts = StoreFacts()
        switch self {
        case .storeOpened(let said):
            (facts.store, facts.name, facts.currency, facts.zone) = (said.store, said.name, said.currency, said.zone)
            (facts.address, facts.opensOn, facts.circumstances) = (said.address, said.opensOn, said.circumstances)
            facts.legalEntity = said.legalEntity
            // Opened again.
            return .said(id: said.store, facts, clearing: ["closedOn"])
        case .storeChanged(let said):
            (facts.store, facts.name, facts.address, facts.opensOn) = (
                said.store, said.name, said.address, said.opensOn
            )
            (facts.legalEntity, facts.circumstances) = (said.legalEntity, said.circumstances)
            return .said(id: said.store, facts, clearing: said.cleared)
        case .storeClosed(let said):
            guard let day = said.closedOn else { return .ended(id: said.store) }
            (facts.store, facts.closedOn, facts.circumstances) = (said.store, day, said.circumstances)
            return .said(id: said.store, facts)
        default: return nil
        }
    }

    package var toldOfLegalEntity: Told<LegalEntityDefined>? {
        switch self {
        case .legalEntityDefined(let fact): .said(id: fact.legalEntity, fact)
        case .legalEntityEnded(let fact): .ended(id: fact.legalEntity)
        default: nil
        }
    }

    package var toldOfStoreGroup: Told<StoreGroupDefined>? {
        switch self {
        case .storeGroupDefined(let fact): .said(id: fact.storeGroup, fact)
        case .storeGroupEnded(let fact): .ended(id: fact.storeGroup)
        default: nil
        }
    }

    package var toldOfTill: Told<TillRegistered>? {
        switch self {
        case .tillRegistered(let till): .said(id: till.writer, till)
        case .tillRetired(let till): .ended(id: till.writer)
        default: nil
        }
    }
}
