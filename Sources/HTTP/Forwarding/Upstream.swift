import CLinux
import Glibc

/// One request at the server behind, and what has come of its answer. Used by the forwarder's thread alone.
struct Upstream {
    let socket: Int32
    let responder: Responder
    let deadline: ContinuousClock.Instant
    /// The request that it counts among those under way.
    let bodyBytes: Int

    private var unsent: ArraySlice<UInt8>
    private var parser = AnswerParser()
    private var head: AnswerParser.Head?
    private var body: [UInt8] = []
    private(set) var stream: EventStream?

    enum Outcome {
        case goesOn
        /// Answered in full; whether the connection can be used again.
        case answered(isKept: Bool)
        case failed
    }

    init(_ socket: Int32, _ bytes: [UInt8], _ responder: Responder, deadline: ContinuousClock.Instant, bodyBytes: Int) {
        (self.socket, self.responder, self.deadline, self.bodyBytes) = (socket, responder, deadline, bodyBytes)
        unsent = bytes[...]
    }

    var isSent: Bool { unsent.isEmpty }

    /// Sends as much as the socket takes.
    mutating func send() -> Bool {
        while !unsent.isEmpty {
            let count = unsent.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, linux_no_signal) }
            if count < 0 { return errno == EAGAIN || errno == EINTR }
            unsent = unsent.dropFirst(count)
        }
        return true
    }

    /// Reads what is there.
    mutating func receive(into buffer: inout [UInt8]) -> Outcome {
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            if count < 0 { return errno == EAGAIN || errno == EINTR ? .goesOn : .failed }
            if count == 0 { return ended() }
            guard let events = try? parser.take(buffer[..<count]) else { return .failed }
            for event in events {
                switch event {
                case .head(let head): begin(head)
                case .body(let some): guard take(some) else { return .failed }
                case .end: return finish(isKept: head?.isKept ?? false)
                }
            }
        }
    }

    private mutating func begin(_ head: AnswerParser.Head) {
        self.head = head
        guard Headers(head.headers)["Content-Type"]?.hasPrefix("text/event-stream") ?? false else { return }
        let stream = EventStream()
        self.stream = stream
        responder.respond(Response(status: head.status, headers: head.headers, body: .stream(stream)))
    }

    private mutating func take(_ some: ArraySlice<UInt8>) -> Bool {
        if let stream { return stream.pass(some) }
        guard body.count + some.count <= Client.maxResponseBytes else { return false }
        body += some
        return true
    }

    private mutating func ended() -> Outcome { parser.close() ? finish(isKept: false) : .failed }

    private mutating func finish(isKept: Bool) -> Outcome {
        if let stream {
            stream.close()
        } else if let head {
            responder.respond(Response(status: head.status, headers: head.headers, body: .bytes(body)))
        }
        return .answered(isKept: isKept)
    }

    /// Tells whoever waits that no answer comes.
    func giveUp(_ response: Response) {
        if let stream { stream.close() } else { responder.respond(response) }
    }
}
