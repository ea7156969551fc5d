import Glibc
import HTTP
import Testing

@Suite struct `Holding clients to limits` {
    private static let echo: @Sendable (Request, Responder) -> Void = {
        $1.respond(.bytes($0.body, type: "text/plain"))
    }

    private static func limits(maxBodyBytes: Int = 16 * 1024 * 1024, uploadDeadlineSeconds: Int = 30) -> Limits {
        var limits = Limits()
        limits.maxBodyBytes = maxBodyBytes
        limits.uploadDeadlineSeconds = uploadDeadlineSeconds
        return limits
    }

    @Test func `refuses a body announced too large before it is sent`() throws {
        let server = try Server(limits: Self.limits(maxBodyBytes: 1000), handler: Self.echo)
        defer { server.stop() }
        let socket = RawSocket(port: server.port)
        socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n")
        let answer = socket.read()
        #expect(answer.hasPrefix("HTTP/1.1 413 "))
        #expect(answer.contains(#""status":413"#))
        #expect(answer.contains(#""rule":"body.size","limit":1000"#))
    }

    @Test func `takes a body of just the limit`() throws {
        let server = try Server(limits: Self.limits(maxBodyBytes: 1000), handler: Self.echo)
        defer { server.stop() }
        let answer = try server.client().send("POST", "/", body: Array(repeating: 0x61, count: 1000))
        #expect(answer.status == 200)
        #expect(answer.body.count == 1000)
    }

    @Test func `tells a client that sends on regardless`() throws {
        let server = try Server(limits: Self.limits(maxBodyBytes: 1_000_000), handler: Self.echo)
        defer { server.stop() }
        let answer = try server.client().send("POST", "/", body: Array(repeating: 0x61, count: 5_000_000))
        #expect(answer.status == 413)
    }

    @Test func `tells even a client that sends without looking`() throws {
        let server = try Server(limits: Self.limits(maxBodyBytes: 1000), handler: Self.echo)
        defer { server.stop() }
        for _ in 0..<20 {
            let socket = RawSocket(port: server.port)
            socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n")
            socket.write([UInt8](repeating: 0x61, count: 3_000_000))
            #expect(socket.read().hasPrefix("HTTP/1.1 413 "))
        }
    }

    @Test func `refuses a body in chunks at its end and keeps the connection`() throws {
        let server = try Server(limits: Self.limits(maxBodyBytes: 10), handler: Self.echo)
        defer { server.stop() }
        let socket = RawSocket(port: server.port)
        socket.write("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        socket.write("8\r\n12345678\r\n8\r\n12345678\r\n0\r\n\r\n")
        #expect(socket.read(until: "}").hasPrefix("HTTP/1.1 413 "))
        socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok")
        #expect(socket.read(until: "\r\n\r\nok").hasPrefix("HTTP/1.1 200 "))
    }

    @Test func `cuts off a body in chunks that is twice too large`() throws {
        let server = try Server(limits: Self.limits(maxBodyBytes: 10), handler: Self.echo)
        defer { server.stop() }
        let socket = RawSocket(port: server.port)
        socket.write("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        socket.write("8\r\n12345678\r\n8\r\n12345678\r\n8\r\n12345678\r\n")
        let answer = socket.read()
        #expect(answer.hasPrefix("HTTP/1.1 413 "))
        #expect(answer.contains("Connection: close"))
    }

    @Test func `says 408 to an upload that takes too long`() throws {
        let server = try Server(limits: Self.limits(uploadDeadlineSeconds: 1), handler: Self.echo)
        defer { server.stop() }
        let socket = RawSocket(port: server.port)
        socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
        for _ in 0..<6 {
            usleep(500_000)
            socket.write("a")
        }
        #expect(socket.read().hasPrefix("HTTP/1.1 408 "))
    }

    @Test(arguments: [false, true])
    func `closes in the end a connection that never finishes its headers, on which something was asked before or not`(
        _ isKept: Bool
    ) throws {
        var limits = Limits()
        (limits.headerDeadlineSeconds, limits.idleTimeoutSeconds) = (1, 1)
        let server = try Server(limits: limits, handler: Self.echo)
        defer { server.stop() }
        let socket = RawSocket(port: server.port)
        if isKept {
            socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok")
            #expect(socket.read(until: "\r\n\r\nok").hasPrefix("HTTP/1.1 200 "))
        }
        socket.write("GET / HTTP/1.1\r\nHost: x\r\n")
        var sent = 0
        // Oftener than it would be idle; it ends when the other side has closed.
        while socket.write("X-Slow-\(sent): a\r\n"), sent < 600 {
            sent += 1
            usleep(100_000)
        }
        #expect(sent < 600)
    }

    @Test func `tells who was slow with the headers, and leaves alone who was not`() throws {
        var limits = Limits()
        limits.headerDeadlineSeconds = 1
        let shelf = Shelf()
        let server = try Server(limits: limits) { shelf.put($0, $1) }
        defer { server.stop() }
        let (slow, patient) = (RawSocket(port: server.port), RawSocket(port: server.port))
        patient.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(eventually { shelf.count == 1 })
        slow.write("GET / HTTP/1.1\r\nHost: x\r\n")
        let told = slow.read()
        #expect(told.hasPrefix("HTTP/1.1 408 ") && told.contains("headers.time"))
        for (_, responder) in shelf.takeAll() { responder.respond(.text("here")) }
        #expect(patient.read(until: "here").hasPrefix("HTTP/1.1 200 "))
    }

    @Test func `closes a connection that is idle`() throws {
        var limits = Limits()
        limits.idleTimeoutSeconds = 1
        let server = try Server(limits: limits, handler: Self.echo)
        defer { server.stop() }
        let socket = RawSocket(port: server.port)
        socket.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
        #expect(socket.read() == "")
    }

    @Test func `says 431 to headers that take too much`() throws {
        let server = try Server(handler: Self.echo)
        defer { server.stop() }
        for size in [17_000, 100_000] {
            let socket = RawSocket(port: server.port)
            socket.write("GET / HTTP/1.1\r\nHost: x\r\nX-Long: \(String(repeating: "a", count: size))\r\n\r\n")
            #expect(socket.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 431 "))
        }
    }

    @Test(arguments: [
        "/a%2", "/a%zz", "/a%ff", "/%c3%28", "/a%00b", "/a/../b", "/a/%2e%2E/b", "/?q=%zz", "/?q=%ff", "/\u{1}?%=1",
    ])
    func `says 400 to a broken address`(_ path: String) throws {
        let server = try Server { $1.respond(.text($0.segments.joined(separator: "|"))) }
        defer { server.stop() }
        let socket = RawSocket(port: server.port)
        socket.write("GET \(path) HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        #expect(socket.read().hasPrefix("HTTP/1.1 400 "))
    }

    @Test func `says 400 to raw bytes that are no text`() throws {
        let server = try Server { $1.respond(.noContent) }
        defer { server.stop() }
        let socket = RawSocket(port: server.port)
        socket.write(Array("GET /a".utf8) + [0xFF] + Array(" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".utf8))
        #expect(socket.read().hasPrefix("HTTP/1.1 400 "))
    }

    @Test func `serves no more connections than allowed, and others once there is room`() throws {
        var limits = Limits()
        limits.maxConnections = 2
        let server = try Server(limits: limits, handler: Self.echo)
        defer { server.stop() }
        let request = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok"
        let first = (0..<2).map { _ in RawSocket(port: server.port) }
        for socket in first {
            socket.write(request)
            #expect(socket.read(until: "\r\n\r\nok").hasPrefix("HTTP/1.1 200 "))
        }
        let late = RawSocket(port: server.port, timeoutSeconds: 1)
        late.write(request)
        #expect(late.read() == "")
        first[0].close()
        #expect(late.read(until: "\r\n\r\nok").hasPrefix("HTTP/1.1 200 "))
    }
}

/// Whoever stands in front must see the same requests as we do.
@Suite struct `Where a request ends` {
    @Test(arguments: [
        "Content-Length: 0\r\nContent-Length: 30", "Content-Length : 30", "Content-Length\t: 30",
        "Transfer-Encoding : chunked", "Transfer-Encoding: chunked\r\nContent-Length: 30",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "Transfer-Encoding: gzip",
        "Content-Length: 18446744073709551615", "Host: y", "X-Y: a\u{1}b",
    ])
    func `is said once and plainly, or nothing behind it is read`(fields: String) throws {
        let server = try Server { _, responder in responder.respond(.bytes(Array("swallowed".utf8), type: "text/plain"))
        }
        defer { server.stop() }
        let socket = RawSocket(port: server.port)
        socket.write("POST /first HTTP/1.1\r\nHost: x\r\n\(fields)\r\n\r\nGET /second HTTP/1.1\r\nHost: x\r\n\r\n")
        let answer = socket.read()
        #expect(answer.hasPrefix("HTTP/1.1 400 ") && !answer.contains("swallowed"), "\(answer)")
        #expect(answer.split(separator: "HTTP/1.1 ").count == 1, "\(answer)")
    }
}
