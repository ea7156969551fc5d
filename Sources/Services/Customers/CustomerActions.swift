import Crypto
import Events
import JSON
import People
import Rules

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
            let said = try call.body.read(Telling.self, set: [("customer", id)])
            var fact = CustomerChanged()
            (fact.customer, fact.kind, fact.consents) = (id, said.kind, said.consents)
            fact.circumstances = call.stamped(Circumstances())
            // Only of someone who is there: nobody who was erased gets a key again.
            if stream.state.stage == .registered {
                guard said.category == nil || said.category == stream.state.category else {
                    throw Refusal.invalid(
                        "category", "address", "a category is set at customers/\(id)/category")
                }
                try OwnFields(work).check(
                    said.person.personalFields, of: "customer", isWhole: false, at: "personalFields")
                fact.sealed = try seal(said.person, of: id, stream.state, work, call)
            }
            try work.decide(CustomerDecider.self, id, .change(fact))
            return Effect(isNew: false, version: stream.version, body: ["customer": .string(id)])
        },
        Action("PATCH", "customers/{customer}", .customers, BodyForm(Change.self)) { work, call in
            try change(work, call, try call.id("customer"))
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
        var kind: String?
        var category: String?
        var consents: [Consent] = []
        var person = Person()

        mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
            visitor.id("customer", &customer)
            visitor.text("kind", &kind, .choice(CustomerRegistered.kinds))
            visitor.id("category", &category)
            visitor.parts("consents", &consents)
            person.visit(&visitor)
        }
    }

    /// What a command changes of a customer, from when on and why.
    private struct Change: FactPart {
        var circumstances = Circumstances()
        var telling = Telling()

        mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
            circumstances.visit(&visitor)
            telling.visit(&visitor)
        }
    }

    private static func newID() -> String { Hex.encode(Random.bytes(12)) }

    private static func register(_ work: Work, _ call: Call, _ id: String) throws -> Effect {
        let said = try call.body.read(Telling.self, set: [("customer", id)])
        let stream = try work.stream(CustomerDecider.self, id)
        try call.precondition.check(stream.version, isNeeded: false)
        var fact = CustomerRegistered()
        (fact.customer, fact.category, fact.consents) = (id, said.category, said.consents)
        fact.kind = said.kind
        fact.circumstances = call.stamped(Circumstances())
        if stream.state.stage == .unknown {
            try OwnFields(work).check(said.person.personalFields, of: "customer", isWhole: true, at: "personalFields")
            try work.checkIdentifiers(said.person, of: id, call)
            fact.sealed = try PersonVault(work.connection).seal(
                said.person, of: .customer(id), for: "customer.registered.v1")
        }
        try work.decide(CustomerDecider.self, id, .register(fact))
        return Effect(isNew: true, version: stream.version, body: ["customer": .string(id)])
    }

    /// What is left out stays as it was; null clears. Who somebody is holds at once, a category from when the command says.
    private static func change(_ work: Work, _ call: Call, _ id: String) throws -> Effect {
        let stream = try work.stream(CustomerDecider.self, id)
        try call.precondition.check(stream.version, isNeeded: true)
        let said = try call.body.read(Change.self, set: [("customer", id)]).telling
        var change = CustomerChanged()
        (change.customer, change.kind, change.consents) = (id, said.kind, said.consents)
        change.circumstances = call.stamped(call.body.circumstances)
        guard stream.state.stage == .registered else {
            try work.decide(CustomerDecider.self, id, .change(change))
            return Effect(isNew: false, version: stream.version, body: ["customer": .string(id)])
        }
        if call.body.emptied.contains("consents") {
            throw Refusal.invalid("consents", "consents.stay", "a consent is taken back by saying that it is not given")
        }
        try OwnFields(work).check(
            call.body["personalFields"], of: "customer", isWhole: false, at: "personalFields")
        if let person = try PersonVault(work.connection).changed(.customer(id), by: call.body) {
            if call.body["effectiveAt"] != nil {
                throw Refusal.invalid(
                    "effectiveAt", "person.now", "who somebody is holds at once: only a category begins on another day")
            }
            change.sealed = try seal(person, of: id, stream.state, work, call)
        }
        let others = change.circumstances.fields != nil || change.circumstances.externalIds != nil
        if change.sealed != nil || change.kind != nil || !change.consents.isEmpty || others {
            try work.decide(CustomerDecider.self, id, .change(change))
        }
        if said.category != nil || call.body.nulls.contains("category") {
            var category = CustomerCategorySet()
            (category.customer, category.category) = (id, said.category)
            category.circumstances = call.stamped(call.body.circumstances)
            (category.circumstances.fields, category.circumstances.externalIds) = (nil, nil)
            try work.decide(CustomerDecider.self, id, .categorise(category))
        }
        return Effect(isNew: false, version: stream.version, body: ["customer": .string(id)])
    }

    /// Seals who a customer is now.
    private static func seal(
        _ person: Person, of id: String, _ state: CustomerDecider.State, _ work: Work, _ call: Call
    ) throws -> String {
        try work.checkKey(of: .customer(id), wasSealed: state.isSealed == true)
        try work.checkIdentifiers(person, of: id, call)
        return try PersonVault(work.connection).seal(person, of: .customer(id), for: "customer.changed.v1")
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
