import Concurrency
import Foundation

/// How far something is: a bar that moves on a terminal, a plain line every few seconds elsewhere. On standard error.
final class ProgressReport: @unchecked Sendable {
    struct State {
        /// From 0 to 1.
        var fraction: Double
        /// What is told behind the bar.
        var text: String
        var secondsLeft: Double?
    }

    private static let barPause = Duration.milliseconds(200)
    private static let plainPause = Duration.seconds(5)
    private static let barWidth = 20

    // @unchecked: everything below is read and written under `condition`.
    private let condition = Condition()
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let look: @Sendable () -> State
    private var isEnding = false
    private var isRunning = true
    private var isBarShown = false

    /// Asks `look` for the state now and then until `finish`.
    init(_ look: @escaping @Sendable () -> State) {
        self.look = look
        let thread = Thread { [self] in run() }
        thread.name = "progress"
        thread.start()
    }

    /// Prints a line between two states of the bar.
    func say(_ line: String) {
        condition.withLock {
            Console.error((isBarShown ? "\r\u{1B}[K" : "") + line)
            isBarShown = false
        }
    }

    /// Shows the last state and ends.
    func finish() {
        condition.withLock {
            isEnding = true
            condition.broadcast()
            while isRunning { condition.wait() }
        }
    }

    /// A line that wraps would not be overwritten by the next.
    private static var columns: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 else { return 80 }
        return Int(size.ws_col)
    }

    private func run() {
        condition.withLock {
            while !isEnding {
                _ = condition.wait(until: .now + (isTerminal ? Self.barPause : Self.plainPause))
                show()
            }
            if isBarShown { Console.error("") }
            isRunning = false
            condition.broadcast()
        }
    }

    private func show() {
        let state = look()
        let percent = "\(Int(min(max(state.fraction, 0), 1) * 100)) %"
        let left = state.secondsLeft.map { ", \(Console.clock($0)) left" } ?? ""
        guard isTerminal else { return Console.error("\(percent), \(state.text)\(left)") }
        let filled = Int(min(max(state.fraction, 0), 1) * Double(Self.barWidth))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.barWidth - filled)
        let line = "\(bar) \(percent), \(state.text)\(left)".prefix(Self.columns - 1)
        Console.write("\r\u{1B}[K\(line)", to: FileHandle.standardError)
        isBarShown = true
    }
}

/// Text for people, at once and unbuffered: what is said must reach a pipe when it is said.
enum Console {
    static func say(_ line: String) { write(line + "\n", to: FileHandle.standardOutput) }
    static func error(_ line: String) { write(line + "\n", to: FileHandle.standardError) }

    /// A reader that went away is no reason to stop.
    static func write(_ text: String, to file: FileHandle) { try? file.write(contentsOf: Data(text.utf8)) }

    /// Digits in groups of three, as in `1 469 307`.
    static func grouped(_ number: some BinaryInteger) -> String {
        var groups = ""
        for (place, digit) in String(number).reversed().enumerated() {
            if place > 0, place % 3 == 0, digit != "-" { groups.append(" ") }
            groups.append(digit)
        }
        return String(groups.reversed())
    }

    /// How many a second; `-` before anything can be said.
    static func rate(_ count: Int, in seconds: Double) -> String {
        seconds > 0 ? grouped(Int(Double(count) / seconds)) : "-"
    }

    /// Minutes and seconds, or hours too.
    static func clock(_ seconds: Double) -> String {
        let whole = Int(min(seconds.rounded(), 1e6))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let minutes = whole / 60
        if minutes < 60 { return "\(minutes):\(two(whole % 60))" }
        return "\(minutes / 60):\(two(minutes % 60)):\(two(whole % 60))"
    }
}
