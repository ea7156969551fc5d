import CMicrohttpd
import Glibc

/// An event stream's queue and what it knows of its connection. Used under the stream's lock only.
///
/// The connection and its socket may be touched while the link is `.reading` or `.asleep`: the library closes neither
/// before it has called `leave`, which waits for the same lock.
struct EventStreamLink {
    private enum State {
        /// Not answered with yet.
        case unconnected
        /// The library asks for bytes, or waits for the socket to take some.
        case reading(Connection, socket: Int32)
        /// Nothing to send: the connection is suspended, as the library would otherwise ask without pause.
        case asleep(Connection, socket: Int32)
        case gone
    }

    private enum Ending { case whenRead, atOnce }

    private let queueLimitBytes: Int
    private var state = State.unconnected
    private var ending: Ending?
    private var queue: [UInt8] = []
    /// How much of the queue's front has been read: moving the rest up for each read would be quadratic.
    private var readBytes = 0
    var onClose: [@Sendable () -> Void] = []

    init(queueLimitBytes: Int) {
        self.queueLimitBytes = queueLimitBytes
    }

    var isGone: Bool { if case .gone = state { true } else { false } }
    var isOpen: Bool { ending == nil && !isGone }

    mutating func enqueue(_ text: String) -> Bool { enqueue(Array(text.utf8)[...]) }

    mutating func enqueue(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard isOpen else { return false }
        guard queue.count - readBytes + bytes.count <= queueLimitBytes else {
            cut()
            return false
        }
        queue += bytes
        wake()
        return true
    }

    mutating func end() {
        guard isOpen else { return }
        ending = .whenRead
        wake()
    }

    mutating func beat() {
        guard isOpen, case .asleep(_, let socket) = state else { return }
        var byte: UInt8 = 0
        // Zero bytes to read means that the other side has closed; a client of events has nothing more to say, and
        // the library does not look while the connection is suspended.
        if recv(socket, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) == 0 {
            cut()
        } else {
            _ = enqueue(":\n\n")
        }
    }

    /// Returns who wants to know.
    mutating func leave() -> [@Sendable () -> Void] {
        state = .gone
        queue = []
        defer { onClose = [] }
        return onClose
    }

    /// The library wants bytes. Returns how many it got, or one of its words for an end.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer, connection: Connection) -> Int {
        let socket = http_connection_socket(connection.pointer)
        state = .reading(connection, socket: socket)
        if ending == .atOnce { return http_end_with_error }
        let count = min(buffer.count, queue.count - readBytes)
        if count > 0 {
            queue.withUnsafeBytes { buffer.copyMemory(from: .init(rebasing: $0[readBytes..<readBytes + count])) }
            readBytes += count
            if readBytes == queue.count {
                queue.removeAll(keepingCapacity: queue.count <= EventStreamLink.keptBytes)
                readBytes = 0
            }
            return count
        }
        if ending == .whenRead { return http_end_of_stream }
        MHD_suspend_connection(connection.pointer)
        state = .asleep(connection, socket: socket)
        return 0
    }

    /// Breaks the connection, even one that is stuck in the middle of a write.
    private mutating func cut() {
        ending = .atOnce
        queue = []
        readBytes = 0
        switch state {
        case .reading(_, let socket), .asleep(_, let socket): shutdown(socket, Int32(SHUT_RDWR))
        case .unconnected, .gone: break
        }
        wake()
    }

    private mutating func wake() {
        guard case .asleep(let connection, let socket) = state else { return }
        state = .reading(connection, socket: socket)
        MHD_resume_connection(connection.pointer)
    }

    /// Thousands of idle streams must not each keep the memory of their busiest moment.
    private static let keptBytes = 4096
}
