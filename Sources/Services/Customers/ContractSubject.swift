import Events
import Rules

/// What the chain and a customer agreed on: everything when signed, afterwards what changed, until it ends.
package enum ContractSubject: Subject {
    package static var shape: EntityShape { .contract }

    package static func told(_ fact: Fact) -> Told<ContractFacts>? { fact.toldOfContract }

    package static func fact(_ body: ContractFacts, isNew: Bool) -> Fact {
        isNew ? .contractSigned(body) : .contractChanged(body)
    }

    package static func end(_ id: String, _ circumstances: Circumstances) -> Fact? {
        var ended = ContractEnded()
        (ended.contract, ended.circumstances) = (id, circumstances)
        return .contractEnded(ended)
    }

    package static func check(_ body: ContractFacts, before: ContractFacts?) throws(Refusal) {
        guard let customer = body.customer else {
            throw Refusal.invalid("customer", "required", "a contract is one with a customer")
        }
        try keeps("customer", customer, before?.customer) { .string($0) }
    }

    static let described = Described(Self.self, without: ["sealed"]) { work, _, contract in
        if let customer = contract.customer, try work.look(CustomerDecider.self, customer).stage != .registered {
            throw Refusal.notThere("customer", customer)
        }
        for (index, rule) in contract.rules.enumerated()
        where try !work.look(DiscountRuleDecider.self, rule).isKnown {
            throw Refusal.notThere("rule", rule, at: "rules[\(index)]")
        }
        for (index, store) in contract.stores.enumerated()
        where try !work.look(StoreDecider.self, store).isOpen {
            throw Refusal.notThere("store", store, at: "stores[\(index)]")
        }
    }
}
