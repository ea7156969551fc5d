import Events
import JSON
import People
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
        case .pointsEarned(let fact): fact.receipt != nil
        case .pointsBurned(let fact): fact.receipt != nil
        default: false
        }
    }

    /// Decides what follows, and says what stood against parts of it. A reaction records what has happened; what cannot be
    /// recorded, such as money of another currency than its card's, is refused, and stands where people see it.
    static func react(to event: Event, _ work: Work) throws -> [Refusal] {
        var refusals = Refusals()
        switch event.fact {
        case .receiptCompleted(let receipt):
            try GiftCardReaction.react(to: receipt, event, work, &refusals)
            try refusals.gather { try OrderReaction.react(to: receipt, event, work) }
        case .receiptCorrected(let fact):
            if fact.replacement != nil { try revise(fact.receipt, event, work, &refusals) }
        case .receiptVoided(let fact): try revise(fact.receipt, event, work, &refusals)
        case .receiptCancelled(let fact): if let receipt = fact.receipt { try revise(receipt, event, work, &refusals) }
        // Told of a receipt that was undone before.
        case .pointsEarned(let fact):
            if let receipt = fact.receipt { try PointsReaction.revise(receipt, caused(by: event), work, &refusals) }
        case .pointsBurned(let fact):
            if let receipt = fact.receipt { try PointsReaction.revise(receipt, caused(by: event), work, &refusals) }
        default: break
        }
        return refusals.all
    }

    /// What a revision of a receipt changes of what had followed from it.
    private static func revise(
        _ receipt: String, _ event: Event, _ work: Work, _ refusals: inout Refusals
    ) throws {
        try GiftCardReaction.revise(receipt, caused(by: event), work, &refusals)
        try PointsReaction.revise(receipt, caused(by: event), work, &refusals)
    }

    /// At the fact's time, because of it.
    static func caused(by event: Event) -> Circumstances {
        var circumstances = Circumstances()
        circumstances.effectiveAt =
            event.fact.circumstances?.effective(occurredAt: event.envelope.occurredAt).description
            ?? event.envelope.occurredAt.description
        circumstances.causation = event.id.description
        return circumstances
    }
}
