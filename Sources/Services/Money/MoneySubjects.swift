import Events
import Rules

/// What a foreign currency is worth, from a moment until another rate is set under the same id.
package enum ExchangeRateSubject: Subject {
    package static var shape: EntityShape { .exchangeRate }

    package static func told(_ fact: Fact) -> Told<ExchangeRateSet>? { fact.toldOfExchangeRate }

    package static func fact(_ body: ExchangeRateSet, isNew: Bool) -> Fact { .exchangeRateSet(body) }

    /// Documents name the rate by its id, so the pair of currencies is for ever.
    package static func check(_ body: ExchangeRateSet, before: ExchangeRateSet?) throws(Refusal) {
        try keeps("currency", body.currency, before?.currency) { .string($0) }
        try keeps("baseCurrency", body.baseCurrency, before?.baseCurrency) { .string($0) }
    }

    static let described = Described(Self.self)
}

/// A kind of tender of the chain's own, by the name that tenders say.
package enum TenderKindSubject: Subject {
    package static var shape: EntityShape { .tenderKind }

    package static func told(_ fact: Fact) -> Told<TenderKindDefined>? { fact.toldOfTenderKind }

    package static func fact(_ body: TenderKindDefined, isNew: Bool) -> Fact { .tenderKindDefined(body) }

    static let described = Described(Self.self)
}

/// A tax and its rate; receipts keep the rate that they were taxed with.
package enum TaxSubject: Subject {
    package static var shape: EntityShape { .tax }

    package static func told(_ fact: Fact) -> Told<TaxSet>? { fact.toldOfTax }

    package static func fact(_ body: TaxSet, isNew: Bool) -> Fact { .taxSet(body) }

    package static func check(_ body: TaxSet, before: TaxSet?) throws(Refusal) {
        guard body.rate <= 1_000_000 else {
            throw Refusal(
                .invalid, "rate.range", "a tax rate lies between 0 and 1000000 millionths",
                [("path", "rate"), ("most", 1_000_000), ("asked", .int(body.rate))])
        }
    }

    static let described = Described(Self.self) { work, _, tax in
        for (index, store) in tax.stores.enumerated() where try !work.look(StoreDecider.self, store).isOpen {
            throw Refusal.notThere("store", store, at: "stores[\(index)]")
        }
    }
}
