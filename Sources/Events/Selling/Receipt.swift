import JSON

/// A retail transaction as its till wrote it (ARTS POSLog RetailTransaction). Its id is its `writer:writerseq`.
package struct Receipt: FactPart, Equatable {
    package var circumstances = Circumstances()
    package var number: String?
    package var businessDate: CalendarDay?
    package var till: String?
    package var drawer: String?
    package var shift: String?
    package var channel: String?
    package var training = false
    package var currency = ""
    package var taxPolicy: TaxPolicy?
    package var roundingPolicy: String?
    package var pipelineVersion: String?
    package var customer: String?
    package var customerCategory: String?
    package var order: String?
    package var contract: String?
    package var visit: String?
    package var fiscal: Fiscal?
    package var gross: Int64 = 0
    package var discount: Int64 = 0
    /// Defaults to gross − tax.
    package var net: Int64?
    package var tax: Int64 = 0
    package var rounding: Int64 = 0
    package var lines: [Line] = []
    package var tenders: [Tender] = []

    package init() {}

    /// Whether a line that moves goods does not say which, or how many. Asked here, where lines are looked at in place.
    package var hasUnreadableGoods: Bool { lines.contains { $0.movesGoods && !$0.isReadable } }

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("number", &number)
        visitor.day("businessDate", &businessDate, required: true)
        visitor.id("till", &till)
        visitor.id("drawer", &drawer)
        visitor.id("shift", &shift)
        visitor.id("channel", &channel)
        visitor.bool("training", &training)
        visitor.text("currency", &currency, .currency)
        visitor.part("taxPolicy", &taxPolicy)
        visitor.id("roundingPolicy", &roundingPolicy)
        visitor.id("pipelineVersion", &pipelineVersion)
        visitor.id("customer", &customer)
        visitor.id("customerCategory", &customerCategory)
        visitor.id("order", &order)
        visitor.id("contract", &contract)
        visitor.id("visit", &visit)
        visitor.part("fiscal", &fiscal)
        visitor.money("gross", &gross)
        visitor.money("discount", &discount, default: 0)
        visitor.int("net", &net, .money)
        visitor.money("tax", &tax, default: 0)
        visitor.money("rounding", &rounding, default: 0)
        visitor.parts("lines", &lines, required: true)
        visitor.parts("tenders", &tenders)
    }

    package var netOrDefault: Int64 { net ?? gross.subtractingReportingOverflow(tax).partialValue }
}

package struct TaxPolicy: FactPart, Equatable {
    private static let pers = ["line", "receipt"]
    package var id: String?
    package var inclusive = false
    package var per: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("id", &id)
        visitor.bool("inclusive", &inclusive)
        visitor.text("per", &per, .choice(Self.pers))
    }
}

/// What the fiscal device said of the receipt.
package struct Fiscal: FactPart, Equatable {
    package var device: String?
    package var number: String?
    package var sign: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.text("device", &device)
        visitor.text("number", &number)
        visitor.text("sign", &sign)
    }
}
