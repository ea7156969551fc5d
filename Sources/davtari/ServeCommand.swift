import Foundation
import Glibc
import HTTP
import Logging
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
            """, flags: ["no-projections"], options: ["listen", "part", "parent"], run: { try run($0) })

    private static func run(_ arguments: Arguments) throws {
        if let part = arguments.option("part") { return try ServePart.run(part, arguments) }
        // What would fail in each of them is told once.
        _ = try Environment(arguments)
        let (address, port) = try address(Environment.value(arguments, "listen") ?? "127.0.0.1:8080")
        let listener = try listener(address, port)
        guard let channel = HandingChannel() else { throw UsageError("the system has no more sockets to give") }
        guard let file = Troubles.sharedFile(), let memory = SharedBytes.sharedFile() else {
            throw UsageError("the system has no memory to give")
        }
        let troubles = Troubles(sharing: file, page: ServePart.parentPage)
        // What a trap says fits into a screen; the whole of it is for who asks by this variable.
        setenv("SWIFT_BACKTRACE", "threads=crashed,registers=none,images=none,limit=24", 0)
        let own = ["--parent", "\(getpid())"]
        func child(_ part: ServePart, _ descriptors: [Int32]) -> Supervisor.Child {
            .init(
                part.rawValue, words: ["serve", "--part", part.rawValue] + own + arguments.typed,
                descriptors: [file] + descriptors)
        }
        let supervisor = Supervisor(
            [
                child(.worker, []), child(.office, [channel.receiving]),
                child(.door, [listener.socket, channel.giving, memory]),
            ], log: HouseLog(), deaths: { name, reason in troubles.note(.ended, name, reason) })
        let code = try supervisor.run {
            print("davtari: listening on http://\(address.contains(":") ? "[\(address)]" : address):\(listener.port)")
            // The line must reach a pipe when it is said, not when a buffer is full.
            fflush(nil)
        }
        if code != 0 { exit(code) }
    }

    private static func address(_ text: String) throws(UsageError) -> (String, Int) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port), colon > text.startIndex
        else { throw UsageError("--listen takes ADDRESS:PORT, as 127.0.0.1:8080 or 0.0.0.0:8080, not “\(text)”") }
        var address = text[..<colon]
        // As addresses of IPv6 are written before a port.
        if address.hasPrefix("["), address.hasSuffix("]") { address = address.dropFirst().dropLast() }
        return (String(address), port)
    }

    private static func listener(_ address: String, _ port: Int) throws -> Listener {
        do throws(ServerError) { return try Listener(address: address, port: port) } catch {
            switch error {
            case .addressInUse(let port):
                throw UsageError("port \(port) is taken; choose another with --listen \(address):PORT")
            case .badAddress:
                throw UsageError(
                    "“\(address)” is no address: --listen takes localhost or numbers, as 127.0.0.1:8080, [::1]:8080, or "
                        + "0.0.0.0:8080 for all of this machine's")
            case .cannotListen(let why): throw UsageError("nothing can listen on \(address):\(port): \(why)")
            case .cannotStart: throw CommandFailure("the system has no more threads or sockets to give")
            }
        }
    }
}
