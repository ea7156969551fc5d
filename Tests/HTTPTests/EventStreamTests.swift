import Glibc
import HTTP
import Synchronization
import Testing

@Suite struct `Sending events` {
    private static func limits(heartbeatSeconds: Double = 15) -> Limits {
        var limits = Limits()
        limits.heartbeatSeconds = heartbeatSeconds
        return limits
    }

    private static func listen(_ server: Server) -> RawSocket {
        let socket = RawSocket(port: server.port)
        socket.write("GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
        return socket
    }

    @Test func `delivers events and notices that the client has gone`() throws {
        let stream = EventStream()
        let server = try Server(limits: Self.limits(heartbeatSeconds: 0.05)) { $1.respond(.events(stream)) }
        defer { server.stop() }
        let hasGone = Flag()
        stream.onClose { hasGone.set() }
        let socket = Self.listen(server)
        #expect(socket.read(until: "\r\n\r\n").contains("Content-Type: text/event-stream"))
        #expect(stream.send(event: "price", data: "one", id: "1"))
        #expect(socket.read(until: "one\n\n").contains("id: 1\nevent: price\ndata: one\n\n"))
        #expect(stream.send(data: "two\nlines"))
        #expect(socket.read(until: "lines\n\n").contains("data: two\ndata: lines\n\n"))
        #expect(stream.send(data: "three"))
        #expect(socket.read(until: "three\n\n").contains("data: three\n\n"))
        #expect(socket.read(until: ":\n\n").contains(":\n\n"))
        #expect(!stream.isClosed)
        socket.close()
        #expect(eventually { hasGone.isSet && stream.isClosed })
        #expect(!stream.send(data: "four"))
    }

    @Test func `sends what was said before the client was connected, and ends`() throws {
        let server = try Server { _, responder in
            let stream = EventStream()
            stream.send(data: "early")
            stream.close()
            responder.respond(.events(stream))
        }
        defer { server.stop() }
        let answer = try server.client().send("GET", "/")
        #expect(answer.text == "data: early\n\n")
    }

    @Test func `carries events from many threads, none torn`() throws {
        let stream = EventStream(queueLimitBytes: 10_000_000)
        let server = try Server { $1.respond(.events(stream)) }
        defer { server.stop() }
        let senders = (0..<4).map { number in
            Worker {
                for event in 0..<500 {
                    stream.send(data: "\(number)-\(event)")
                    if event.isMultiple(of: 50) { usleep(1000) }
                }
            }
        }
        let tally = Tally()
        let client = Worker { [port = server.port] in
            let answer = try? Client(baseURL: "http://127.0.0.1:\(port)").send("GET", "/")
            let events = (answer?.text ?? "").split(separator: "\n\n").map { String($0.dropFirst("data: ".count)) }
            let expected = (0..<4).flatMap { number in (0..<500).map { "\(number)-\($0)" } }
            tally.count(events.sorted() == expected.sorted())
        }
        for sender in senders { sender.join() }
        stream.close()
        client.join()
        #expect(tally.right == 1)
    }

    @Test func `cuts off a client that does not read`() throws {
        let stream = EventStream(queueLimitBytes: 64 * 1024)
        let hasGone = Flag()
        stream.onClose { hasGone.set() }
        let server = try Server { $1.respond(.events(stream)) }
        defer { server.stop() }
        let socket = Self.listen(server)
        #expect(socket.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200"))
        let chatter = String(repeating: "x", count: 8000)
        let isCut = eventually { !(0..<10).allSatisfy { _ in stream.send(data: chatter) } }
        #expect(isCut)
        #expect(eventually { hasGone.isSet })
    }

    @Test func `ends with the server`() throws {
        let stream = EventStream()
        let server = try Server { $1.respond(.events(stream)) }
        let socket = Self.listen(server)
        #expect(socket.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 200"))
        server.stop()
        #expect(stream.isClosed)
        #expect(!stream.send(data: "late"))
        #expect(socket.read().hasSuffix("0\r\n\r\n"))
    }

    @Test func `learns that a HEAD request wanted none of it`() throws {
        let stream = EventStream()
        let hasGone = Flag()
        stream.onClose { hasGone.set() }
        let server = try Server { $1.respond(.events(stream)) }
        defer { server.stop() }
        let answer = try server.client().send("HEAD", "/")
        #expect(answer.status == 200)
        #expect(eventually { hasGone.isSet })
    }

    @Test func `keeps a line break from starting a field`() throws {
        let stream = EventStream()
        stream.send(event: "a\ndata: forged", data: "x\r\ny\rz")
        stream.close()
        let server = try Server { $1.respond(.events(stream)) }
        defer { server.stop() }
        let answer = try server.client().send("GET", "/")
        #expect(answer.text == "event: a data: forged\ndata: x\ndata: y\ndata: z\n\n")
    }
}
