import CMicrohttpd

extension EventStream {
    /// The library's response that reads from this stream, of no known size.
    func makeNative(for connection: Connection) -> OpaquePointer? {
        let context = Unmanaged.passRetained(EventReader(stream: self, connection: connection)).toOpaque()
        let native = MHD_create_response_from_callback(
            http_size_unknown, EventReader.blockBytes, EventReader.read, context, EventReader.release)
        if native == nil { EventReader.release(context) }
        return native
    }
}

/// What the library keeps for as long as it may read: the stream, and the connection it must put to sleep.
private final class EventReader: Sendable {
    static let blockBytes = 4096

    let stream: EventStream
    let connection: Connection

    init(stream: EventStream, connection: Connection) {
        self.stream = stream
        self.connection = connection
    }

    static let read: MHD_ContentReaderCallback = { context, _, buffer, size in
        guard let context, let buffer else { return http_end_with_error }
        let reader = Unmanaged<EventReader>.fromOpaque(context).takeUnretainedValue()
        return reader.stream.link.withLock {
            $0.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size), connection: reader.connection)
        }
    }

    static let release: @convention(c) (UnsafeMutableRawPointer?) -> Void = { context in
        if let context { Unmanaged<EventReader>.fromOpaque(context).release() }
    }
}
