import JSON
import Testing

@Suite struct `A document` {
    @Test(arguments: [
        "null", "true", "[]", "{}", "[1,-2,3.5]", #"{"a":{"b":[null,"ქართული \"x\" \\ \n\u0001"]}}"#,
        "9223372036854775807",
    ])
    func `reads what it writes`(text: String) throws {
        let json = try JSON(parsing: Array(text.utf8))
        #expect(try JSON(parsing: json.bytes) == json)
        #expect(try JSON(parsing: Array(json.prettyText.utf8)) == json)
    }

    @Test(arguments: ["", "{", "[1,]", "{\"a\":1,}", "01", "nul", "\"\\x\"", "[1] 2", "\u{FEFF}{}"])
    func `refuses what is not JSON`(text: String) {
        #expect(throws: (any Error).self) { try JSON(parsing: Array(text.utf8)) }
    }

    @Test func `refuses what is not UTF-8`() {
        #expect(throws: (any Error).self) { try JSON(parsing: [0x22, 0xFF, 0x22]) }
    }

    @Test func `refuses what is nested too deep`() {
        let depth = JSONParser.depthLimit + 1
        let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        #expect(throws: (any Error).self) { try JSON(parsing: Array(text.utf8)) }
    }

    @Test func `finds a name that stands twice, anywhere`() throws {
        let bytes = Array(#"{"a":[{"b":1,"c":2,"b":3}]}"#.utf8)
        #expect(try JSONParser().parse(bytes) { $0.repeatedNameAnywhere } == "b")
        #expect(try JSONParser().parse(bytes) { $0.repeatedName } == nil)
    }
}

@Suite struct `Splitting a batch` {
    private func split(_ text: String) throws(JSONArraySplitter.Trouble) -> [String] {
        let bytes = Array(text.utf8)
        let ranges: [Range<Int>]
        do {
            ranges = try bytes.withUnsafeBytes { try JSONArraySplitter.ranges(in: $0) }
        } catch let error as JSONArraySplitter.Trouble {
            throw error
        } catch { fatalError("\(error)") }
        return ranges.map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    @Test func `finds each element, white space left out`() throws {
        #expect(try split(" [ {\"a\":[1,2]} ,\n\"],[\" , 3 ] ") == ["{\"a\":[1,2]}", "\"],[\"", "3"])
        #expect(try split("[]") == [])
    }

    @Test func `bounds a broken element, so that its neighbours stand`() throws {
        #expect(try split(#"[{"a":1},{nonsense},{"b":2}]"#) == [#"{"a":1}"#, "{nonsense}", #"{"b":2}"#])
    }

    @Test(arguments: ["[", "[1", "[\"a]", "[}]", "[1]x", "[{]"])
    func `says when bounds cannot be told`(text: String) {
        #expect(throws: JSONArraySplitter.Trouble.self) { try split(text) }
    }

    @Test func `takes only an array`() {
        #expect(throws: JSONArraySplitter.Trouble.notAnArray) { try split("{}") }
    }
}
