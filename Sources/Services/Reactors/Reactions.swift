import Events
import JSON
import Postgres

/// What follows from what others have said.
enum Reactions {
    /// A look at a parsed event that is cheaper than reading it: false when it certainly concerns nobody here.
    static func mayConcern(_ root: JSONValue) -> Bool {
        guard let type = root["type"]?.string, FactType.byName[type] != nil else { return false }
        guard type == "receipt.completed.v1" else { return true }
        return false
    }

    static func concerns(_ said: Said) -> Bool { !Deciders.streams(of: said).isEmpty }

    /// Decides what follows; a reaction records what has happened and so never refuses.
    static func react(to event: Event, _ work: Work) throws {}
}
