/// What a foreign currency is worth: base minor units = foreign minor units · numerator / denominator, from `effectiveAt`
/// on, until another is set.
package struct ExchangeRateSet: FactBody, Equatable {
    package var circumstances = Circumstances()
    /// The id that tenders and documents name.
    package var rate = ""
    package var currency = ""
    package var baseCurrency = ""
    package var numerator: Int64 = 1
    package var denominator: Int64 = 1
    /// Who says so: a central bank, the owner.
    package var source: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("rate", &rate)
        visitor.text("currency", &currency, .currency)
        visitor.text("baseCurrency", &baseCurrency, .currency)
        visitor.int("numerator", &numerator, .ordinal, default: nil)
        visitor.int("denominator", &denominator, .ordinal, default: nil)
        visitor.text("source", &source)
    }
}
