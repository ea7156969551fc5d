import CMicrohttpd

extension Response {
    /// Hands the answer to the library. On the library's thread only.
    ///
    /// A header field with a line break in it would be two: the library refuses it, and the client is told of the
    /// trouble instead of getting half an answer.
    func queue(on connection: Connection) -> MHD_Result {
        guard let native = makeNative(for: connection) else { return .NO }
        defer { MHD_destroy_response(native) }
        for (name, value) in headers where MHD_add_response_header(native, name, value) == .NO {
            return Response.problem(status: 500, detail: "A header field of the answer cannot be sent.")
                .queue(on: connection)
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
