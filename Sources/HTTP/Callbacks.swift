import CMicrohttpd
import Glibc

/// The functions the library calls, on its own thread: a home outside any actor, as Swift would otherwise trap there.
enum Callbacks {
    /// Called once when the headers are there, once for every part of the body, and once at the end; and again when a
    /// suspended connection is woken.
    ///
    /// The exchange hangs on the request's context pointer, retained; `completed` releases it.
    static let handle: MHD_AccessHandlerCallback = {
        context, connection, path, method, _, upload, uploadSize, slot in
        guard let context, let connection, let path, let method, let uploadSize, let slot else { return .NO }
        let engine = Unmanaged<Engine>.fromOpaque(context).takeUnretainedValue()
        let handle = Connection(pointer: connection)
        guard let existing = slot.pointee else {
            engine.headers.forget(handle)
            let head = RequestHead(handle, method: method, path: path)
            let exchange = Exchange(
                head: head, upload: Upload(limits: engine.limits, announcedBytes: head.announcedBytes))
            slot.pointee = Unmanaged.passRetained(exchange).toOpaque()
            engine.inFlight.add(exchange)
            return engine.begin(exchange, on: handle)
        }
        let exchange = Unmanaged<Exchange>.fromOpaque(existing).takeUnretainedValue()
        guard uploadSize.pointee > 0, let upload else { return engine.complete(exchange, on: handle) }
        return upload.withMemoryRebound(to: UInt8.self, capacity: uploadSize.pointee) { bytes in
            defer { uploadSize.pointee = 0 }
            return engine.receive(
                UnsafeBufferPointer(start: bytes, count: uploadSize.pointee), for: exchange, on: handle)
        }
    }

    /// The request is over, answered or broken off. Never called while the connection is suspended.
    static let completed: MHD_RequestCompletedCallback = { context, connection, slot, _ in
        guard let context, let slot, let existing = slot.pointee else { return }
        slot.pointee = nil
        let exchange = Unmanaged<Exchange>.fromOpaque(existing).takeRetainedValue()
        exchange.finish()
        let engine = Unmanaged<Engine>.fromOpaque(context).takeUnretainedValue()
        engine.inFlight.remove(exchange)
        // If it is kept; if not, its end is told next.
        if let connection { engine.headers.expect(on: Connection(pointer: connection), isNew: false) }
    }

    /// A connection is there; or has ended, and its socket will be closed.
    static let came: MHD_NotifyConnectionCallback = { context, connection, _, code in
        guard let context, let connection else { return }
        Unmanaged<Engine>.fromOpaque(context).takeUnretainedValue()
            .notice(Connection(pointer: connection), hasEnded: http_has_ended(code))
    }

    /// The request line is there, and its parameters not yet taken apart.
    static let begun:
        @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?)
            -> UnsafeMutableRawPointer? = { context, target, connection in
                guard let context, let target, let connection else { return nil }
                Unmanaged<Engine>.fromOpaque(context).takeUnretainedValue()
                    .look(at: target, on: Connection(pointer: connection))
                // What would be given here hangs on the request from its beginning.
                return nil
            }

    /// Leaves escapes alone: the library's own decoding lets broken ones through, and a decoded slash would look like
    /// a real one.
    static let keepEscapes:
        @convention(c) (UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<CChar>?) -> Int = {
            _, _, text in text.map { strlen($0) } ?? 0
        }
}
