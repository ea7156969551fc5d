/// A tax and its rate within `[from, to)`. Receipts carry the rate that they were taxed with, and keep it for their returns.
package struct TaxSet: FactBody, Equatable {
    package var circumstances = Circumstances()
    /// The code that lines name.
    package var tax = ""
    package var name: LocalName?
    package var kind: String?
    /// Millionths.
    package var rate: Int64 = 0
    package var from: CalendarDay?
    package var to: CalendarDay?
    /// Empty: the whole chain.
    package var stores: [String] = []
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("tax", &tax)
        visitor.part("name", &name)
        visitor.id("kind", &kind)
        visitor.int("rate", &rate, .rate, default: nil)
        visitor.day("from", &from, required: false)
        visitor.day("to", &to, required: false)
        visitor.texts("stores", &stores)
    }
}
