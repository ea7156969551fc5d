import Foundation
import Gateway
import Projections

/// Gateway and projection workers in one process, until told to stop.
enum ServeCommand {
    static let command = Davtari.Command(
        name: "serve",
        usage: """
            [--listen ADDRESS:PORT] [--no-projections]
                takes events, folds them, answers queries and shows pages; ends on Ctrl-C
            """, run: { try run($0) })

    private static func run(_ words: [String]) throws {
        let arguments = try Arguments(
            words, flags: ["no-projections"], options: Environment.options.union(["listen"]))
        let environment = try Environment(arguments)
        let stop = StopSignal()
        let host = ProcessInfo.processInfo.hostName
        var configuration = Configuration(
            conninfo: environment.conninfo, instance: "\(host) \(ProcessInfo.processInfo.processIdentifier)")
        (configuration.address, configuration.port) = try address(
            Environment.value(arguments, "listen") ?? "127.0.0.1:8080")
        let log = try environment.openLog()
        configuration.report = { FileHandle.standardError.write(Data("davtari: \($0)\n".utf8)) }
        let worker = Worker(environment.conninfo, log, name: configuration.instance, report: configuration.report)
        try Worker.prepare(environment.conninfo, log)
        let gateway = try Gateway(configuration, log: log)
        if !arguments.has("no-projections") { worker.start() }
        print("davtari: listening on http://\(configuration.address):\(gateway.port)")
        // The line must reach a pipe when it is said, not when a buffer is full.
        fflush(nil)
        stop.wait()
        gateway.stop()
        worker.stop()
        log.shutdown()
    }

    private static func address(_ text: String) throws(UsageError) -> (String, Int) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { throw UsageError("--listen takes ADDRESS:PORT, not “\(text)”") }
        return (String(text[..<colon]), port)
    }
}
