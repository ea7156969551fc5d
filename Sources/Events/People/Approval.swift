/// A command went further than whoever asked for it may go alone. Nothing of it is decided: it is kept whole, and waits for somebody
/// who may.
package struct ApprovalRequested: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var approval = ""
    /// `PUT`, and the address behind `/v1`, as ids stand in it.
    package var method = ""
    package var path = ""
    /// What the command says, as JSON.
    package var command = ""
    /// Which version of the thing the asker had seen, as `If-Match` says it; absent: none was said.
    package var seen: String?
    /// What goes too far.
    package var excess: [ApprovalExcess] = []
    /// The facts that it would have come to when it was asked for.
    package var drafts: [ApprovalDraft] = []
    /// Until when it can be decided.
    package var until = ""

    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("approval", &approval)
        visitor.text("method", &method, .plain)
        visitor.text("path", &path, .plain)
        visitor.text("command", &command, .plain)
        visitor.text("seen", &seen)
        visitor.parts("excess", &excess)
        visitor.parts("drafts", &drafts)
        visitor.text("until", &until, .instant)
    }
}

/// What a command gives, and how far its asker may go; what neither percent nor amount measures goes further than any limit.
package struct ApprovalExcess: FactPart, Equatable {
    package var right = ""
    package var percent: Int64?
    package var amount: Int64?
    package var currency: String?
    package var limitPercent: Int64?
    package var limitAmount: Int64?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("right", &right)
        visitor.int("percent", &percent, .rate)
        visitor.int("amount", &amount, .money)
        visitor.text("currency", &currency, .currency)
        visitor.int("limitPercent", &limitPercent, .rate)
        visitor.int("limitAmount", &limitAmount, .money)
    }
}

/// A fact that is not said yet.
package struct ApprovalDraft: FactPart, Equatable {
    package var type = ""
    /// Whose book it would stand in; absent: the chain's.
    package var store: String?
    /// Its members, as JSON.
    package var data = ""
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.text("type", &type, .plain)
        visitor.id("store", &store)
        visitor.text("data", &data, .plain)
    }
}

/// Somebody who may let a command be decided, or refused it; or its asker took it back.
package struct ApprovalDecided: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var approval = ""
    package var decision = ""

    package enum Decision: String, Sendable, CaseIterable { case granted, refused, withdrawn }
    package static let decisions = Decision.allCases.map(\.rawValue)

    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("approval", &approval)
        visitor.text("decision", &decision, .choice(Self.decisions))
    }
}
