import Rules

/// Somebody who works in a shop: an id that receipts name.
package struct Employee: Sendable {
    package var id: String
    var store: String
    var role: DeliveredRole
    /// Its place among all of the chain's.
    var number: Int

    /// Who it is: made up, and the same each time. Where it is said, it is said sealed.
    package var person: Person {
        var person = Person()
        person.name = PeoplesNames.pick("employee", number)
        person.phone = "+995 577\(String(100_000 + number * 13))"
        return person
    }

    static func all(of shops: [Shop]) -> [Employee] {
        let people = shops.flatMap { shop in shop.people.map { (shop: shop, id: $0) } }
        return people.enumerated().map { number, one in
            Employee(
                id: one.id, store: one.shop.id, role: one.id == one.shop.manager ? .shopManager : .cashier,
                number: number)
        }
    }
}
