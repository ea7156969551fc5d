/// Goods leave one shop for another: off the sender's hands and in transit, still the sender's. Stands in the sender's
/// partition. What they cost is booked by the fold, and stamped on the arrival.
package struct TransferDispatched: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var transfer = ""
    package var document: String?
    /// The shop they go to.
    package var to = ""
    package var expectedAt: String?
    package var carrier: String?
    package var waybill: Waybill?
    package var lines: [TransferDispatchedLine] = []

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("transfer", &transfer)
        visitor.text("document", &document)
        visitor.id("to", &to)
        visitor.text("expectedAt", &expectedAt, .dayOrInstant)
        visitor.text("carrier", &carrier)
        visitor.part("waybill", &waybill)
        visitor.parts("lines", &lines, required: true)
    }
}

package struct TransferDispatchedLine: GoodsLine, Equatable {
    package var line: Int64 = 0
    package var product: String?
    /// Above 0.
    package var quantity: Int64?
    package var lot: String?
    package var serial: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.int("line", &line, .ordinal, default: nil)
        visitor.id("product", &product)
        visitor.int("quantity", &quantity, .quantity)
        visitor.text("lot", &lot)
        visitor.text("serial", &serial)
    }
}

/// A part of a transfer, or all of it, arrives. Stands in the receiver's partition.
package struct TransferReceived: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var transfer = ""
    package var document: String?
    /// The shop they come from.
    package var from = ""
    /// The `transfer.dispatched` that sent them, as `writer:writerseq`; without one they enter at the present average.
    package var dispatch: String?
    /// Of the costs.
    package var currency: String?
    package var lines: [TransferReceivedLine] = []

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("transfer", &transfer)
        visitor.text("document", &document)
        visitor.id("from", &from)
        visitor.id("dispatch", &dispatch)
        visitor.text("currency", &currency, .currency)
        visitor.parts("lines", &lines, required: true)
    }
}

package struct TransferReceivedLine: GoodsLine, Equatable {
    package var line: Int64 = 0
    package var product: String?
    /// Above 0.
    package var quantity: Int64?
    package var dispatchLine: Int64?
    /// This quantity's part of what the dispatch was booked at: the receiver's booked cost.
    package var cost: Int64?
    package var lot: String?
    package var serial: String?
    package var condition: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.int("line", &line, .ordinal, default: nil)
        visitor.id("product", &product)
        visitor.int("quantity", &quantity, .quantity)
        visitor.int("dispatchLine", &dispatchLine, .ordinal)
        visitor.int("cost", &cost, .money)
        visitor.text("lot", &lot)
        visitor.text("serial", &serial)
        visitor.text("condition", &condition)
    }
}

/// What was sent and what came are not the same. Stands in the sender's partition: what is in transit is the sender's.
package struct TransferDiscrepancyFound: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var transfer = ""
    package var dispatch: String?
    package var document: String?
    package var lines: [TransferDiscrepancyLine] = []

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("transfer", &transfer)
        visitor.id("dispatch", &dispatch)
        visitor.text("document", &document)
        visitor.parts("lines", &lines, required: true)
    }
}

package struct TransferDiscrepancyLine: GoodsLine, Equatable {
    package var line: Int64 = 0
    package var product: String?
    /// Above 0: how much is missing, broken, or too much.
    package var quantity: Int64?
    package var dispatchLine: Int64?
    /// Missing and damaged leave transit at their dispatched cost; a surplus came without having been sent.
    package var kind = ""
    package var reason: String?

    package static let kinds = ["missing", "damaged", "surplus"]

    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.int("line", &line, .ordinal, default: nil)
        visitor.id("product", &product)
        visitor.int("quantity", &quantity, .quantity)
        visitor.int("dispatchLine", &dispatchLine, .ordinal)
        visitor.text("kind", &kind, .choice(Self.kinds))
        visitor.text("reason", &reason)
    }
}

/// Nothing more is expected of a transfer. Stands in the sender's partition.
package struct TransferClosed: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var transfer = ""
    package var dispatch: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("transfer", &transfer)
        visitor.id("dispatch", &dispatch)
    }
}
