import Crypto
import Events
import JSON
import People

/// Registering people, changing and erasing them. What identifies a person is sealed before it leaves this transaction.
enum CustomerActions {
    static let all = [
        Action("POST", "customers", .customers, BodyForm(Telling.self, made: ["customer"]), tills: true) { work, call in
            // A random id, never a phone or a card number.
            try register(work, call, try call.body["customer"].map { try call.id(in: $0, "customer") } ?? newID())
        },
        Action("PUT", "customers/{customer}", .customers, BodyForm(Telling.self), tills: true) { work, call in
            let id = try call.id("customer")
            let stream = try work.stream(CustomerDecider.self, id)
            if stream.version == 0 { return try register(work, call, id) }
            try call.precondition.check(stream.version, isNeeded: true)
            var fact = CustomerChanged()
            fact.customer = id
            fact.circumstances = call.stamped(Circumstances())
            let said = try call.body.read(Telling.self, set: [("customer", id)])
            fact.consents = said.consents
            // Only of someone who is there: nobody who was erased gets a key again.
            if stream.state.stage == .registered {
                guard said.category == nil || said.category == stream.state.category else {
                    throw Refusal.invalid(
                        "category", "address", "a category is set at customers/\(id)/category")
                }
                try OwnFields(work).check(
                    said.person.personalFields, of: "customer", isWhole: false, at: "personalFields")
                // Under a new key all that was sealed before could not be opened by the old one's return.
                if stream.state.isSealed == true, try !PersonVault(work.connection).hasKey(.customer(id)) {
                    throw Refusal(
                        .conflict, "customer.keyMissing",
                        "the key of “\(id)” is not in this database: bring it back with `davtari keys restore FILE` first, "
                            + "or erase the customer")
                }
                try work.checkCardsAndPhone(said.person, of: id, call)
                fact.sealed = try PersonVault(work.connection).seal(
                    said.person, of: .customer(id), for: "customer.changed.v1")
            }
            try work.decide(CustomerDecider.self, id, .change(fact))
            return Effect(isNew: false, version: stream.version, body: ["customer": .string(id)])
        },
        Action("PUT", "customers/{customer}/category", .customers, BodyForm(CustomerCategorySet.self)) { work, call in
            let id = try call.id("customer")
            let fact = try call.fact(CustomerCategorySet.self, set: [("customer", id)])
            return try work.put(
                CustomerDecider.self, id, .categorise(fact), call, ["customer": .string(id)], isVersionNeeded: false)
        },
        Action("POST", "customers/{customer}/merges", .customers, BodyForm(CustomerMerged.self)) { work, call in
            let id = try call.id("customer")
            let fact = try call.fact(CustomerMerged.self, set: [("customer", id)])
            let other = try work.look(CustomerDecider.self, fact.with).stage
            return try work.put(
                CustomerDecider.self, id, .merge(fact, other: other), call, ["customer": .string(id)],
                isVersionNeeded: false)
        },
        Action("DELETE", "customers/{customer}/merges/{with}", .customers, BodyForm(CustomerUnmerged.self)) {
            work, call in
            let (id, with) = (try call.id("customer"), try call.id("with"))
            let fact = try call.fact(CustomerUnmerged.self, set: [("customer", id), ("with", with)])
            return try work.put(
                CustomerDecider.self, id, .unmerge(fact), call, ["customer": .string(id)], isVersionNeeded: false)
        },
        Action("DELETE", "customers/{customer}", .customers, BodyForm(Why.self)) { work, call in
            let id = try call.id("customer")
            return try erase(work, call, id)
        },
    ]

    /// What a command says of a customer: the person, and what may stand in the open.
    private struct Telling: FactPart {
        var customer = ""
        var category: String?
        var consents: [Consent] = []
        var person = Person()

        mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
            visitor.id("customer", &customer)
            visitor.id("category", &category)
            visitor.parts("consents", &consents)
            person.visit(&visitor)
        }
    }

    private static func newID() -> String { Hex.encode(Random.bytes(12)) }

    private static func register(_ work: Work, _ call: Call, _ id: String) throws -> Effect {
        let said = try call.body.read(Telling.self, set: [("customer", id)])
        let stream = try work.stream(CustomerDecider.self, id)
        try call.precondition.check(stream.version, isNeeded: false)
        var fact = CustomerRegistered()
        (fact.customer, fact.category, fact.consents) = (id, said.category, said.consents)
        fact.circumstances = call.stamped(Circumstances())
        if stream.state.stage == .unknown {
            try OwnFields(work).check(said.person.personalFields, of: "customer", isWhole: true, at: "personalFields")
            try work.checkCardsAndPhone(said.person, of: id, call)
            fact.sealed = try PersonVault(work.connection).seal(
                said.person, of: .customer(id), for: "customer.registered.v1")
        }
        try work.decide(CustomerDecider.self, id, .register(fact))
        return Effect(isNew: true, version: stream.version, body: ["customer": .string(id)])
    }

    /// Erasing one id erases the person: every id that was merged with it.
    private static func erase(_ work: Work, _ call: Call, _ id: String) throws -> Effect {
        let why = try call.why()
        let person = try work.person(id)
        for one in person { _ = try work.stream(CustomerDecider.self, one) }
        let stream = try work.stream(CustomerDecider.self, id)
        try call.precondition.check(stream.version, isNeeded: false)
        var isKnown = stream.version > 0
        for one in person where try PersonVault(work.connection).erase(.customer(one)) { isKnown = true }
        guard isKnown else { throw Refusal(.missing, "customer.unknown", "there is no such customer") }
        for one in person {
            var fact = CustomerErased()
            fact.customer = one
            fact.circumstances = why
            try work.decide(CustomerDecider.self, one, .erase(fact))
        }
        return Effect(
            isNew: false, version: stream.version,
            body: ["customer": .string(id), "erased": true, "ids": .array(person.map { .string($0) })])
    }
}
