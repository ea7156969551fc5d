/// A fact that the door refused for its form, resent under its number so that the book has no gap.
package struct RecordDamaged: FactPart, Equatable {
    package var circumstances = Circumstances()
    package var bytes = ""
    package var error: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.text("bytes", &bytes, .base64)
        visitor.text("error", &error)
    }
}

/// Numbers of a writer's book that are lost for good, so that completeness may pass them.
package struct NumbersWrittenOff: FactPart, Equatable {
    package var circumstances = Circumstances()
    package var writer = ""
    package var from: Int64 = 0
    package var to: Int64 = 0
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("writer", &writer)
        visitor.int("from", &from, .ordinal, default: nil)
        visitor.int("to", &to, .ordinal, default: nil)
    }
}
