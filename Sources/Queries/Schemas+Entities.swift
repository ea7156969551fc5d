import Events
import Postgres
import Projections
import Rules

/// What most questions ask of the entities.
extension Schemas {
    /// A day that a fact says; Postgres knows no year 0.
    static func day(_ text: String) -> SQL {
        "(CASE WHEN \(unsafeSQL: text) >= '0001' THEN (\(unsafeSQL: text))::date END)"
    }

    /// Shops as they were said to be last.
    var stores: SQL {
        """
        (SELECT id AS store, members#>>'{name,ka}' AS name_ka, members#>>'{name,en}' AS name_en, members->>'zone' AS zone,
            members->>'currency' AS currency, members->>'address' AS address, \(Self.day("members->>'opensOn'")) AS opens_on,
            \(Self.day("members->>'closedOn'")) AS closed_on
        FROM \(entities("entity_span"))
        WHERE entity = 'store' AND until_ms = \(EntityHistory.never) AND members ? 'currency')
        """
    }

    /// Tills as they were said to be last.
    var tills: SQL {
        """
        (SELECT id AS writer, members->>'store' AS store, members->>'till' AS till, members->>'name' AS name,
            is_ended AS retired
        FROM \(entities("entity_span"))
        WHERE entity = 'till' AND until_ms = \(EntityHistory.never) AND members ? 'store')
        """
    }

    /// Customers as they were said to be, from when until when; the first holds before, too, since what was not yet spoken of was
    /// nothing else.
    var customers: SQL {
        """
        (SELECT id AS customer, CASE WHEN from_ms = begun_ms THEN \(Int64.min) ELSE from_ms END AS from_ms, until_ms,
            begun_ms AS registered_at, members->>'category' AS category
        FROM \(entities("entity_span")) WHERE entity = 'customer')
        """
    }

    /// Those as they are now.
    var customersNow: SQL {
        let now = Instant.now.milliseconds
        return "(SELECT * FROM \(customers) a WHERE a.from_ms <= \(now) AND \(now) < a.until_ms)"
    }

    /// The rows of all entities that hold at a moment, to select from.
    func entries(at moment: Instant, as name: StaticString = "e") -> SQL {
        """
        (SELECT * FROM \(entities("entity_span"))
            WHERE from_ms <= \(moment.milliseconds) AND \(moment.milliseconds) < until_ms) \(unsafeSQL: "\(name)")
        """
    }
}
