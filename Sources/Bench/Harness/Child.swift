import Foundation

/// A davtari of the run's own, as a process of its own: what it takes of memory is its own, and what it measures is not
/// disturbed by what the measuring side holds.
package final class Child {
    private let process: Process
    private let output: Pipe
    /// Where its standard error goes, for the words to a failure.
    private let errors: String

    /// - Parameters:
    ///   - words: behind the binary's name.
    ///   - input: what it reads from its standard input.
    package init(_ binary: String, _ words: [String], input: String? = nil) throws {
        process = Process()
        output = Pipe()
        errors =
            NSTemporaryDirectory()
            + "davtari-bench-\(ProcessInfo.processInfo.processIdentifier)-\(Self.count.next()).log"
        process.executableURL = URL(fileURLWithPath: binary)
        process.arguments = words
        // What the shell says for another Davtari is not for this one.
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("DAVTARI_") }
        _ = FileManager.default.createFile(atPath: errors, contents: nil)
        process.standardError = FileHandle(forWritingAtPath: errors)
        process.standardOutput = output
        let feed = Pipe()
        process.standardInput = feed
        try process.run()
        if let input { feed.fileHandleForWriting.write(Data(input.utf8)) }
        try feed.fileHandleForWriting.close()
    }

    deinit {
        stop()
        try? FileManager.default.removeItem(atPath: errors)
    }

    private static let count = Counter()

    package var pid: Int32 { process.processIdentifier }
    package var isRunning: Bool { process.isRunning }

    /// The first line that begins with these words, without them; waits for it.
    package func line(beginning words: String, seconds: Double) throws -> String {
        let deadline = Date().addingTimeInterval(seconds)
        var text = ""
        while Date() < deadline {
            let some = output.fileHandleForReading.availableData
            guard !some.isEmpty else { throw BenchError("davtari ended early: \(said)") }
            text += String(decoding: some, as: UTF8.self)
            if let line = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                .first(where: { $0.hasPrefix(words) })
            {
                return String(line.dropFirst(words.count))
            }
        }
        throw BenchError("davtari did not say “\(words)” within \(Int(seconds)) s: \(said)")
    }

    /// Everything it prints; waits for its end, which must be a good one.
    package func finish() throws -> String {
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchError("davtari failed: \(said)") }
        return text
    }

    /// Ends it in order and waits for that.
    package func stop() {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }

    /// It and the processes that it has started.
    private var all: [String] {
        let own = "\(pid)"
        let children = (try? String(contentsOfFile: "/proc/\(own)/task/\(own)/children", encoding: .utf8)) ?? ""
        return [own] + children.split(separator: " ").map(String.init)
    }

    /// The most memory that it and its children ever had resident, in bytes: Linux's VmHWM, of each by itself, added.
    package func peakBytes() throws -> Double { try all.reduce(0) { $0 + (try Self.peakBytes(of: $1)) } }

    /// What it has used of the processors so far: Linux's utime and stime, which count in hundredths.
    package func cpuSeconds() throws -> Double { try all.reduce(0) { $0 + (try Self.cpuSeconds(of: $1)) } }

    private static func cpuSeconds(of process: String) throws -> Double {
        let stat = try String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        // The second field is a name in parentheses, which may hold blanks.
        let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
        guard fields.count > 13, let user = Double(fields[12]), let kernel = Double(fields[13]) else {
            throw BenchError("/proc/\(process)/stat cannot be read")
        }
        return (user + kernel) / 100
    }

    package static func peakBytes(of process: String) throws -> Double {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
            let kibibytes = Double(line.dropFirst(6).split(whereSeparator: \.isWhitespace).first ?? "")
        else { throw BenchError("/proc/\(process)/status names no VmHWM") }
        return kibibytes * 1024
    }

    private var said: String {
        let text = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
        return text.isEmpty ? "it said nothing" : String(text.suffix(2_000))
    }

    /// A command's output, its white space at the ends taken off.
    package static func output(_ binary: String, _ words: [String], input: String? = nil) throws -> String {
        try Child(binary, words, input: input).finish().trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
