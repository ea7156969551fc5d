import Events
import Log
import Postgres

/// Takes followed facts inside the follower's transaction, and goes on past one that cannot be taken: it is listed among the
/// refused reactions, and the others of its batch are taken as if it were not there.
struct CarefulFollowing {
    let connection: Connection
    let log: LogIdentity

    func take(_ events: [FollowedFacts.Followed], reacting: FollowedFacts.Reacting) throws {
        try each(events) {
            try FollowedFacts(connection, log).take($0, reacting: reacting)
        } orElse: { event, error in
            // What it says may still stand where nothing can follow from it.
            do {
                try connection.part { try FollowedFacts(connection, log).take([event], reacting: .never) }
            } catch  where !RefusedReaction.isOfFacts(error) { throw error } catch {}
            try RefusedReaction(event.event).note(error, connection)
        }
    }

    func takeDue(_ events: [Event]) throws {
        try each(events) {
            try FollowedFacts(connection, log).takeDue($0)
        } orElse: { event, error in
            try RefusedReaction(event).note(error, connection)
        }
    }

    /// All together, as that costs least; one by one where that fails by what the facts say.
    private func each<Element>(
        _ all: [Element], take: ([Element]) throws -> Void, orElse: (Element, any Error) throws -> Void
    ) throws {
        do {
            try connection.part { try take(all) }
        } catch  where RefusedReaction.isOfFacts(error) {
            for one in all {
                do {
                    try connection.part { try take([one]) }
                } catch  where RefusedReaction.isOfFacts(error) {
                    try orElse(one, error)
                }
            }
        }
    }
}
