/// What the server answers.
package struct Response: Sendable {
    package enum Body: Sendable {
        case bytes([UInt8])
        /// The connection stays open and carries what is sent to the stream, until one side closes it.
        case stream(EventStream)
    }

    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: Body

    package init(status: Int, headers: [(name: String, value: String)] = [], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The same answer with one more header field.
    package func with(_ name: String, _ value: String) -> Response {
        var response = self
        response.headers.append((name, value))
        return response
    }

    /// The same answer, setting a cookie too.
    package func setting(_ cookie: Cookie) -> Response {
        with(cookie.header.name, cookie.header.value)
    }
}

extension Response {
    package static func bytes(_ bytes: [UInt8], type: String, status: Int = 200) -> Response {
        Response(status: status, headers: [("Content-Type", type)], body: .bytes(bytes))
    }

    package static func text(_ text: String, status: Int = 200) -> Response {
        bytes(Array(text.utf8), type: "text/plain; charset=utf-8", status: status)
    }

    package static func html(_ page: String, status: Int = 200) -> Response {
        bytes(Array(page.utf8), type: "text/html; charset=utf-8", status: status)
    }

    /// Bytes that are JSON already.
    package static func json(_ json: [UInt8], status: Int = 200) -> Response {
        bytes(json, type: "application/json", status: status)
    }

    /// 303 by default: whatever was sent, the browser goes on with a GET.
    package static func redirect(to location: String, status: Int = 303) -> Response {
        Response(status: status, headers: [("Location", location)])
    }

    package static let noContent = Response(status: 204)

    /// Server-Sent Events. No proxy may keep them back to send them in one go.
    package static func events(_ stream: EventStream) -> Response {
        let headers = [
            (name: "Content-Type", value: "text/event-stream"), ("Cache-Control", "no-cache"),
            ("X-Accel-Buffering", "no"),
        ]
        return Response(status: 200, headers: headers, body: .stream(stream))
    }
}
