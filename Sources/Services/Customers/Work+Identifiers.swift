import Events
import JSON
import People
import Postgres
import Rules

/// A loyalty card, a phone and a tax number are one customer's, by command. They are sealed in facts, so no fold can mark what facts
/// of others say.
extension Work {
    /// Refuses a card, a phone or a tax number of a customer that another has: phones by `Person.number`, the others as they stand.
    ///
    /// - Parameter customer: who is to have them; what another id of the same person has is theirs already.
    func checkIdentifiers(_ person: Person, of customer: String, _ call: Call) throws {
        var claims = person.cards.enumerated().filter { !$0.element.isEmpty }.map {
            Claim(what: .card, path: "cards[\($0.offset)]", value: $0.element)
        }
        if let number = person.phone.flatMap(Person.number) {
            claims.append(Claim(what: .phone, path: "phone", value: number))
        }
        if let number = person.taxNumber, !number.isEmpty {
            claims.append(Claim(what: .taxNumber, path: "taxNumber", value: number))
        }
        guard !claims.isEmpty else { return }
        let (own, people) = (try self.person(customer), PersonVault(connection))
        for claim in claims.sorted(by: <) {
            // Two who take the same one go one after the other.
            _ = try connection.query("SELECT pg_advisory_xact_lock(hashtextextended(\(claim.lock), 0))")
            guard let holder = try people.holder(of: claim.what, claim.value, besides: own) else { continue }
            // Who people are is told to the office alone.
            let isTold = call.till == nil && !(call.principal?.leftOut.concerns(EntityShape.customer.name) ?? false)
            throw claim.taken(by: isTold ? holder : nil)
        }
    }
}

/// What a command says is one person's alone.
private struct Claim: Comparable {
    var what: PersonVault.Identifier
    var path: String
    var value: String

    private var name: String { what == .taxNumber ? "tax number" : what.rawValue }

    var lock: String { "davtari \(what.rawValue) \(value)" }

    /// In the order in which they are locked.
    static func < (one: Claim, other: Claim) -> Bool { ExactText(one.lock) < ExactText(other.lock) }
    static func == (one: Claim, other: Claim) -> Bool { ExactText(one.lock) == ExactText(other.lock) }

    /// - Parameter customer: nil where the caller may not know.
    func taken(by customer: String?) -> Refusal {
        let holder = customer.map { "customer “\($0)”" } ?? "another customer"
        return Refusal(
            .conflict, "\(what.rawValue).taken",
            "this \(name) is that of \(holder): take it from them first, or merge the two",
            [("path", .string(path))] + (customer.map { [("customer", .string($0))] } ?? []))
    }
}
