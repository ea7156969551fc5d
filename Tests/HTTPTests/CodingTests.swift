import HTTP
import Testing

@Suite struct `Reading and writing HTTP's small languages` {
    @Test(arguments: ["", "plain-._~", "a b&c=d/e?f%", "ქართული", "👩‍🌾", "+", "\u{7F}\u{1}"])
    func `percent encoding comes back the same`(_ text: String) {
        #expect(percentDecode(percentEncode(text)) == text)
        #expect(percentEncode(text).allSatisfy { $0.isASCII })
    }

    @Test(arguments: ["%", "%1", "%g0", "%ff", "%c3", "%00", "a\u{0}"])
    func `percent decoding refuses what is broken`(_ text: String) {
        #expect(percentDecode(text) == nil)
    }

    @Test func `a plus is a space in forms alone`() {
        #expect(percentDecode("a+b%2b", plusIsSpace: true) == "a b+")
        #expect(percentDecode("a+b%2b") == "a+b+")
    }

    private func posted(_ body: String, type: String = "application/x-www-form-urlencoded") -> Request {
        Request(
            method: "POST", path: "/", segments: [], headers: Headers([("content-type", type)]), body: Array(body.utf8))
    }

    @Test func `reads a form in order`() throws {
        let form = try #require(
            posted("a=1&b=%E1%83%90+x&a=&c", type: "Application/X-WWW-Form-Urlencoded ; charset=utf-8").form)
        #expect(form.map(\.name) == ["a", "b", "a", "c"])
        #expect(form.map(\.value) == ["1", "ა x", "", ""])
    }

    @Test func `takes nothing else for a form`() {
        #expect(posted("a=1", type: "application/json").form == nil)
        #expect(posted("a=%f").form == nil)
    }

    @Test func `writes a cookie that scripts and other sites cannot use`() {
        let cookie = Cookie("session", "a;b", maxAgeSeconds: 60, isSecure: true)
        #expect(cookie.header.name == "Set-Cookie")
        #expect(cookie.header.value == "session=a%3Bb; Path=/; Max-Age=60; SameSite=Lax; HttpOnly; Secure")
        #expect(Cookie.removing("session").header.value == "session=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly")
    }

    @Test func `writes a problem as JSON`() {
        let problem = Response.problem(
            status: 409, type: "urn:x", detail: "a \"b\"\n\\",
            extra: [("left", 40), ("again", true), ("items", .json(Array("[1]".utf8))), ("who", "ნინო")])
        guard case .bytes(let bytes) = problem.body else { return }
        #expect(
            String(decoding: bytes, as: UTF8.self) == #"""
                {"type":"urn:x","title":"Conflict","status":409,"detail":"a \"b\"\u000a\\","left":40,"again":true,"items":[1],"who":"ნინო"}
                """#)
    }

    @Test func `finds headers whatever their case`() {
        let headers = Headers([("Set-Cookie", "a"), ("ETag", "x"), ("set-cookie", "b")])
        #expect(headers["etag"] == "x")
        #expect(headers.all("SET-COOKIE") == ["a", "b"])
        #expect(headers["E-Tag"] == nil)
    }
}
