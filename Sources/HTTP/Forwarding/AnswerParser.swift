/// Reads one answer of an HTTP/1.1 server as its bytes come in (RFC 9112). The server is ours, so what it may say is what
/// libmicrohttpd says: a known length, chunks, or everything up to the connection's end.
struct AnswerParser {
    struct Head: Sendable {
        var status: Int
        var headers: [(name: String, value: String)]
        /// The server keeps the connection for another request.
        var isKept: Bool
    }

    enum Event {
        case head(Head)
        case body(ArraySlice<UInt8>)
        case end
    }

    struct Broken: Error {}

    /// What a status line and fields may take.
    private static let headLimit = 64 << 10

    private enum State {
        case head
        /// Bytes still to come.
        case counted(Int)
        case chunkSize
        case chunk(Int)
        /// The line break behind a chunk.
        case chunkEnd
        case trailer
        case untilClosed
        case over
    }

    private var state = State.head
    private var buffer: [UInt8] = []

    /// What these bytes tell.
    mutating func take(_ bytes: ArraySlice<UInt8>) throws(Broken) -> [Event] {
        buffer += bytes
        var events: [Event] = []
        while let event = try next() {
            if let event { events.append(event) }
        }
        return events
    }

    /// The connection has ended: whether the answer is whole with that.
    mutating func close() -> Bool {
        if case .untilClosed = state { state = .over }
        if case .over = state { return true }
        return false
    }

    /// nil where more bytes are needed; nil within where a step told nothing.
    private mutating func next() throws(Broken) -> Event?? {
        switch state {
        case .head: return try head().map { .some($0) }
        case .counted(0): return .some(finish())
        case .counted(let count): return body(count) { .counted($0) }
        case .chunkSize:
            guard let line = try line() else { return nil }
            let digits = line.prefix { $0 != UInt8(ascii: ";") }
            guard let count = Int(String(decoding: digits, as: UTF8.self), radix: 16), count >= 0 else {
                throw Broken()
            }
            state = count == 0 ? .trailer : .chunk(count)
            return .some(nil)
        case .chunk(0):
            state = .chunkEnd
            return .some(nil)
        case .chunk(let count): return body(count) { .chunk($0) }
        case .chunkEnd:
            guard let line = try line() else { return nil }
            guard line.isEmpty else { throw Broken() }
            state = .chunkSize
            return .some(nil)
        case .trailer:
            guard let line = try line() else { return nil }
            return line.isEmpty ? .some(finish()) : .some(nil)
        case .untilClosed: return body(Int.max) { _ in .untilClosed }
        case .over:
            // Nobody asked for more.
            guard buffer.isEmpty else { throw Broken() }
            return nil
        }
    }

    private mutating func finish() -> Event {
        state = .over
        return .end
    }

    private mutating func body(_ count: Int, _ then: (Int) -> State) -> Event?? {
        guard !buffer.isEmpty else { return nil }
        let some = buffer.prefix(count)
        state = then(count - some.count)
        buffer.removeFirst(some.count)
        return .some(.body(some))
    }

    /// A line without its end; nil where it is not there yet.
    private mutating func line() throws(Broken) -> [UInt8]? {
        guard let end = buffer.firstIndex(of: UInt8(ascii: "\n")) else {
            guard buffer.count < Self.headLimit else { throw Broken() }
            return nil
        }
        var line = Array(buffer[..<end])
        buffer.removeFirst(end + 1)
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        return line
    }

    private mutating func head() throws(Broken) -> Event? {
        guard let end = Self.endOfHead(buffer) else {
            guard buffer.count < Self.headLimit else { throw Broken() }
            return nil
        }
        let lines = String(decoding: buffer[..<end], as: UTF8.self).split(separator: "\r\n")
        buffer.removeFirst(end)
        guard let first = lines.first?.split(separator: " "), first.count >= 2, first[0] == "HTTP/1.1",
            let status = Int(first[1])
        else { throw Broken() }
        let fields = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (String(line[..<colon]), line[line.index(after: colon)...].trimmingBlanks)
        }
        let headers = Headers(fields)
        // A first word to wait for another.
        if (100..<200).contains(status) { return try head() }
        let isChunked = headers["Transfer-Encoding"].map { isSameName($0, "chunked") } ?? false
        let hasEnd: Bool
        if status == 204 || status == 304 {
            (state, hasEnd) = (.counted(0), true)
        } else if isChunked {
            (state, hasEnd) = (.chunkSize, true)
        } else if let length = headers["Content-Length"] {
            guard let count = Int(length), count >= 0 else { throw Broken() }
            (state, hasEnd) = (.counted(count), true)
        } else {
            (state, hasEnd) = (.untilClosed, false)
        }
        let isClosing = headers["Connection"].map { isSameName($0, "close") } ?? false
        let told = fields.filter { field in !Self.ownFields.contains { isSameName($0, field.name) } }
        return .head(Head(status: status, headers: told, isKept: hasEnd && !isClosing))
    }

    /// Behind the empty line.
    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        var seen = 0
        let end = Array("\r\n\r\n".utf8)
        for (place, byte) in bytes.enumerated() {
            seen = byte == end[seen] ? seen + 1 : byte == end.first ? 1 : 0
            if seen == end.count { return place + 1 }
        }
        return nil
    }

    /// What belongs to this connection, or what the server in front says itself.
    private static let ownFields = ["Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length", "Date"]
}
