/// What a process says, line by line, and its last words.
struct SpokenLines {
    /// Lines remembered: a trap tells its place in one, and where it was called from in the next ones.
    private static let kept = 60
    /// Of those, what is told of a death where no trap says why.
    private static let told = 3
    /// A line that has not ended by then is told as it is.
    private static let lineLimit = 8 << 10

    private var unfinished: [UInt8] = []
    private(set) var last: [String] = []

    /// The lines that are complete with these bytes.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [String] {
        var lines: [String] = []
        for byte in bytes {
            if byte != UInt8(ascii: "\n") { unfinished.append(byte) }
            if byte == UInt8(ascii: "\n") || unfinished.count >= Self.lineLimit { lines.append(finish()) }
        }
        return lines
    }

    /// The process says no more: what it left unfinished.
    mutating func rest() -> [String] { unfinished.isEmpty ? [] : [finish()] }

    /// Why the process ended, as far as it said so: Swift's line about a trap, else its last words.
    var reason: String {
        if let trap = last.last(where: { $0.contains("Fatal error") || $0.contains("Program crashed") }) { return trap }
        return last.filter { !$0.isEmpty }.suffix(Self.told).joined(separator: " / ")
    }

    /// What it told in another way counts among its last words.
    mutating func remember(_ line: String) {
        last.append(line)
        if last.count > Self.kept { last.removeFirst() }
    }

    private mutating func finish() -> String {
        defer { unfinished = [] }
        let line = String(decoding: unfinished, as: UTF8.self)
        remember(line)
        return line
    }
}
