import Foundation
import Glibc
import HTTP
import Supervision

/// A small parent of three processes, until told to stop: what traps in one of them ends no other.
///
/// The parent holds what outlives each of them: the socket that listens, so that tills wait a moment and are not refused while
/// the door starts again, and the channel over which the door reaches the office.
enum ServeCommand {
    static let command = Davtari.Command(
        name: "serve",
        usage: """
            [--listen ADDRESS:PORT] [--no-projections]
                takes events, folds them, answers queries and shows pages; ends on Ctrl-C
            """, run: { try run($0) })

    private static func run(_ words: [String]) throws {
        let arguments = try ServePart.arguments(words)
        if let part = arguments.option("part") { return try ServePart.run(part, arguments) }
        // What would fail in each of them is told once.
        _ = try Environment(arguments)
        let (address, port) = try address(Environment.value(arguments, "listen") ?? "127.0.0.1:8080")
        let listener = try Listener(address: address, port: port)
        guard let channel = HandingChannel() else { throw UsageError("the system has no more sockets to give") }
        // One log line a write, as lines of several processes meet here.
        let say: (String) -> Void = { FileHandle.standardError.write(Data("\($0)\n".utf8)) }
        guard let file = Troubles.sharedFile(), let memory = SharedBytes.sharedFile() else {
            throw UsageError("the system has no memory to give")
        }
        let troubles = Troubles(sharing: file, page: ServePart.parentPage)
        // What a trap says fits into a screen; the whole of it is for who asks by this variable.
        setenv("SWIFT_BACKTRACE", "threads=crashed,registers=none,images=none,limit=24", 0)
        let own = ["--parent", "\(getpid())"]
        func child(_ part: ServePart, _ descriptors: [Int32]) -> Supervisor.Child {
            .init(
                part.rawValue, words: ["serve", "--part", part.rawValue] + own + words,
                descriptors: [file] + descriptors)
        }
        let supervisor = Supervisor(
            [
                child(.worker, []), child(.office, [channel.receiving]),
                child(.door, [listener.socket, channel.giving, memory]),
            ], say: say, deaths: { name, reason in troubles.note(.ended, name, reason) })
        let code = try supervisor.run {
            print("davtari: listening on http://\(address):\(listener.port)")
            // The line must reach a pipe when it is said, not when a buffer is full.
            fflush(nil)
        }
        if code != 0 { exit(code) }
    }

    private static func address(_ text: String) throws(UsageError) -> (String, Int) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { throw UsageError("--listen takes ADDRESS:PORT, not “\(text)”") }
        return (String(text[..<colon]), port)
    }
}
