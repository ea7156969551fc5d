import Foundation

/// A command of the built binary, as somebody typed it, and what came of it.
struct Typed {
    let status: Int32
    let output: String
    let errors: String

    /// Runs it to its end, with nobody at a terminal.
    ///
    /// - Parameter input: what it finds on its standard input.
    init(_ words: [String], environment: [String: String] = [:], input: String = "") throws {
        let process = Process()
        let (output, errors, typed) = (Pipe(), Pipe(), Pipe())
        process.executableURL = Served.binary
        process.arguments = words
        // Where a Davtari of the developer's own is, is not for tests.
        let inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("DAVTARI_") }
        process.environment = inherited.merging(environment) { $1 }
        (process.standardOutput, process.standardError, process.standardInput) = (output, errors, typed)
        try process.run()
        try typed.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try typed.fileHandleForWriting.close()
        // Neither says more than a pipe holds.
        self.output = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        self.errors = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        status = process.terminationStatus
    }
}
