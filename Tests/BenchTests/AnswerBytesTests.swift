import Testing

@testable import Bench

@Suite struct `An answer to a till of the benchmark` {
    private func read<R>(_ text: String, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R {
        try Array(text.utf8).withUnsafeBytes { try body($0) }
    }

    private let good = "HTTP/1.1 200 OK\r\nContent-Length: 23\r\n\r\n{\"status\":\"accepted\"}\r\n"

    @Test func `is as long as it says`() throws {
        #expect(try read(good) { try AnswerBytes.wholeLength($0) } == good.utf8.count)
        #expect(try read("HTTP/1.1 200 OK\r\nContent-Le") { try AnswerBytes.wholeLength($0) } == nil)
    }

    @Test func `counts only when everything was accepted`() throws {
        try read(good) { try AnswerBytes.check($0) }
        for trouble in ["suspect", "duplicate", "refused"] {
            #expect(throws: BenchError.self) {
                try read(good.replacing("accepted", with: trouble)) { try AnswerBytes.check($0) }
            }
        }
        #expect(throws: BenchError.self) { try read("HTTP/1.1 503 No\r\n\r\n") { try AnswerBytes.check($0) } }
    }
}
