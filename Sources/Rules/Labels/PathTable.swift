/// What is said of the members of facts, by where they stand.
///
/// A name is the end of a member's path: `currency` is said of every currency, `foreign.currency` of one inside `foreign`. With a
/// subject before a colon it is said of the facts about that alone: of one type (`receipt.completed:operator`), or of all whose
/// types begin so (`employee:to`). The longest end counts; of equally long ones that with the narrowest subject.
struct PathTable<Value: Sendable>: Sendable {
    private let values: [String: Value]

    init(_ all: [(String, Value)]) { values = Dictionary(all) { first, _ in first } }

    var names: Set<String> { Set(values.keys) }

    /// Under which name something is said of a member; nil where nothing is.
    ///
    /// - Parameter subject: a type without its version, or what types begin with.
    func name(_ subject: String, _ path: String) -> String? {
        let area = subject.prefix { $0 != "." }
        var end = Substring(path)
        while true {
            if case let own = "\(subject):\(end)", values[own] != nil { return own }
            if case let own = "\(area):\(end)", values[own] != nil { return own }
            if case let any = String(end), values[any] != nil { return any }
            guard let dot = end.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
            end = end[end.utf8.index(after: dot)...]
        }
    }

    subscript(_ subject: String, _ path: String) -> Value? { name(subject, path).flatMap { values[$0] } }

    /// What is said under just this name.
    subscript(_ name: String) -> Value? { values[name] }
}
