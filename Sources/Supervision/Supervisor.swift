import CLinux
import Glibc
import Logging

/// A small parent: starts its children, starts again what died, passes on what they say, and ends them in order.
///
/// It has one thread and waits in one place, so there is next to nothing in it that could die. When it is killed its children
/// are, by the kernel (`Childhood.begin`).
package final class Supervisor {
    /// A process to be kept running.
    package struct Child {
        package let name: String
        /// The command line behind the binary's name.
        package let words: [String]
        /// Descriptors that it gets, from 3 on.
        package let descriptors: [Int32]

        package init(_ name: String, words: [String], descriptors: [Int32]) {
            (self.name, self.words, self.descriptors) = (name, words, descriptors)
        }
    }

    /// What a child prints on its standard output once it serves.
    package static let readyLine = "ready"
    /// What it prints while it waits for what all of them need.
    package static let waitingLine = "waiting"

    /// Between a death and the next start: at once where a child has lived, a little later where it dies at its start.
    private static let restMilliseconds = 50
    private static let longRestMilliseconds = 800
    private static let livedMilliseconds = 5_000
    /// After a request to end: for answers, commits and a log's last appends. Then they are killed, and nothing is lost by that.
    private static let graceMilliseconds = 20_000

    private let binary: String
    /// A signal may reach another thread of this process, where it has some.
    private static let lookMilliseconds = 500

    private var kept: [Kept]
    private let log: HouseLog
    private let deaths: (_ name: String, _ reason: String) -> Void
    private let signals: Int32
    private let poll: Int32

    private struct Kept {
        let child: Child
        var process: ChildProcess?
        var lines = SpokenLines()
        var printed = SpokenLines()
        var isReady = false
        var isWaiting = false
        var startedAt = 0
        var startAt = 0
    }

    /// - Parameters:
    ///   - binary: what the children run; by itself what this process runs.
    ///   - log: told what children tell, and each death.
    ///   - deaths: told who died and why, in one sentence with its last words.
    package init(
        _ children: [Child], binary: String = "/proc/self/exe", log: HouseLog,
        deaths: @escaping (_ name: String, _ reason: String) -> Void
    ) {
        self.binary = binary
        kept = children.map { Kept(child: $0) }
        (self.log, self.deaths) = (log, deaths)
        (signals, poll) = (linux_signals_open(), linux_poll_open())
        _ = linux_poll_watch(poll, signals, linux_can_read)
    }

    /// Runs until told to stop, or until a child that never served ends: then something is wrong that a new start would not mend.
    ///
    /// - Parameter ready: called once, when all serve.
    /// - Returns: the exit code.
    package func run(ready: () -> Void) throws -> Int32 {
        var hasServed = false
        while true {
            let now = milliseconds()
            for place in kept.indices where kept[place].process == nil && kept[place].startAt <= now {
                // At first the others wait for the first, unless it waits itself: what is wrong for all of them is then told once.
                if hasServed || place == 0 || kept[0].isReady || kept[0].isWaiting { try start(place) }
            }
            if !hasServed, kept.allSatisfy(\.isReady) {
                hasServed = true
                ready()
            }
            let rest = kept.filter { $0.process == nil && $0.startAt > 0 }.map { max(0, $0.startAt - milliseconds()) }
                .min()
            for signal in listen(milliseconds: min(rest ?? Self.lookMilliseconds, Self.lookMilliseconds))
            where signal != SIGCHLD { return end(0) }
            for (place, ending) in buried() {
                if !hasServed, !kept[place].isReady {
                    _ = end(0)
                    return ending.exitCode == 0 ? 1 : ending.exitCode
                }
                mourn(place, ending)
            }
        }
    }

    // MARK: Starting and dying

    private func start(_ place: Int) throws {
        let process = try ChildProcess(
            binary, [CommandLine.arguments.first ?? "davtari"] + kept[place].child.words,
            handing: kept[place].child.descriptors)
        kept[place].process = process
        (kept[place].lines, kept[place].printed) = (SpokenLines(), SpokenLines())
        kept[place].startedAt = milliseconds()
        for descriptor in [process.output, process.errors] { _ = linux_poll_watch(poll, descriptor, linux_can_read) }
    }

    private func mourn(_ place: Int, _ ending: Ending) {
        let name = kept[place].child.name
        let lived = milliseconds() - kept[place].startedAt
        let isUsual = kept[place].isReady && lived >= Self.livedMilliseconds
        kept[place].startAt = milliseconds() + (isUsual ? Self.restMilliseconds : Self.longRestMilliseconds)
        kept[place].isReady = false
        tell("the \(name) ended \(ending); it is started again")
        let reason = kept[place].lines.reason
        deaths(name, "ended \(ending)" + (reason.isEmpty ? "" : ": \(reason)"))
    }

    /// Children that have ended, with their last words heard.
    private func buried() -> [(place: Int, Ending)] {
        var buried: [(place: Int, Ending)] = []
        for place in kept.indices {
            var status: Int32 = 0
            guard let process = kept[place].process, waitpid(process.pid, &status, WNOHANG) == process.pid else {
                continue
            }
            hear(process.errors)
            hear(process.output)
            for line in kept[place].lines.rest() { log.hear(raw: line, from: kept[place].child.name) }
            for descriptor in [process.output, process.errors] {
                linux_poll_forget(poll, descriptor)
                close(descriptor)
            }
            kept[place].process = nil
            buried.append((place, Ending(status: status)))
        }
        return buried
    }

    // MARK: Listening

    /// Waits for words or signals; the signals that came.
    private func listen(milliseconds: Int) -> [Int32] {
        var descriptors = [Int32](repeating: 0, count: 16)
        var events = [UInt32](repeating: 0, count: 16)
        let count = linux_poll_wait(poll, &descriptors, &events, 16, Int32(clamping: milliseconds))
        for descriptor in descriptors.prefix(Int(count)) where descriptor != signals { hear(descriptor) }
        var came: [Int32] = []
        while true {
            let signal = linux_signals_next(signals)
            if signal == 0 { return came }
            came.append(signal)
        }
    }

    /// Passes on what a child has said; its end is heard of by waiting for it.
    private func hear(_ descriptor: Int32) {
        guard
            let place = kept.firstIndex(where: {
                $0.process.map { [$0.output, $0.errors].contains(descriptor) } ?? false
            })
        else { return }
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 { linux_poll_forget(poll, descriptor) }
            guard count > 0 else { return }
            if descriptor == kept[place].process?.output {
                for line in kept[place].printed.take(buffer.prefix(count)) { hear(printed: line, of: place) }
            } else {
                for line in kept[place].lines.take(buffer.prefix(count)) {
                    log.hear(raw: line, from: kept[place].child.name)
                }
            }
        }
    }

    /// A child prints for its parent alone, so nobody else's words stand there.
    private func hear(printed line: String, of place: Int) {
        let name = kept[place].child.name
        if line == Self.readyLine {
            kept[place].isReady = true
            log.serves(name)
        } else if line == Self.waitingLine {
            kept[place].isWaiting = true
        } else if let message = Message(line) {
            log.hear(message, from: name)
            if message.severity == .error { kept[place].lines.remember(message.text) }
        }
    }

    private func tell(_ text: String) { log.hear(Message(.error, "processes", text), from: "parent") }

    // MARK: Ending

    /// Asks all to end and waits; a second request, or too long a wait, ends them at once.
    private func end(_ code: Int32) -> Int32 {
        for process in kept.compactMap(\.process) { kill(process.pid, SIGTERM) }
        let deadline = milliseconds() + Self.graceMilliseconds
        while kept.contains(where: { $0.process != nil }) {
            let isImpatient = listen(milliseconds: max(0, deadline - milliseconds())).contains { $0 != SIGCHLD }
            _ = buried()
            guard isImpatient || milliseconds() >= deadline else { continue }
            for one in kept {
                guard let process = one.process else { continue }
                tell("the \(one.child.name) did not end in time and is killed")
                kill(process.pid, SIGKILL)
                var status: Int32 = 0
                waitpid(process.pid, &status, 0)
            }
            return isImpatient ? 130 : code
        }
        return code
    }

    /// By a clock that nobody sets.
    private func milliseconds() -> Int {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return now.tv_sec * 1000 + now.tv_nsec / 1_000_000
    }
}
