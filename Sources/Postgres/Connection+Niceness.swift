internal import CLibpq
import Foundation

/// A server on this machine has a process for each connection, and does not know how modest the client behind it is.
extension Connection {
    /// Has the server's process for this connection, and for those made beside it, take the processor as modestly as the
    /// calling thread does: rebuilding must not take from tills through the server what it leaves them itself.
    ///
    /// It is a courtesy: without a Unix socket the process is not here, and without the right to (that is root's, and that of the
    /// user whose server it is) the kernel leaves it as it is.
    package func makeServerYield() {
        serverYields = true
        guard let host = PQhost(handle), host.pointee == UInt8(ascii: "/"), isServerHere else { return }
        let one = __priority_which_t(PRIO_PROCESS.rawValue)
        _ = setpriority(one, id_t(backendPID), getpriority(one, 0))
    }

    /// Where the socket leads into a container, the number may be that of somebody else's process here.
    private var isServerHere: Bool {
        (try? String(contentsOfFile: "/proc/\(backendPID)/comm", encoding: .utf8)) == "postgres\n"
    }
}
