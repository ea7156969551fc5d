import CMicrohttpd
import Glibc

/// What the library's thread works with. The server owns it and outlives the thread.
///
/// Everything here runs on that one thread, and nothing here waits.
final class Engine: Sendable {
    let limits: Limits
    /// Whether answers to questions are packed for who takes them so.
    let packs: Bool
    let inFlight = InFlight()
    let headers: AwaitedHeaders
    private let handler: @Sendable (Request, Responder) -> Void

    init(limits: Limits, packs: Bool, handler: @escaping @Sendable (Request, Responder) -> Void) {
        (self.limits, self.packs) = (limits, packs)
        self.handler = handler
        headers = AwaitedHeaders(limits)
    }

    /// The request line is there. The library keeps a record of each parameter in the connection's memory, and where that is
    /// used up it never answers (0.9.75); so who sends too many is told here, and the connection ends.
    func look(at target: UnsafePointer<CChar>, on connection: Connection) {
        var count = 0
        var place = target
        while place.pointee != 0 {
            if place.pointee == CChar(bitPattern: UInt8(ascii: "&")) { count += 1 }
            place += 1
        }
        guard count >= limits.maxParameters else { return }
        _ = hangUp(
            connection,
            saying: .problem(
                status: 400, title: "Too many parameters",
                detail: "A query may have \(limits.maxParameters) parameters, \(count + 1) came.",
                extra: [("rule", "query.size"), ("limit", .number(limits.maxParameters))]))
    }

    /// The headers are there. A body announced too large is refused now, before the client sends it: the only moment
    /// but the end at which the library takes an answer, and it closes the connection after it.
    func begin(_ exchange: Exchange, on connection: Connection) -> MHD_Result {
        if let fault = exchange.head.framingFault {
            return hangUp(
                connection, saying: .problem(status: 400, detail: fault, extra: [("rule", "request.framing")]))
        }
        if let announced = exchange.head.announcedBytes, announced > limits.maxBodyBytes {
            exchange.settle(tooLarge)
            return deliver(exchange, on: connection)
        }
        if http_request_header_bytes(connection.pointer) > limits.maxHeaderBytes {
            exchange.refusal = .problem(
                status: 431, detail: "The header fields may take \(limits.maxHeaderBytes) bytes.",
                extra: [("rule", "headers.size"), ("limit", .number(limits.maxHeaderBytes))])
        } else if !exchange.head.isReadable {
            exchange.refusal = .problem(
                status: 400, detail: "The path or the query has a broken escape, is not UTF-8, or climbs.")
        }
        return .YES
    }

    /// Some of the body is there.
    func receive(_ bytes: UnsafeBufferPointer<UInt8>, for exchange: Exchange, on connection: Connection) -> MHD_Result {
        switch exchange.receive(bytes) {
        case .fine:
            return .YES
        case .tooLarge:
            exchange.refusal = exchange.refusal ?? tooLarge
            return .YES
        case .farTooLarge:
            return hangUp(connection, saying: tooLarge)
        case .tooSlow:
            let detail = "The body must arrive within \(limits.uploadDeadlineSeconds) seconds."
            return hangUp(
                connection,
                saying: .problem(
                    status: 408, detail: detail,
                    extra: [("rule", "body.time"), ("limit", .number(limits.uploadDeadlineSeconds))]))
        }
    }

    /// The whole request is there; or it has been before, and the library asks again since the connection was woken.
    func complete(_ exchange: Exchange, on connection: Connection) -> MHD_Result {
        if !exchange.isHandled {
            exchange.isHandled = true
            if let refusal = exchange.refusal {
                exchange.settle(refusal)
            } else if inFlight.isDraining {
                exchange.settle(.stopping)
            } else {
                handler(
                    exchange.head.request(body: exchange.takeBody()),
                    Responder(exchange, packs: packs && exchange.head.isQuestion))
            }
        }
        return deliver(exchange, on: connection)
    }

    private func deliver(_ exchange: Exchange, on connection: Connection) -> MHD_Result {
        guard let response = exchange.takeAnswer(orSuspend: connection) else { return .YES }
        if let stream = response.stream, !inFlight.add(stream) { stream.close() }
        return response.queue(on: connection)
    }

    private var tooLarge: Response {
        .problem(
            status: 413, detail: "A body may take \(limits.maxBodyBytes) bytes.",
            extra: [("rule", "body.size"), ("limit", .number(limits.maxBodyBytes))])
    }

    /// The library takes no answer in the middle of a body. So it is written to the socket directly, on which nothing
    /// but a "100 Continue" can have been sent for this request, and the connection is given up.
    private func hangUp(_ connection: Connection, saying response: Response) -> MHD_Result {
        let socket = http_connection_socket(connection.pointer)
        let bytes = response.closingMessage
        // If not even this fits into the socket's empty buffer, the client goes without an explanation.
        let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
        _ = bytes.withUnsafeBytes { send(socket, $0.baseAddress, $0.count, flags) }
        shutdown(socket, Int32(SHUT_WR))
        return .NO
    }
}

extension Engine {
    /// A connection has come, or is about to end.
    func notice(_ connection: Connection, hasEnded: Bool) {
        if hasEnded {
            headers.forget(connection)
        } else {
            headers.expect(on: connection, isNew: true)
        }
    }
}

extension Response {
    static let stopping = Response.problem(status: 503, detail: "The server is stopping.").with("Connection", "close")
        .with("Retry-After", "1")

    /// The whole answer as it goes over the wire, for a connection that ends with it.
    var closingMessage: [UInt8] {
        guard case .bytes(let body) = body else { return [] }
        var head = "HTTP/1.1 \(status) \(reasonPhrase(status))\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        head += "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        return Array(head.utf8) + body
    }
}
