/// A receipt that was begun and is put aside: no goods and no money move. It may go on at another till of the store.
package struct ReceiptSuspended: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var suspension = ""
    package var basket: Basket?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("suspension", &suspension)
        visitor.part("basket", &basket, required: true)
    }
}

/// A receipt that was put aside goes on here.
package struct ReceiptResumed: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var suspension = ""
    package var till: String?
    package var shift: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("suspension", &suspension)
        visitor.id("till", &till)
        visitor.id("shift", &shift)
    }
}

/// A receipt comes to nothing: one that was begun and never completed (a transaction void; no goods and no money move), or
/// the completed one that it names, which is a revision of that to nothing.
package struct ReceiptCancelled: FactBody, Equatable {
    package var circumstances = Circumstances()
    /// The completed receipt that it undoes, as `writer:writerseq`; nil: none was completed.
    package var receipt: String?
    /// Among the revisions of that receipt.
    package var revision: Int64 = 1
    /// The suspension that it ends, if it was put aside.
    package var suspension: String?
    package var basket: Basket?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("receipt", &receipt)
        visitor.int("revision", &revision, .ordinal, default: 1)
        visitor.id("suspension", &suspension)
        visitor.part("basket", &basket)
    }
}

/// What was in a receipt that was not completed.
package struct Basket: FactPart, Equatable {
    package var number: String?
    package var businessDate: CalendarDay?
    package var till: String?
    package var drawer: String?
    package var shift: String?
    package var customer: String?
    package var customerCategory: String?
    package var order: String?
    package var currency = ""
    package var gross: Int64?
    package var lines: [Line] = []
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("number", &number)
        visitor.day("businessDate", &businessDate, required: false)
        visitor.id("till", &till)
        visitor.id("drawer", &drawer)
        visitor.id("shift", &shift)
        visitor.id("customer", &customer)
        visitor.id("customerCategory", &customerCategory)
        visitor.id("order", &order)
        visitor.text("currency", &currency, .currency)
        visitor.int("gross", &gross, .money)
        visitor.parts("lines", &lines, required: true)
    }
}

/// A completed receipt is undone whole, in the same shift and at the same till, with its tenders (a post void). Goods and
/// money go back to where they were: a revision of the receipt to nothing.
package struct ReceiptVoided: FactBody, Equatable {
    package var circumstances = Circumstances()
    /// The receipt, as `writer:writerseq`.
    package var receipt = ""
    /// Among the revisions of the receipt, corrections and all: the highest counts, then the last in the total order.
    package var revision: Int64 = 1
    package var number: String?
    package var businessDate: CalendarDay?
    package var shift: String?
    package var fiscal: Fiscal?
    package var currency: String?
    /// How the money went back: negative amounts.
    package var tenders: [Tender] = []
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("receipt", &receipt)
        visitor.int("revision", &revision, .ordinal, default: 1)
        visitor.id("number", &number)
        visitor.day("businessDate", &businessDate, required: false)
        visitor.id("shift", &shift)
        visitor.part("fiscal", &fiscal)
        visitor.text("currency", &currency, .currency)
        visitor.parts("tenders", &tenders)
    }
}
