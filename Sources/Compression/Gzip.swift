import CZlib

/// Bytes packed as gzip (RFC 1952), the same for the same bytes.
package enum Gzip {
    /// How much time is given to it.
    package enum Effort: Int32, Sendable {
        /// For what is packed each time that it is sent.
        case quick = 5
        /// For what is packed once.
        case best = 9
    }

    /// What zlib calls a window of 32 KiB in a frame of gzip.
    private static let gzipWindow: Int32 = 15 + 16
    private static let usualMemory: Int32 = 8

    /// nil where it would be no shorter, or memory is out: then they go as they are.
    package static func packed(_ bytes: [UInt8], _ effort: Effort) -> [UInt8]? {
        guard !bytes.isEmpty, bytes.count <= Int(UInt32.max) else { return nil }
        var stream = z_stream()
        guard
            deflateInit2_(
                &stream, effort.rawValue, Z_DEFLATED, gzipWindow, usualMemory, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        // What does not fit into one byte less is no shorter.
        let capacity = bytes.count - 1
        var isDone = false
        let packed = bytes.withUnsafeBufferPointer { input in
            [UInt8](unsafeUninitializedCapacity: capacity) { output, count in
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(capacity)
                isDone = deflate(&stream, Z_FINISH) == Z_STREAM_END
                count = isDone ? capacity - Int(stream.avail_out) : 0
            }
        }
        return isDone ? packed : nil
    }
}
