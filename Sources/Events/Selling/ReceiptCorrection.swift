/// Replaces a whole receipt: the highest revision counts, at the original's effective time.
package struct ReceiptCorrection: FactPart, Equatable {
    package var circumstances = Circumstances()
    /// The original's id, `writer:writerseq`.
    package var receipt = ""
    package var revision: Int64 = 1
    package var replacement: Receipt?

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("receipt", &receipt)
        visitor.int("revision", &revision, .ordinal, default: nil)
        visitor.part("replacement", &replacement, required: true)
    }
}
