import Events

/// What was typed behind a command: `--flag`, `--option VALUE` (or `--option=VALUE`), and words.
struct Arguments {
    /// The command that they stand behind.
    let command: String
    /// All of them as they were typed.
    let typed: [String]
    private(set) var positional: [String] = []
    private var flags: Set<String> = []
    private var options: [String: [String]] = [:]

    /// - Parameters:
    ///   - flags: names (without dashes) that take no value.
    ///   - options: names that take one.
    init(
        _ words: [String], of command: String, flags known: Set<String>, options withValue: Set<String>
    ) throws(UsageError) {
        (self.command, typed) = (command, words)
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
                options[parts[0], default: []].append(value)
            } else if known.contains(parts[0]) {
                throw UsageError("--\(parts[0]) takes no value")
            } else {
                let all = known.union(withValue)
                throw UsageError(
                    "davtari \(command) has no --\(parts[0])\(Self.meant(parts[0], all) { "--\($0)" })", about: command)
            }
        }
    }

    func has(_ flag: String) -> Bool { flags.contains(flag) }
    /// The last that was said.
    func option(_ name: String) -> String? { options[name]?.last }
    /// All that were said, in their order.
    func values(_ name: String) -> [String] { options[name] ?? [] }

    func required(_ name: String) throws(UsageError) -> String {
        guard let value = option(name) else { throw UsageError("--\(name) is needed", about: command) }
        return value
    }

    func number(_ name: String) throws(UsageError) -> Int? {
        guard let text = option(name) else { return nil }
        guard let number = Int(text), number >= 0 else { throw UsageError("--\(name) takes a number, not “\(text)”") }
        return number
    }

    /// The first word, which says what to do, and those behind it.
    func verb(_ known: [String]) throws(UsageError) -> (verb: String, words: [String]) {
        let list = known.joined(separator: ", ")
        guard let said = positional.first else {
            throw UsageError("say what davtari \(command) is to do: \(list)", about: command)
        }
        guard known.contains(said) else {
            let meant = Self.meant(said, known) { $0 }
            throw UsageError(
                "davtari \(command) cannot “\(said)”\(meant.isEmpty ? ": there are \(list)" : meant)", about: command)
        }
        return (said, Array(positional.dropFirst()))
    }

    /// The question whether something else was meant, where it looks like it.
    static func meant(_ said: String, _ known: some Sequence<String>, _ written: (String) -> String) -> String {
        Spelling.nearest(to: said, among: known.sorted()).map { "; did you mean \(written($0))?" } ?? ""
    }
}

/// What was typed cannot be done: one sentence, exit code 2.
struct UsageError: Error, CustomStringConvertible {
    let description: String

    /// - Parameter command: whose help says more.
    init(_ sentence: String, about command: String? = nil) {
        description = sentence + (command.map { " (davtari help \($0) tells more)" } ?? "")
    }
}
