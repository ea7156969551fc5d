/// A broken rule of a fact: where, which, and a sentence for a person.
package struct Fault: Sendable, Equatable, Hashable {
    /// The place inside `data`, e.g. `lines[2].gross`.
    package var path: String
    /// The rule's name, e.g. `integer`, `sum.gross`; stable, for programs.
    package var rule: String
    package var message: String
    /// Of a rule that compares two numbers: what the fact says there, and what it should be by the rest of the fact. Money in
    /// minor units.
    package var numbers: Numbers?

    package struct Numbers: Sendable, Equatable, Hashable {
        package var said: Int64
        package var found: Int64
        package init(said: Int64, found: Int64) { (self.said, self.found) = (said, found) }
    }

    package init(_ path: String, _ rule: String, _ message: String, _ numbers: Numbers? = nil) {
        (self.path, self.rule, self.message, self.numbers) = (path, rule, message, numbers)
    }

    /// The same fault as seen from outside the member that it is in.
    package func within(_ member: String) -> Fault { Fault("\(member).\(path)", rule, message, numbers) }
}

/// What a reader collects while it goes on reading.
final class FaultList {
    private(set) var faults: [Fault] = []
    /// A name stands twice in an object somewhere: then nothing read of the fact is worth anything.
    var hasRepeatedName = false
    /// One fact must not fill memory with its faults.
    static let limit = 100

    func add(_ fault: Fault) {
        if faults.count < Self.limit { faults.append(fault) }
    }
}
