import CLinux
import CMicrohttpd
import Glibc
import Synchronization

/// An HTTP/1.1 server on one thread. TLS and HTTP/2 are a reverse proxy's.
///
/// The handler is called on that thread once a request is there in full, and must not wait: it answers at once, or
/// keeps the responder and lets any other thread answer later.
package final class Server: Sendable {
    /// The one that was asked for, or that was free.
    package let port: Int

    private let engine: Engine
    private let heartbeat: Heartbeat
    private let lookout: Heartbeat
    /// nil where connections are handed over.
    private let listener: Listener?
    private let daemon: Mutex<Daemon?>

    /// Where clients come from.
    package enum Entrance: Sendable {
        /// A numeric IPv4 or IPv6 address; port zero takes any that is free.
        case address(String, port: Int)
        /// A socket that listens already, as a parent opened it.
        case listening(Int32)
        /// A channel over which another process hands its connections over, one by one.
        case handed(over: Int32)
    }

    /// Starts listening.
    package convenience init(
        address: String = "127.0.0.1", port: Int = 0, limits: Limits = Limits(), packs: Bool = false,
        handler: @escaping @Sendable (Request, Responder) -> Void
    ) throws(ServerError) {
        try self.init(at: .address(address, port: port), limits: limits, packs: packs, handler: handler)
    }

    /// - Parameter packs: whether answers to GET are packed for clients that take gzip; a server that hands requests on leaves
    ///   that to the one behind.
    package init(
        at entrance: Entrance, limits: Limits = Limits(), packs: Bool = false,
        handler: @escaping @Sendable (Request, Responder) -> Void
    ) throws(ServerError) {
        let listener: Listener? =
            switch entrance {
            case .address(let address, let port): try Listener(address: address, port: port)
            case .listening(let socket): Listener(adopting: socket)
            case .handed: nil
            }
        let engine = Engine(limits: limits, packs: packs, handler: handler)
        guard let daemon = Daemon(engine: engine, listener: listener) else {
            listener?.close()
            throw .cannotStart
        }
        self.listener = listener
        self.port = listener?.port ?? 0
        self.engine = engine
        self.daemon = Mutex(daemon)
        heartbeat = Heartbeat(everySeconds: limits.heartbeatSeconds) { engine.inFlight.beatStreams() }
        lookout = Heartbeat(everySeconds: Server.lookoutSeconds) { engine.headers.endOverdue() }
        if case .handed(let channel) = entrance { receive(from: channel) }
    }

    /// Takes the connections that come over a channel, on a thread of their own, until this server stops.
    private func receive(from channel: Int32) {
        Heartbeat.startThread { [weak self] in
            while true {
                let connection = linux_receive_descriptor(channel)
                guard connection >= 0 else { return }
                let isTaken = self?.daemon.withLock { daemon in
                    daemon?.take(connection)
                    return daemon != nil
                }
                // Without a server, who asks is told by the end of the connection.
                if isTaken != true { close(connection) }
            }
        }
    }

    /// Takes no new connections, ends the event streams, waits a while for the requests under way, answers 503 for the
    /// handlers that are still silent, and ends. Not to be called from a handler, for whose thread it waits.
    package func stop() {
        guard let daemon = daemon.withLock({ $0.take() }) else { return }
        if let listener {
            MHD_quiesce_daemon(daemon.pointer)
            listener.refuse()
        }
        engine.inFlight.drain()
        if !engine.inFlight.waitUntilEmpty(seconds: engine.limits.stopGraceSeconds) {
            engine.inFlight.answerAll(.stopping)
            _ = engine.inFlight.waitUntilEmpty(seconds: Server.lastWordsSeconds)
        }
        heartbeat.stop()
        lookout.stop()
        daemon.stop()
        listener?.close()
    }

    deinit {
        stop()
    }

    /// How often headers are looked for that do not come.
    private static let lookoutSeconds = 1.0

    /// For the last answers to reach the sockets' buffers; a client that does not read them is not waited for.
    private static let lastWordsSeconds = 1.0
}

/// The library's daemon and the engine it calls into, alive together.
///
/// `@unchecked` is right because the library locks what it shares between its thread and those that stop it.
private struct Daemon: @unchecked Sendable {
    let pointer: OpaquePointer
    private let engine: Unmanaged<Engine>

    init?(engine: Engine, listener: Listener?) {
        let limits = engine.limits
        let settings = http_daemon_settings(
            listen_socket: listener?.socket ?? -1, connection_memory_bytes: limits.connectionMemoryBytes,
            max_connections: UInt32(limits.maxConnections), idle_timeout_seconds: UInt32(limits.idleTimeoutSeconds))
        self.engine = Unmanaged.passRetained(engine)
        guard
            let pointer = http_start_daemon(
                settings, Callbacks.handle, Callbacks.completed, Callbacks.keepEscapes, Callbacks.begun,
                Callbacks.came, self.engine.toOpaque())
        else {
            self.engine.release()
            return nil
        }
        self.pointer = pointer
    }

    /// A connection that another process accepted, or made; the library closes what it refuses.
    func take(_ connection: Int32) { http_take_connection(pointer, connection) }

    /// Joins the library's thread. No connection may be suspended any more: the library would abort.
    func stop() {
        MHD_stop_daemon(pointer)
        engine.release()
    }
}
