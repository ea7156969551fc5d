import Glibc

/// The log of a house: a line an event on standard error, with its time, its severity, the process, what it is about, and the
/// request where there is one.
///
/// Under systemd each line begins with its priority (sd-daemon(3)), so that `journalctl -p warning` finds it.
package final class HouseLog {
    private let isJournal: Bool
    private let write: (String) -> Void
    private var outages = Outages()

    /// What a trap says in one line, and what a library writes, may be longer than what we say.
    private static let rawLimit = 2_000

    /// - Parameters:
    ///   - isJournal: whether journald reads the lines.
    ///   - write: given each line, without its end.
    package init(isJournal: Bool = HouseLog.isJournal(), write: @escaping (String) -> Void = HouseLog.toStandardError) {
        (self.isJournal, self.write) = (isJournal, write)
    }

    /// What a process of the house tells.
    package func hear(_ message: Message, from part: String, at now: ContinuousClock.Instant = .now) {
        var message = message
        switch message.outage {
        case .began: guard outages.begin(message.what, in: part, at: now) else { return }
        case .over:
            guard let time = outages.end(message.what, in: part, at: now) else { return }
            message.text = Outages.back(after: time)
        case nil: break
        }
        tell(message, part)
    }

    /// What a process wrote on its standard error: a trap, or a library. It says whatever it likes on its line.
    package func hear(raw line: String, from part: String) {
        guard !line.isEmpty else { return }
        tell(Message(.warning, "stderr", OneLine.of(line, limit: Self.rawLimit)), part)
    }

    /// A process serves: what its last life missed it has found.
    package func serves(_ part: String, at now: ContinuousClock.Instant = .now) {
        for what in outages.missed(by: part) { hear(Message(.notice, what, "", outage: .over), from: part, at: now) }
    }

    private func tell(_ message: Message, _ part: String) {
        let request = message.request.map { " [request \($0)]" } ?? ""
        let line = "\(Self.time()) \(message.severity.name) \(part) \(message.what): \(message.text)\(request)"
        write(isJournal ? "<\(message.severity.rawValue)>\(line)" : line)
    }

    /// As RFC 3339 writes it, in UTC with milliseconds.
    private static func time() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var parts = tm()
        gmtime_r(&now.tv_sec, &parts)
        func digits(_ number: Int32, _ count: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        return "\(digits(parts.tm_year + 1900, 4))-\(digits(parts.tm_mon + 1, 2))-\(digits(parts.tm_mday, 2))"
            + "T\(digits(parts.tm_hour, 2)):\(digits(parts.tm_min, 2)):\(digits(parts.tm_sec, 2))"
            + ".\(digits(Int32(now.tv_nsec / 1_000_000), 3))Z"
    }

    /// Whether what is written on standard error goes to journald, which says so by the stream's device and inode (systemd.exec(5)).
    package static func isJournal() -> Bool {
        guard let said = getenv("JOURNAL_STREAM") else { return false }
        var about = stat()
        return fstat(STDERR_FILENO, &about) == 0 && String(cString: said) == "\(about.st_dev):\(about.st_ino)"
    }

    /// In one write, as the lines of several processes may meet there.
    package static func toStandardError(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        // A log that nobody can read any more is no reason to stop.
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}
