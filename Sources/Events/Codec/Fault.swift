/// A broken rule of a fact: where, which, and a sentence for a person.
package struct Fault: Sendable, Equatable, Hashable {
    /// The place inside `data`, e.g. `lines[2].gross`.
    package var path: String
    /// The rule's name, e.g. `integer`, `sum.gross`; stable, for programs.
    package var rule: String
    package var message: String

    package init(_ path: String, _ rule: String, _ message: String) {
        (self.path, self.rule, self.message) = (path, rule, message)
    }
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
