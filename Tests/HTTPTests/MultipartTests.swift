import Testing

@testable import HTTP

@Suite struct `A form with files` {
    private func read(_ body: String, type: String = "multipart/form-data; boundary=\"a b\"") -> [FormPart]? {
        Request(
            method: "POST", path: "/", segments: [], headers: Headers([("Content-Type", type)]), body: Array(body.utf8)
        ).formParts
    }

    @Test func `has fields and files, byte for byte`() {
        let body = """
            --a b\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n2\r\n\
            --a b\r\ncontent-disposition: form-data; name="f"; filename="a%22b.csv"\r\nContent-Type: text/csv\r\n\r\n\
            --a\r\n\r\n--a b--\r\n
            """
        #expect(
            read(body) == [
                FormPart(name: "x", fileName: nil, bytes: Array("1\r\n2".utf8)),
                FormPart(name: "f", fileName: "a\"b.csv", bytes: Array("--a\r\n".utf8)),
            ])
        #expect(read("--a b--") == [])
    }

    @Test(arguments: [
        "", "--a b", "--a b\r\nno head", "--a b\r\nContent-Disposition: form-data; name=x\r\n\r\nno end", "x--a b--",
    ])
    func `that is broken is none`(_ body: String) { #expect(read(body) == nil) }

    @Test func `is no other form`() { #expect(read("--a b--", type: "text/plain; boundary=\"a b\"") == nil) }
}
