import Events
import JSON
import Postgres

/// What follows from what others have said.
enum Reactions {
    /// A look at a parsed event that is cheaper than reading it: false when it certainly concerns nobody here. Most of
    /// what is said are plain receipts.
    static func mayConcern(_ root: JSONValue) -> Bool {
        guard let type = root["type"]?.string, FactType.byName[type] != nil else { return false }
        guard type == "receipt.completed.v1", let data = root["data"] else { return true }
        return data["order"] != nil || hasSerial(data["tenders"]) || hasSerial(data["lines"])
            || data["tenders"]?.elements?.contains { $0["kind"]?.string == "account" } ?? false
    }

    private static func hasSerial(_ entries: JSONValue?) -> Bool {
        entries?.elements?.contains { $0["serial"] != nil } ?? false
    }

    static func concerns(_ said: Said) -> Bool {
        if case .receiptCompleted = said.fact { return true }
        return !Deciders.streams(of: said).isEmpty || PersonID.erased(by: said.fact) != nil
    }

    /// Whether anything may follow from a fact.
    static func follow(from fact: Fact) -> Bool {
        switch fact {
        case .receiptCompleted(let receipt): !receipt.training
        case .receiptCorrected, .receiptVoided: true
        case .receiptCancelled(let fact): fact.receipt != nil
        default: false
        }
    }

    /// Decides what follows. A reaction records what has happened; what cannot be recorded, such as money of another
    /// currency than its card's, is refused, and stands where people see it.
    static func react(to event: Event, _ work: Work) throws {
        switch event.fact {
        case .receiptCompleted(let receipt):
            try GiftCardReaction.react(to: receipt, event, work)
            try OrderReaction.react(to: receipt, event, work)
        case .receiptCorrected(let fact):
            guard let replacement = fact.replacement else { return }
            try GiftCardReaction.react(
                to: fact.receipt, revision: fact.revision, replacement, GiftCardReaction.caused(by: event), work)
        case .receiptVoided(let fact):
            try GiftCardReaction.react(
                to: fact.receipt, revision: fact.revision, nil, GiftCardReaction.caused(by: event), work)
        case .receiptCancelled(let fact):
            guard let receipt = fact.receipt else { return }
            try GiftCardReaction.react(
                to: receipt, revision: fact.revision, nil, GiftCardReaction.caused(by: event), work)
        default: break
        }
    }
}
