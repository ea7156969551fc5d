import Events
import JSON
import Rules

extension Sight {
    /// Whether a thing of these shops is seen.
    package func sees(_ shops: Resource.Shops) -> Bool {
        switch shops {
        case .every: true
        case .some(let named): stores == nil || named.contains { sees(store: $0) }
        case .all(let named): named.allSatisfy { sees(store: $0) }
        case .chain: entries
        }
    }

    /// Whether a fact of the log is seen whole: it is of a shop that is seen, and roles leave nothing out of what it speaks of.
    package func seesWhole(_ bytes: [UInt8]) throws -> Bool {
        guard stores != nil || !narrowing.isNone else { return true }
        let event = try Event.read(bytes, with: JSONParser())
        return sees(store: event.envelope.store) && seesWhole(event.fact)
    }

    /// Whether roles leave nothing out of what a fact speaks of.
    package func seesWhole(_ fact: Fact) -> Bool {
        guard !narrowing.isNone, let (shape, id) = EntityShapes.entry(of: fact) else { return true }
        return !narrowing.concerns(shape.roleName(of: id))
    }
}
