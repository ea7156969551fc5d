import Glibc
import HTTP
import Synchronization

extension Server {
    func client() -> Client { Client(baseURL: "http://127.0.0.1:\(port)", timeoutSeconds: 20) }
}

/// A socket a test can be rude with.
final class RawSocket {
    private let socket: Int32
    private var isOpen = true

    init(port: Int, timeoutSeconds: Int = 10) {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var timeout = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let result = withUnsafeBytes(of: &address) {
            connect(socket, $0.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
        }
        if result != 0 { close() }
    }

    deinit { close() }

    @discardableResult
    func write(_ text: String) -> Bool { write(Array(text.utf8)) }

    @discardableResult
    func write(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(socket, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            sent += count
        }
        return true
    }

    /// Reads until `end` has been seen, or the other side closes, or time is up.
    func read(until end: String? = nil) -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            if count <= 0 { break }
            bytes += buffer[..<count]
            if let end, String(decoding: bytes, as: UTF8.self).contains(end) { break }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    func close() {
        if isOpen { _ = Glibc.close(socket) }
        isOpen = false
    }
}

/// Responders kept back, for a test to answer when it likes.
final class Shelf: Sendable {
    private let waiting = Mutex<[(Request, Responder)]>([])

    func put(_ request: Request, _ responder: Responder) {
        waiting.withLock { $0.append((request, responder)) }
    }

    func takeAll() -> [(Request, Responder)] {
        waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
    }

    var count: Int { waiting.withLock { $0.count } }
}

/// Runs on a thread of its own: the clients block.
final class Worker {
    private var thread = pthread_t()

    init(_ run: @escaping @Sendable () -> Void) {
        final class Body: Sendable {
            let run: @Sendable () -> Void
            init(_ run: @escaping @Sendable () -> Void) { self.run = run }
        }
        let body = Unmanaged.passRetained(Body(run)).toOpaque()
        pthread_create(
            &thread, nil,
            { body in
                Unmanaged<Body>.fromOpaque(body!).takeRetainedValue().run()
                return nil
            }, body)
    }

    func join() { pthread_join(thread, nil) }
}

/// Waits for something another thread is about to bring about.
func eventually(seconds: Double = 10, _ condition: () -> Bool) -> Bool {
    for _ in 0..<Int(seconds * 200) {
        if condition() { return true }
        usleep(5000)
    }
    return condition()
}

final class Flag: Sendable {
    private let value = Atomic(false)
    var isSet: Bool { value.load(ordering: .acquiring) }
    func set() { value.store(true, ordering: .releasing) }
}

final class Tally: Sendable {
    private let counts = Mutex((right: 0, wrong: 0))
    var right: Int { counts.withLock { $0.right } }
    var wrong: Int { counts.withLock { $0.wrong } }

    func count(_ isRight: Bool) {
        counts.withLock { if isRight { $0.right += 1 } else { $0.wrong += 1 } }
    }
}

extension String {
    /// How often `part` occurs.
    func components(of part: String) -> Int { ranges(of: part).count }
}
