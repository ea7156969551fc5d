import Events
import Testing

@testable import Services

@Suite struct `Registering people` {
    private func registered(_ category: String? = nil) -> CustomerDecider.Order {
        var fact = CustomerRegistered()
        (fact.customer, fact.category) = ("c", category)
        return .register(fact)
    }

    private var erased: CustomerDecider.Order {
        var fact = CustomerErased()
        fact.customer = "c"
        return .erase(fact)
    }

    private var changed: CustomerDecider.Order {
        var fact = CustomerChanged()
        fact.customer = "c"
        return .change(fact)
    }

    @Test func `is done once, and who was erased stays so`() {
        let person = Given(CustomerDecider.self).after(registered())
        person.when(registered()).thenRefused("customer.registered")
        person.when(changed).then("customer.changed.v1")
        person.after(erased).when(changed).thenRefused("customer.erased")
        person.after(erased).when(registered()).thenRefused("customer.erased")
        person.after(erased).when(erased).then()
        Given(CustomerDecider.self).when(changed).thenRefused("customer.unknown")
    }

    @Test func `puts a customer into one category at a time`() {
        var fact = CustomerCategorySet()
        (fact.customer, fact.category) = ("c", "gold")
        let person = Given(CustomerDecider.self).after(registered("silver"))
        person.when(.categorise(fact)).then("customer.categorySet.v1")
        person.after(.categorise(fact)).when(.categorise(fact)).then()
        fact.category = nil
        person.when(.categorise(fact)).then("customer.categorySet.v1")
    }

    @Test func `merges two who are registered, and not one with itself`() {
        var fact = CustomerMerged()
        (fact.customer, fact.with) = ("c", "d")
        let person = Given(CustomerDecider.self).after(registered())
        person.when(.merge(fact, other: .registered)).then("customer.merged.v1")
        person.when(.merge(fact, other: .unknown)).thenRefused("merge.other")
        person.when(.merge(fact, other: .erased)).thenRefused("merge.other")
    }
}
