import Foundation

/// A file's lines, one after the other, with no more in memory than the longest line that is taken.
final class ImportFile {
    enum Line {
        case text(ArraySlice<UInt8>)
        /// Longer than any event may be; its bytes were passed over.
        case tooLong
    }

    /// How many bytes the file has; nil for a pipe, which does not say.
    let size: Int?
    private let descriptor: Int32
    private let lineLimit: Int
    private var buffer: [UInt8]
    /// What of the buffer was read and not yet given out.
    private var filled = 0..<0
    private var isAtEnd = false

    private static let chunkBytes = 1 << 20

    init(_ path: String, lineLimit: Int) throws(UsageError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw UsageError("\(path) cannot be read: \(String(cString: strerror(errno)))")
        }
        var about = stat()
        let isFile = fstat(descriptor, &about) == 0 && about.st_mode & S_IFMT == S_IFREG
        if about.st_mode & S_IFMT == S_IFDIR {
            close(descriptor)
            throw UsageError("\(path) is a folder, not a file of JSON lines")
        }
        size = isFile ? Int(about.st_size) : nil
        self.lineLimit = lineLimit
        buffer = [UInt8](repeating: 0, count: lineLimit + Self.chunkBytes)
    }

    deinit { close(descriptor) }

    /// The next line without its newline, and how many bytes of the file it takes; nil at the end.
    func next() throws(CommandFailure) -> (line: Line, bytes: Int)? {
        var passed = 0
        while true {
            if let end = newline() {
                let start = filled.lowerBound
                filled = end + 1..<filled.upperBound
                let bytes = passed + end + 1 - start
                return passed > 0 ? (.tooLong, bytes) : (line(start..<end), bytes)
            }
            if isAtEnd {
                guard !filled.isEmpty || passed > 0 else { return nil }
                let rest = filled
                filled = rest.upperBound..<rest.upperBound
                return passed > 0 ? (.tooLong, passed + rest.count) : (line(rest), rest.count)
            }
            if filled.count > lineLimit {
                passed += filled.count
                filled = 0..<0
            }
            try fill()
        }
    }

    private func line(_ range: Range<Int>) -> Line {
        range.count <= lineLimit ? .text(buffer[range]) : .tooLong
    }

    private func newline() -> Int? {
        buffer.withUnsafeBytes { bytes in
            guard !filled.isEmpty else { return nil }
            let start = bytes.baseAddress!
            guard let found = memchr(start + filled.lowerBound, 0x0A, filled.count) else { return nil }
            return UnsafeRawPointer(found) - start
        }
    }

    private func fill() throws(CommandFailure) {
        buffer.withUnsafeMutableBytes { bytes in
            _ = memmove(bytes.baseAddress!, bytes.baseAddress! + filled.lowerBound, filled.count)
        }
        filled = 0..<filled.count
        let count = buffer.withUnsafeMutableBytes { bytes in
            var count: Int
            repeat {
                count = read(descriptor, bytes.baseAddress! + filled.count, bytes.count - filled.count)
            } while count < 0 && errno == EINTR
            return count
        }
        guard count >= 0 else { throw CommandFailure("the file cannot be read: \(String(cString: strerror(errno)))") }
        if count == 0 { isAtEnd = true }
        filled = 0..<filled.count + count
    }
}
