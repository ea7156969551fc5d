// For `SHUT_RDWR` alone: which C module shows <sys/socket.h> its enum depends on the build, and this one always does.
import CMicrohttpd
import Glibc

/// Why a server could not start.
package enum ServerError: Error, Equatable {
    case addressInUse(port: Int)
    /// Not an IPv4 or IPv6 address, nor `localhost`.
    case badAddress(String)
    /// The system's own words.
    case cannotListen(String)
    case cannotStart
}

/// A socket that listens. It is opened here rather than by the library, which would not say what went wrong.
package struct Listener: Sendable {
    package let socket: Int32
    package let port: Int

    /// - Parameters:
    ///   - address: in numbers, or `localhost`, which is 127.0.0.1 here whatever this machine's files say.
    ///   - port: zero takes any that is free.
    package init(address: String, port: Int) throws(ServerError) {
        guard let place = Listener.resolve(address, port) else { throw .badAddress(address) }
        defer { freeaddrinfo(place) }
        let socket = Glibc.socket(
            place.pointee.ai_family, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw .cannotListen(String(cString: strerror(errno))) }
        // A restart must not wait until connections of the last run have been forgotten.
        Listener.set(socket, SOL_SOCKET, SO_REUSEADDR)
        // Inherited by what is accepted: an answer is written in one go and should leave at once.
        Listener.set(socket, Int32(IPPROTO_TCP), TCP_NODELAY)
        guard bind(socket, place.pointee.ai_addr, place.pointee.ai_addrlen) == 0, listen(socket, Listener.backlog) == 0
        else {
            let error = errno
            _ = Glibc.close(socket)
            throw error == EADDRINUSE ? .addressInUse(port: port) : .cannotListen(String(cString: strerror(error)))
        }
        self.socket = socket
        self.port = Listener.port(of: socket)
    }

    /// A socket that another process opened.
    init(adopting socket: Int32) {
        self.socket = socket
        port = Listener.port(of: socket)
    }

    /// Refuses who comes from now on. The number stays taken until `close`, for the library may still look at it.
    func refuse() {
        shutdown(socket, Int32(SHUT_RDWR))
    }

    func close() {
        _ = Glibc.close(socket)
    }

    /// As many as the kernel allows: a queue that is short makes clients wait a second before they try again.
    private static let backlog: Int32 = 4096

    private static func resolve(_ address: String, _ port: Int) -> UnsafeMutablePointer<addrinfo>? {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        return getaddrinfo(address == "localhost" ? "127.0.0.1" : address, String(port), &hints, &found) == 0
            ? found : nil
    }

    private static func set(_ socket: Int32, _ level: Int32, _ option: Int32) {
        var on: Int32 = 1
        setsockopt(socket, level, option, &on, socklen_t(MemoryLayout<Int32>.size))
    }

    private static func port(of socket: Int32) -> Int {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutableBytes(of: &storage) { bytes in
            // cannot trap: a sockaddr_storage has an address, and 128 bytes
            getsockname(socket, bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), &size)
            // Both families keep the port, in network order, behind the two bytes of the family.
            return Int(bytes[2]) << 8 | Int(bytes[3])
        }
    }
}
