import HTTP
import TestSupport
import Testing

@Suite struct `Packing answers` {
    private static let text = Array((1...400).map { "line \($0) of a report\n" }.joined().utf8)

    /// Answers with what the path names.
    private func server(packs: Bool = true) throws -> Server {
        try Server(packs: packs) { request, responder in
            switch request.segments.first {
            case "short": responder.respond(.text("ok"))
            case "tagged": responder.respond(.bytes(Self.text, type: "text/plain").with("ETag", "\"3\""))
            case "picture": responder.respond(.bytes(Self.text, type: "image/png"))
            case "fact": responder.respond(.bytes(Self.text, type: "application/cloudevents+json"))
            case "page": responder.respond(.html(String(decoding: Self.text, as: UTF8.self), status: 404))
            default: responder.respond(.bytes(Self.text, type: "text/csv; charset=utf-8"))
            }
        }
    }

    private func ask(
        _ server: Server, _ path: String, _ accept: String?, _ method: String = "GET"
    ) throws -> ClientResponse {
        try server.client().send(method, path, headers: accept.map { [("Accept-Encoding", $0)] } ?? [])
    }

    @Test(arguments: ["gzip", "deflate, gzip;q=0.5, br", "GZIP", "*", "identity;q=0, *;q=0.1", "x-gzip"])
    func `sends gzip to who takes it`(accept: String) throws {
        let server = try server()
        defer { server.stop() }
        for path in ["/table", "/fact", "/page"] {
            let answer = try ask(server, path, accept)
            #expect(answer.headers["Content-Encoding"] == "gzip", "\(path)")
            #expect(answer.headers["Vary"] == "Accept-Encoding")
            #expect(answer.body.count < Self.text.count / 4 && unpacked(answer.body) == Self.text)
        }
    }

    @Test(arguments: [nil, "", "br", "gzip;q=0", "gzip; q=0.000, *", "*;q=0", "gzipped"] as [String?])
    func `sends it as it is to who does not`(accept: String?) throws {
        let server = try server()
        defer { server.stop() }
        let answer = try ask(server, "/table", accept)
        #expect(answer.headers["Content-Encoding"] == nil && answer.body == Self.text)
        #expect(answer.headers["Vary"] == "Accept-Encoding", "a cache must know that there are two")
    }

    @Test func `leaves alone what is short, has a tag of its bytes, is no text, or answers a post`() throws {
        let server = try server()
        defer { server.stop() }
        for (path, method) in [("/short", "GET"), ("/tagged", "GET"), ("/picture", "GET"), ("/table", "POST")] {
            let answer = try ask(server, path, "gzip", method)
            #expect(answer.headers["Content-Encoding"] == nil && answer.headers["Vary"] == nil, "\(method) \(path)")
            #expect(path == "/short" || answer.body == Self.text)
        }
        let other = try self.server(packs: false)
        defer { other.stop() }
        #expect(try ask(other, "/table", "gzip").body == Self.text)
    }

    @Test func `says the same of a head as of what it heads`() throws {
        let server = try server()
        defer { server.stop() }
        let (head, whole) = (try ask(server, "/table", "gzip", "HEAD"), try ask(server, "/table", "gzip"))
        for field in ["Content-Encoding", "Content-Length", "Vary"] {
            #expect(head.headers[field] == whole.headers[field], "\(field)")
        }
        #expect(head.body.isEmpty)
    }
}
