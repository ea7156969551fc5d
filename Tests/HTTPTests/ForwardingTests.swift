import CLinux
import Glibc
import Synchronization
import Testing

@testable import HTTP

/// A server in front, and one behind to which it hands on all it gets, as the door does to the office.
private final class Pair {
    let front: Server
    private let behind: Mutex<Server?>
    private let forwarder: Forwarder
    let ends: [Int32]

    init(_ handler: @escaping @Sendable (Request, Responder) -> Void) throws {
        var ends: [Int32] = [0, 0]
        try #require(linux_message_pair(&ends) == 0)
        self.ends = ends
        let giving = ends[0]
        let forwarder = Forwarder {
            var pair: [Int32] = [0, 0]
            guard linux_stream_pair(&pair) == 0 else { return nil }
            defer { close(pair[1]) }
            return linux_send_descriptor(giving, pair[1]) == 0 ? pair[0] : nil
        }
        self.forwarder = forwarder
        behind = Mutex(try Server(at: .handed(over: ends[1]), handler: handler))
        front = try Server { forwarder.forward($0, saying: [("X-Said", "by the front")], to: $1) }
    }

    func stopBehind() { behind.withLock { $0.take() }?.stop() }

    deinit {
        front.stop()
        forwarder.stop()
        // Ends the thread that receives.
        shutdown(ends[0], Int32(SHUT_RDWR))
        stopBehind()
    }
}

@Suite struct `Handing requests on` {
    @Test func `brings back what was asked and answered, byte for byte`() throws {
        let pair = try Pair { request, responder in
            var response = Response.bytes(request.body.reversed(), type: "application/x", status: 201)
            response = response.with("X-Path", request.path).with("X-Segments", request.segments.joined(separator: "|"))
            response = response.with(
                "X-Query",
                request.query.map { "\(percentEncode($0.name))>\(percentEncode($0.value))" }.joined(separator: ","))
            response = response.with("X-Heard", request.headers.all("X-Said").joined(separator: ","))
            responder.respond(
                response.with("X-Method", request.method).with("Set-Cookie", "a=1").with("Set-Cookie", "b=2"))
        }
        let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        for _ in 0..<3 {
            let answer = try pair.front.client().send(
                "PUT", "/a%2Fb/%E1%83%90?x=1&y=%26%3D+z&x", body: body, headers: [("X-Said", "by the client")])
            #expect(answer.status == 201 && answer.body == body.reversed())
            #expect(answer.headers["X-Path"] == "/a%2Fb/%E1%83%90" && answer.headers["X-Segments"] == "a/b|ა")
            #expect(answer.headers["X-Query"] == "x>1,y>%26%3D%20z,x>")
            #expect(answer.headers["X-Heard"] == "by the front" && answer.headers["X-Method"] == "PUT")
            #expect(answer.headers.all("Set-Cookie") == ["a=1", "b=2"])
            #expect(answer.headers.all("Date").count == 1 && answer.headers.all("Content-Length").count == 1)
        }
    }

    @Test func `answers HEAD and what has no body`() throws {
        let pair = try Pair { request, responder in
            responder.respond(request.path == "/none" ? .noContent : .text("some"))
        }
        #expect(try pair.front.client().send("GET", "/none").status == 204)
        let head = try pair.front.client().send("HEAD", "/")
        #expect(head.status == 200 && head.body.isEmpty && head.headers["Content-Length"] == "4")
    }

    @Test func `carries event streams, and ends them on either side`() throws {
        let streams = Mutex<[EventStream]>([])
        let pair = try Pair { _, responder in
            let stream = EventStream()
            streams.withLock { $0.append(stream) }
            responder.respond(.events(stream))
        }
        let socket = RawSocket(port: pair.front.port)
        socket.write("GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(socket.read(until: "\r\n\r\n").contains("text/event-stream"))
        let first = try #require(streams.withLock { $0.first })
        for number in 0..<100 { #expect(first.send(data: "event \(number)")) }
        #expect(socket.read(until: "event 99\n\n").contains("event 99"))
        // The client goes, and the one behind hears of it.
        socket.close()
        #expect(
            eventually {
                first.send(data: "still there?")
                return first.isClosed
            })
        let other = RawSocket(port: pair.front.port)
        other.write("GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(other.read(until: "\r\n\r\n").contains("text/event-stream"))
        streams.withLock { $0.last }?.close()
        #expect(other.read().hasSuffix("0\r\n\r\n"))
    }

    @Test func `waits for nobody: while none of a hundred is answered, another server's requests are`() throws {
        let held = Mutex<[Responder]>([])
        let pair = try Pair { request, responder in
            request.path == "/quick" ? responder.respond(.text("quick")) : held.withLock { $0.append(responder) }
        }
        let sockets = (0..<100).map { _ in
            let socket = RawSocket(port: pair.front.port)
            socket.write("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
            return socket
        }
        #expect(eventually { held.withLock { $0.count } == 100 })
        #expect(try pair.front.client().send("GET", "/quick").text == "quick")
        for responder in held.withLock({ $0 }) { responder.respond(.text("late")) }
        for socket in sockets { #expect(socket.read(until: "late").hasSuffix("late")) }
        held.withLock { $0 = [] }
    }

    @Test func `says so when the one behind has ended, and who asks later waits for the next`() throws {
        let pair = try Pair { $1.respond(.text("here")) }
        let client = pair.front.client()
        #expect(try client.send("GET", "/").text == "here")
        pair.stopBehind()
        let answer = try client.send("GET", "/")
        #expect(answer.status == 503 && answer.headers["Retry-After"] != nil)
    }

    @Test func `more parameters than there is memory for are told, and the next request is served`() throws {
        let server = try Server { request, responder in responder.respond(.text("\(request.query.count)")) }
        defer { server.stop() }
        func asked(_ count: Int) throws -> ClientResponse {
            try server.client().send("GET", "/?" + (0..<count).map { "a\($0)=b" }.joined(separator: "&"))
        }
        #expect(try asked(200).text == "200")
        for count in [201, 500, 1_500] {
            let answer = try asked(count)
            #expect(answer.status == 400 && answer.text.contains(#""limit":200"#), "\(count)")
        }
        #expect(try asked(1).text == "1")
    }
}

@Suite struct `Reading an answer` {
    private func read(_ text: String, by step: Int) throws -> (AnswerParser.Head?, String, ended: Bool) {
        var parser = AnswerParser()
        var (head, body, ended) = (AnswerParser.Head?.none, [UInt8](), false)
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: step) {
            for event in try parser.take(bytes[start..<min(start + step, bytes.count)]) {
                switch event {
                case .head(let some): head = some
                case .body(let some): body += some
                case .end: ended = true
                }
            }
        }
        return (head, String(decoding: body, as: UTF8.self), ended || parser.close())
    }

    @Test(arguments: [1, 2, 7, 1_000])
    func `takes known lengths, chunks and none, however the bytes come`(step: Int) throws {
        let counted = try read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nA: b\r\n\r\nhello", by: step)
        #expect(counted.0?.status == 200 && counted.0?.isKept == true && counted.1 == "hello" && counted.ended)
        #expect(counted.0?.headers.map(\.name) == ["A"])
        let chunked = try read(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\n\r\n", by: step)
        #expect(chunked.0?.isKept == true && chunked.1 == "hello world" && chunked.ended)
        let open = try read("HTTP/1.1 200 OK\r\n\r\nto the end", by: step)
        #expect(open.0?.isKept == false && open.1 == "to the end" && open.ended)
        let none = try read("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nConnection: close\r\n\r\n", by: step)
        #expect(none.0?.status == 304 && none.0?.isKept == false && none.1.isEmpty && none.ended)
    }

    @Test func `half an answer is none, and what is no answer is an error`() throws {
        #expect(try !read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", by: 3).ended)
        #expect(try !read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", by: 3).ended)
        for broken in [
            "SMTP 220 hello\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nmore",
        ] { #expect(throws: AnswerParser.Broken.self) { try read(broken, by: 1_000) } }
    }
}
