import Events
import JSON
import Postgres
import Projections
import Rules

/// A payment on a customer's account, or an entry of the office, as it counts now.
package struct AccountEntry: Sendable {
    /// That first said it.
    package let fact: String
    /// Under which id of the person it stands.
    package let customer: String
    package let store: String
    package let isPayment: Bool
    package let members: FactMembers
    package let isReversed: Bool
    package let saidAt: Instant
    package let author: String?
}

package enum ScreenAccounts {
    /// nil where there is none, or it is of a shop that the reader does not see.
    package static func entry(
        _ models: ScreenModels, of customer: String, _ fact: String, for sight: Sight
    ) throws -> AccountEntry? {
        guard EntityID.isOne(customer), EntityID.isOne(fact) else { return nil }
        let ids = try ScreenCustomers.ids(models, of: customer)
        let rows = try models.connection.query(
            """
            SELECT id, facts FROM \(models.schemas.table(Dossiers.self, "said")) WHERE kind = 'account' AND id = ANY(\(ids))
            """)
        let parser = JSONParser()
        for row in rows {
            let events = try row.bytesArray(1).map { try Event.read($0, with: parser) }
            if let entry = entry(fact, of: try row.text(0), events), sight.sees(store: entry.store) { return entry }
        }
        return nil
    }

    private static func entry(_ fact: String, of customer: String, _ events: [Event]) -> AccountEntry? {
        guard let first = events.first(where: { $0.id.description == fact }), let store = first.envelope.store else {
            return nil
        }
        var now: (revision: Int64, isPayment: Bool, members: FactMembers)
        switch first.fact {
        case .accountPaid(let paid): now = (0, true, FactMembers(paid))
        case .accountAdjusted(let adjusted): now = (0, false, FactMembers(adjusted))
        default: return nil
        }
        var reversed: Int64 = -1
        // What another shop's book says of it is nothing but said.
        for event in events where ExactText.same(event.envelope.store, store) {
            switch event.fact {
            case .accountCorrected(let said) where said.original == fact && said.revision >= now.revision:
                if let paid = said.payment { now = (said.revision, true, FactMembers(paid)) }
                if let adjusted = said.entry { now = (said.revision, false, FactMembers(adjusted)) }
            case .accountReversed(let said) where said.original == fact: reversed = max(reversed, said.revision)
            default: break
            }
        }
        return AccountEntry(
            fact: fact, customer: customer, store: store, isPayment: now.isPayment, members: now.members,
            isReversed: reversed >= now.revision, saidAt: first.envelope.occurredAt,
            author: first.fact.circumstances?.operator)
    }
}
