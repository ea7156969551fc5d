/// What is said of the members of facts, by where they stand.
///
/// A name is the end of a member's path: `currency` is said of every currency, `foreign.currency` of one inside `foreign`. With a
/// subject before a colon it is said of the facts about that alone (`employee:to`), the subject being what their types begin with.
/// The longest end counts; of equally long ones that with the subject.
struct PathTable<Value: Sendable>: Sendable {
    private let values: [String: Value]

    init(_ all: [(String, Value)]) { values = Dictionary(all) { first, _ in first } }

    var names: Set<String> { Set(values.keys) }

    /// Under which name something is said of a member; nil where nothing is.
    func name(_ subject: String, _ path: String) -> String? {
        var end = Substring(path)
        while true {
            if case let own = "\(subject):\(end)", values[own] != nil { return own }
            if case let any = String(end), values[any] != nil { return any }
            guard let dot = end.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
            end = end[end.utf8.index(after: dot)...]
        }
    }

    subscript(_ subject: String, _ path: String) -> Value? { name(subject, path).flatMap { values[$0] } }

    /// What is said under just this name.
    subscript(_ name: String) -> Value? { values[name] }
}
