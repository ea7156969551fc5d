/// What was typed behind a command: `--flag`, `--option VALUE` (or `--option=VALUE`), and words.
struct Arguments {
    private(set) var positional: [String] = []
    private var flags: Set<String> = []
    private var options: [String: String] = [:]

    /// - Parameters:
    ///   - flags: names (without dashes) that take no value.
    ///   - options: names that take one.
    init(_ words: [String], flags known: Set<String> = [], options withValue: Set<String> = []) throws(UsageError) {
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--") else {
                positional.append(word)
                continue
            }
            let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            if known.contains(parts[0]), parts.count == 1 {
                flags.insert(parts[0])
            } else if withValue.contains(parts[0]) {
                guard let value = parts.count == 2 ? parts[1] : rest.popFirst() else {
                    throw UsageError("--\(parts[0]) needs a value")
                }
                options[parts[0]] = value
            } else {
                throw UsageError("--\(parts[0]) is not known here; davtari help lists what is")
            }
        }
    }

    func has(_ flag: String) -> Bool { flags.contains(flag) }
    func option(_ name: String) -> String? { options[name] }

    func required(_ name: String) throws(UsageError) -> String {
        guard let value = options[name] else { throw UsageError("--\(name) is needed") }
        return value
    }

    func number(_ name: String) throws(UsageError) -> Int? {
        guard let text = options[name] else { return nil }
        guard let number = Int(text), number >= 0 else { throw UsageError("--\(name) takes a number, not “\(text)”") }
        return number
    }
}

/// What was typed cannot be done: one sentence, exit code 2.
struct UsageError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
