/// What somebody did in an hour that changes nothing and is yet to be known: signing in, being refused, looking at persons,
/// taking data out. One fact an hour, person and kind of access, which begins at `effectiveAt`; no value that was seen stands in it.
package struct AccessRecorded: FactBody, Equatable {
    package var circumstances = Circumstances()
    package var access = ""
    /// The name that was signed in with; none of those that nobody has, which are counted together.
    package var signIn: String?
    /// How often.
    package var times: Int64 = 0
    package var reports: [AccessPart] = []

    package static let kinds = Kind.allCases.map(\.rawValue)

    package enum Kind: String, Sendable, CaseIterable {
        case signIn
        case signInRefused
        /// A page or an answer that shows who somebody is, or what they bought.
        case look
        /// A report as a file, or as rows for a program.
        case export
    }

    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.text("access", &access, .choice(Self.kinds))
        visitor.id("signIn", &signIn)
        visitor.int("times", &times, .number, default: nil)
        visitor.parts("reports", &reports)
    }
}

/// What was looked at, or taken out.
package struct AccessPart: FactPart, Equatable {
    /// A report's name, or a page's.
    package var report = ""
    package var times: Int64 = 0
    /// How many rows all answers had together.
    package var rows: Int64?
    /// By which columns rows were picked.
    package var columns: [String] = []
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.id("report", &report)
        visitor.int("times", &times, .number, default: nil)
        visitor.int("rows", &rows, .number)
        visitor.texts("columns", &columns)
    }
}
