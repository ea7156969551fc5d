import CZlib

/// What a client makes of an answer that came as gzip; nil where it is none.
package func unpacked(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    var out: [UInt8] = []
    var input = bytes
    return input.withUnsafeMutableBufferPointer { input in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let (result, count) = block.withUnsafeMutableBufferPointer { block in
                stream.next_out = block.baseAddress
                stream.avail_out = UInt32(block.count)
                let result = inflate(&stream, Z_NO_FLUSH)
                return (result, block.count - Int(stream.avail_out))
            }
            out += block[..<count]
            if result == Z_STREAM_END { return stream.avail_in == 0 ? out : nil }
            guard result == Z_OK else { return nil }
        }
    }
}
