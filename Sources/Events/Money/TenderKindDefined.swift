/// A kind of tender of the chain's own (`qr`, a meal voucher) and what it is called; again: replaced whole. A receipt may say
/// any kind: one that nobody has defined counts, and is listed.
package struct TenderKindDefined: FactBody, Equatable {
    package var circumstances = Circumstances()
    /// What tenders say as their `kind`; none of `Tender.kinds`.
    package var kind = ""
    package var name: LocalName?
    /// No till takes it any more.
    package var retired = false
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("kind", &kind)
        visitor.part("name", &name)
        visitor.bool("retired", &retired)
    }
}
