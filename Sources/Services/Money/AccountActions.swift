import Events
import JSON

/// Customers' accounts: what they pay, and what the office enters.
enum AccountActions {
    /// What a revision says that nobody asks for: the next number, and the time of what is revised.
    private static let made = ["revision", "effectiveAt", "zone", "closedThrough"]

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
            let limit = try limit(work, fact, try work.today(at: store))
            return try put(work, call, fact.currency, .enter(fact, at: store, limit: limit))
        },
        Action(
            "POST", "stores/{store}/accounts/{customer}/corrections", .money,
            BodyForm(AccountCorrected.self, needing: ["reason"], without: made)
        ) { work, call in
            let (store, customer) = (try call.id("store"), try call.id("customer"))
            let shop = try work.shop(store)
            var fact = try call.fact(AccountCorrected.self, set: [("customer", customer)], not: made)
            try check(fact.currency, shop)
            try fact.circumstances.needReason("it is not as it was entered")
            try work.checkOpen(fact.payment?.businessDate, at: store, path: "payment.businessDate")
            fact.payment?.circumstances = Circumstances()
            fact.entry?.circumstances = Circumstances()
            let balance = try work.account(of: try work.person(customer), fact.currency).balance
            let limit = try fact.entry.flatMap { try Self.limit(work, $0, try work.today(at: store)) }
            let closed = try closedBooks(work, fact.original, fact.currency, call)
            return try revise(
                work, call, fact.currency, .correct(fact, at: store, limit: limit, balance: balance, closed))
        },
        Action(
            "POST", "stores/{store}/accounts/{customer}/reversals", .money,
            BodyForm(AccountReversed.self, needing: ["reason"], without: made)
        ) { work, call in
            let (store, customer) = (try call.id("store"), try call.id("customer"))
            let shop = try work.shop(store)
            var fact = try call.fact(AccountReversed.self, set: [("customer", customer)], not: made)
            try check(fact.currency, shop)
            try fact.circumstances.needReason("it counts no more")
            try fact.circumstances.needApprover(call.principal)
            let closed = try closedBooks(work, fact.original, fact.currency, call)
            return try revise(work, call, fact.currency, .reverse(fact, at: store, closed))
        },
    ]

    /// The closed books that a payment or an entry stands in.
    private static func closedBooks(
        _ work: Work, _ original: String, _ currency: String, _ call: Call
    ) throws -> ClosedBooks? {
        let account = AccountDecider.stream(try call.id("customer"), currency)
        let document = try work.look(AccountDecider.self, account).documents?[original]
        return try document.flatMap {
            try work.closedBooks(over: $0.effectiveAt, zone: $0.zone, at: try call.id("store"))
        }
    }

    private static func revise(
        _ work: Work, _ call: Call, _ currency: String, _ order: AccountDecider.Order
    ) throws -> Effect {
        let customer = try call.id("customer")
        var effect = try work.put(
            AccountDecider.self, AccountDecider.stream(customer, currency), order, call,
            ["customer": .string(customer), "currency": .string(currency)], isVersionNeeded: false)
        effect.isNew = false
        effect.body["balance"] = .int(try work.account(of: try work.person(customer), currency).balance)
        return effect
    }

    private static func check(_ currency: String, _ shop: StoreOpened) throws(Refusal) {
        guard currency == shop.currency else {
            throw Refusal(
                .invalid, "account.currency", "this shop keeps its books in \(shop.currency)",
                [("path", "currency"), ("currency", .string(shop.currency))])
        }
    }

    /// The credit limit of the contract that an entry names; else the greatest of those that the person has, under whichever
    /// id: an entry is not free of a limit because it names none.
    private static func limit(_ work: Work, _ fact: AccountAdjusted, _ today: CalendarDay) throws -> Int64? {
        let person = try work.person(fact.customer)
        if let id = fact.contract {
            let state = try work.look(SubjectDecider<ContractSubject>.self, id)
            guard let contract = state.said(at: work.now), !state.isOver(at: work.now),
                contract.customer.map(person.contains) ?? false
            else {
                throw Refusal.notThere("contract", id)
            }
            if contract.currency == fact.currency, let limit = contract.creditLimit { return limit }
        }
        return try work.contracts(of: person).filter { contract in
            contract.currency == fact.currency && contract.to.map { $0 > today } ?? true
        }.compactMap(\.creditLimit).max()
    }

    private static func put(
        _ work: Work, _ call: Call, _ currency: String, _ order: AccountDecider.Order
    ) throws -> Effect {
        let customer = try call.id("customer")
        let known = try work.look(CustomerDecider.self, customer).stage
        guard known == .registered else { throw Refusal.missing("customer", customer) }
        let person = try work.person(customer)
        var effect = try work.put(
            AccountDecider.self, AccountDecider.stream(customer, currency), order,
            on: try work.account(of: person, currency), call, ["customer": .string(customer)])
        effect.isNew = true
        effect.body["balance"] = .int(try work.account(of: person, currency).balance)
        effect.body["currency"] = .string(currency)
        return effect
    }
}
