import Synchronization

/// What this process says to its log: lines that nobody else can write into, and not without end.
///
/// Requests cause lines while the database is away, and whoever sends them is not known then: what they wrote appears on one line,
/// with its control characters spelled out, cut short; and of each kind only so many appear a minute.
package final class Voice: Sendable {
    private static let linesAMinute = 10
    private static let lineLimit = 400

    private struct Kind {
        var since: ContinuousClock.Instant
        var told = 0
        var untold = 0
    }

    private let kinds = Mutex<[String: Kind]>([:])
    private let report: @Sendable (String) -> Void

    package init(_ report: @escaping @Sendable (String) -> Void) { self.report = report }

    /// - Parameter kind: one of a few words of ours.
    package func say(_ kind: String, _ sentence: String, at now: ContinuousClock.Instant = .now) {
        let (isTold, untold) = kinds.withLock { kinds -> (Bool, Int) in
            var state = kinds[kind] ?? Kind(since: now)
            var untold = 0
            if now - state.since >= .seconds(60) {
                untold = state.untold
                state = Kind(since: now)
            }
            let isTold = state.told < Self.linesAMinute
            if isTold { state.told += 1 } else { state.untold += 1 }
            kinds[kind] = state
            return (isTold, untold)
        }
        if untold > 0 { report("\(kind): \(untold) more like it were not told") }
        if isTold { report(Self.onOneLine(sentence)) }
    }

    /// A text as one line of a log can have it.
    package static func onOneLine(_ text: String) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            guard line.utf8.count < lineLimit else { return line + "…" }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                line += "\\u{\(String(scalar.value, radix: 16))}"
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line
    }
}
