import CMicrohttpd

extension Response {
    /// Hands the answer to the library. On the library's thread only.
    func queue(on connection: Connection) -> MHD_Result {
        guard let native = makeNative(for: connection) else { return .NO }
        defer { MHD_destroy_response(native) }
        for (name, value) in headers {
            let isAdded = MHD_add_response_header(native, name, value)
            assert(isAdded == .YES, "a header field the protocol does not allow: \(name)")
        }
        return MHD_queue_response(connection.pointer, UInt32(clamping: status), native)
    }

    private func makeNative(for connection: Connection) -> OpaquePointer? {
        switch body {
        case .bytes(let bytes):
            // The library copies, as nothing promises that an array stays where it is.
            bytes.withUnsafeBytes { bytes in
                MHD_create_response_from_buffer(
                    bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), .RESPMEM_MUST_COPY)
            }
        case .stream(let stream):
            stream.makeNative(for: connection)
        }
    }
}
