import Events
import JSON

/// Customers' accounts: what they pay, and what the office enters.
enum AccountActions {
    static let all = [
        Action(
            "POST", "stores/{store}/accounts/{customer}/payments", .money, BodyForm(AccountPaid.self), tills: true
        ) { work, call in
            let (store, customer) = (try call.id("store"), try call.id("customer"))
            let shop = try work.shop(store)
            let fact = try call.fact(AccountPaid.self, set: [("customer", customer)], zone: shop.zone)
            try check(fact.currency, shop)
            return try put(work, call, fact.currency, .pay(fact, at: store))
        },
        Action("POST", "stores/{store}/accounts/{customer}/entries", .money, BodyForm(AccountAdjusted.self)) {
            work, call in
            let (store, customer) = (try call.id("store"), try call.id("customer"))
            let shop = try work.shop(store)
            let fact = try call.fact(AccountAdjusted.self, set: [("customer", customer)], zone: shop.zone)
            try check(fact.currency, shop)
            let limit = try limit(work, fact)
            return try put(work, call, fact.currency, .enter(fact, at: store, limit: limit))
        },
    ]

    private static func check(_ currency: String, _ shop: StoreOpened) throws(Refusal) {
        guard currency == shop.currency else {
            throw Refusal(
                .invalid, "account.currency", "this shop keeps its books in \(shop.currency)",
                [("path", "currency"), ("currency", .string(shop.currency))])
        }
    }

    /// The credit limit of the contract that an entry names.
    private static func limit(_ work: Work, _ fact: AccountAdjusted) throws -> Int64? {
        guard let id = fact.contract else { return nil }
        let state = try work.look(SubjectDecider<ContractSubject>.self, id)
        guard let contract = state.said?.part, !state.isOver, contract.customer == fact.customer else {
            throw Refusal.notThere("contract", id)
        }
        return contract.currency == fact.currency ? contract.creditLimit : nil
    }

    private static func put(
        _ work: Work, _ call: Call, _ currency: String, _ order: AccountDecider.Order
    ) throws -> Effect {
        let customer = try call.id("customer")
        let known = try work.look(CustomerDecider.self, customer).stage
        guard known == .registered else { throw Refusal.missing("customer", customer) }
        let id = AccountDecider.stream(customer, currency)
        var effect = try work.put(
            AccountDecider.self, id, order, call, ["customer": .string(customer)], isVersionNeeded: false)
        effect.isNew = true
        effect.body["balance"] = .int(try work.state(AccountDecider.self, id).balance)
        effect.body["currency"] = .string(currency)
        return effect
    }
}
