import CMicrohttpd
import Glibc
import Synchronization

/// Connections that owe the rest of a request's headers, and by when.
///
/// The library knows only how long a connection has been silent; a client that sends a byte now and then would keep its place
/// for ever, and some thousands of them all places.
final class AwaitedHeaders: Sendable {
    private struct Awaited {
        var socket: Int32
        var deadline: ContinuousClock.Instant
    }

    private let awaited = Mutex<[OpaquePointer: Awaited]>([:])
    private let limits: Limits

    init(_ limits: Limits) { self.limits = limits }

    /// - Parameter isNew: it has just come; else its last request was answered, and the next need not follow at once.
    func expect(on connection: Connection, isNew: Bool) {
        let seconds = limits.headerDeadlineSeconds + (isNew ? 0 : limits.idleTimeoutSeconds)
        let one = Awaited(socket: http_connection_socket(connection.pointer), deadline: .now + .seconds(seconds))
        awaited.withLock { $0[connection.pointer] = one }
    }

    /// Its headers are there, or it has ended.
    func forget(_ connection: Connection) {
        awaited.withLock { $0[connection.pointer] = nil }
    }

    /// Ends those that are overdue; the library sees that their sockets have ended.
    ///
    /// A socket is closed only after its connection was forgotten, for which this lock is taken: its number is still its own.
    func endOverdue() {
        awaited.withLock { awaited in
            let now = ContinuousClock.now
            for (connection, one) in awaited where one.deadline < now {
                // Nothing was answered on it since its last request, so this is its next answer.
                let bytes = late.closingMessage
                let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
                _ = bytes.withUnsafeBytes { send(one.socket, $0.baseAddress, $0.count, flags) }
                shutdown(one.socket, Int32(SHUT_RDWR))
                awaited[connection] = nil
            }
        }
    }

    private var late: Response {
        .problem(
            status: 408, detail: "The header fields must arrive within \(limits.headerDeadlineSeconds) seconds.",
            extra: [("rule", "headers.time"), ("limit", .number(limits.headerDeadlineSeconds))])
    }
}
