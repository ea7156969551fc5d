import Glibc
import HTTP
import Testing

@Suite struct `Asking a server` {
    @Test func `tells that nobody listens`() throws {
        let server = try Server { $1.respond(.noContent) }
        let client = server.client()
        server.stop()
        let error = #expect(throws: ClientError.self) { try client.send("GET", "/") }
        guard case .connectionRefused = error else {
            Issue.record("not refused but \(String(describing: error))")
            return
        }
    }

    @Test func `tells that the server takes too long`() throws {
        let shelf = Shelf()
        var limits = Limits()
        limits.stopGraceSeconds = 0
        let server = try Server(limits: limits) { shelf.put($0, $1) }
        defer { server.stop() }
        let client = Client(baseURL: "http://127.0.0.1:\(server.port)", timeoutSeconds: 1)
        let error = #expect(throws: ClientError.self) { try client.send("GET", "/") }
        guard case .timedOut = error else {
            Issue.record("no time-out but \(String(describing: error))")
            return
        }
    }

    @Test func `sends its headers and reads the server's`() throws {
        let server = try Server { request, responder in
            let seen = (request.headers["X-Always"] ?? "-") + (request.headers["X-Once"] ?? "-")
            responder.respond(.text(seen).with("X-Back", "1").setting(Cookie("a", "1")).setting(Cookie("b", "2")))
        }
        defer { server.stop() }
        let client = Client(baseURL: "http://127.0.0.1:\(server.port)", headers: [("X-Always", "A")])
        let first = try client.send("GET", "/", headers: [("X-Once", "O")])
        #expect(first.text == "AO")
        #expect(first.headers["x-back"] == "1")
        #expect(first.headers.all("set-cookie").count == 2)
        let second = try client.send("GET", "/")
        #expect(second.text == "A-")
    }

    @Test func `follows no redirect`() throws {
        let server = try Server { $1.respond(.redirect(to: "/elsewhere")) }
        defer { server.stop() }
        let answer = try server.client().send("POST", "/", body: [])
        #expect(answer.status == 303)
        #expect(answer.headers["Location"] == "/elsewhere")
    }
}
