import Glibc
import HTTP
import Synchronization
import Testing

@Suite struct `Answering requests` {
    @Test func `echoes a body at once`() throws {
        let server = try Server { $1.respond(.bytes($0.body, type: "application/octet-stream")) }
        defer { server.stop() }
        let client = server.client()
        let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
        for size in [0, 1, 1000, 300_000] {
            let answer = try client.send("POST", "/echo", body: Array(body[..<size]))
            #expect(answer.status == 200)
            #expect(answer.body == Array(body[..<size]))
        }
    }

    @Test func `hands over what was asked, decoded`() throws {
        let seen = Mutex<Request?>(nil)
        let handler: @Sendable (Request, Responder) -> Void = { request, responder in
            seen.withLock { $0 = request }
            responder.respond(.noContent)
        }
        let server = try Server(handler: handler)
        defer { server.stop() }
        let path = "/shops/\(percentEncode("თბილისი/1"))/?q=a%2Bb+c&empty=&flag&q=2"
        let answer = try server.client().send(
            "BREW", path, headers: [("Cookie", "a=1; session=x%20y"), ("X-One", "1")])
        #expect(answer.status == 204)
        let request = try #require(seen.withLock { $0 })
        #expect(request.method == "BREW")
        #expect(request.segments == ["shops", "თბილისი/1"])
        #expect(request.path == "/shops/\(percentEncode("თბილისი/1"))/")
        #expect(request.query("q") == "a+b c")
        #expect(request.query.map(\.name) == ["q", "empty", "flag", "q"])
        #expect(request.query("flag") == "")
        #expect(request.headers["x-ONE"] == "1")
        #expect(request.cookie("session") == "x y")
        #expect(request.remoteAddress == "127.0.0.1")
    }

    @Test func `loses and mixes up nothing when 64 connections are answered late and in batches`() throws {
        let (connections, posts) = (64, 200)
        let shelf = Shelf()
        let server = try Server { shelf.put($0, $1) }
        defer { server.stop() }
        let port = server.port
        let finished = Flag()
        let completer = Worker {
            while !finished.isSet {
                Responder.respondAll(shelf.takeAll().map { ($1, .bytes($0.body, type: "text/plain")) })
                usleep(300)
            }
        }
        let tally = Tally()
        let clients = (0..<connections).map { number in
            Worker {
                let client = Client(baseURL: "http://127.0.0.1:\(port)")
                for post in 0..<posts {
                    let answer = try? client.send("POST", "/log", body: Array("\(number)/\(post)".utf8))
                    tally.count(answer?.text == "\(number)/\(post)")
                }
            }
        }
        for client in clients { client.join() }
        finished.set()
        completer.join()
        #expect(tally.right == connections * posts)
        #expect(tally.wrong == 0)
    }

    @Test func `answers HEAD with the headers alone`() throws {
        let server = try Server { $1.respond(.text("hello")) }
        defer { server.stop() }
        let socket = RawSocket(port: server.port)
        socket.write("HEAD / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        let answers = socket.read()
        #expect(answers.components(of: "Content-Length: 5") == 2)
        #expect(answers.components(of: "hello") == 1)
        let answer = try server.client().send("HEAD", "/")
        #expect(answer.headers["content-length"] == "5")
    }

    @Test func `keeps the connection of a client that asks again`() throws {
        let server = try Server { $1.respond(.text($0.path)) }
        defer { server.stop() }
        let socket = RawSocket(port: server.port)
        for path in ["/1", "/2", "/3"] {
            socket.write("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(socket.read(until: path).hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    @Test func `says 500 for a handler that forgets to answer`() throws {
        let server = try Server { _, _ in }
        defer { server.stop() }
        let answer = try server.client().send("GET", "/")
        #expect(answer.status == 500)
        #expect(answer.headers["Content-Type"] == "application/problem+json")
    }

    @Test func `says 500 when a responder is dropped later, on another thread`() throws {
        let shelf = Shelf()
        let server = try Server { shelf.put($0, $1) }
        defer { server.stop() }
        let dropper = Worker {
            while shelf.takeAll().isEmpty { usleep(1000) }
        }
        let answer = try server.client().send("GET", "/")
        #expect(answer.status == 500)
        dropper.join()
    }

    @Test func `invites a client that waits for 100 Continue`() throws {
        let server = try Server { $1.respond(.bytes($0.body, type: "text/plain")) }
        defer { server.stop() }
        let socket = RawSocket(port: server.port)
        socket.write(
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n")
        #expect(socket.read(until: "\r\n\r\n").hasPrefix("HTTP/1.1 100"))
        socket.write("body")
        #expect(socket.read().hasSuffix("\r\n\r\nbody"))
    }

    @Test func `sends no header field that would be two`() throws {
        let server = try Server { $1.respond(.redirect(to: "/\r\nSet-Cookie: forged=1")) }
        defer { server.stop() }
        let answer = try server.client().send("GET", "/")
        #expect(answer.status == 500)
        #expect(answer.headers["Set-Cookie"] == nil)
    }

    #if DEBUG
        @Test func `takes the second of two answers for a mistake of the program`() async {
            await #expect(processExitsWith: .failure) {
                let server = try Server {
                    $1.respond(.noContent)
                    $1.respond(.noContent)
                }
                _ = try Client(baseURL: "http://127.0.0.1:\(server.port)").send("GET", "/")
            }
        }
    #endif
}
