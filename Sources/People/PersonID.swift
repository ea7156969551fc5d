import Events

/// Whose key it is: what a person is to the chain, and their id there. Two entities may use one id for two persons.
package struct PersonID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package enum Entity: String, Sendable, CaseIterable { case customer, employee }

    package var entity: Entity
    package var id: String

    package init(_ entity: Entity, _ id: String) { (self.entity, self.id) = (entity, id) }

    package static func customer(_ id: String) -> PersonID { PersonID(.customer, id) }
    package static func employee(_ id: String) -> PersonID { PersonID(.employee, id) }

    package var description: String { "\(entity.rawValue) \(id)" }

    /// Whom a fact has erased for ever; nil where it says something else.
    package static func erased(by fact: Fact) -> PersonID? {
        switch fact {
        case .customerErased(let fact): .customer(fact.customer)
        case .employeeErased(let fact): .employee(fact.employee)
        default: nil
        }
    }

    package static func < (one: PersonID, other: PersonID) -> Bool {
        one.entity != other.entity
            ? one.entity.rawValue < other.entity.rawValue : ExactText(one.id) < ExactText(other.id)
    }

    /// By bytes: two ids that Unicode calls equal are two persons.
    package static func == (one: PersonID, other: PersonID) -> Bool {
        one.entity == other.entity && ExactText(one.id) == ExactText(other.id)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(entity)
        hasher.combine(ExactText(id))
    }
}
