import Foundation
import Testing

@testable import QRCodes

@Suite struct `A QR code` {
    @Test(arguments: ["dvt_0123456789abcdef0123456789abcdef", "გასაღები S01-t2", String(repeating: "x", count: 1_000)])
    func `is read back by another program`(text: String) throws {
        let code = try #require(QRCode(text))
        #expect(try Self.read(code) == text)
    }

    @Test func `has its finders, and nothing beyond its edge`() throws {
        let code = try #require(QRCode("x"))
        #expect(code.side == 21)
        for (row, column) in [(0, 0), (0, 20), (20, 0)] { #expect(code.isDark(row: row, column: column) == true) }
        #expect(code.isDark(row: 1, column: 1) == false)
        #expect(code.isDark(row: 21, column: 0) == nil && code.isDark(row: 0, column: -1) == nil)
    }

    @Test func `is none of nothing, and of more than a code holds`() {
        #expect(QRCode("") == nil)
        #expect(QRCode(String(repeating: "x", count: 3_000)) == nil)
    }

    /// The path has the very modules: each is drawn once, in its row.
    @Test func `is drawn as it is`() throws {
        let code = try #require(QRCode("davtari"))
        var drawn: Set<[Int]> = []
        for run in code.path.matches(of: /M(\d+) (\d+)h(\d+)v1H(\d+)z/) {
            let (start, row, length) = (try #require(Int(run.1)), try #require(Int(run.2)), try #require(Int(run.3)))
            for column in start..<(start + length) { #expect(drawn.insert([row, column]).inserted) }
        }
        let dark = (0..<code.side).flatMap { row in
            (0..<code.side).filter { code.isDark(row: row, column: $0) == true }.map { [row, $0] }
        }
        #expect(drawn == Set(dark) && !dark.isEmpty)
    }

    /// As zbar reads a picture of it.
    private static func read(_ code: QRCode) throws -> String {
        let (scale, margin) = (4, 4)
        let side = (code.side + 2 * margin) * scale
        var picture = "P1\n\(side) \(side)\n"
        for row in 0..<side {
            for column in 0..<side {
                let isDark = code.isDark(row: row / scale - margin, column: column / scale - margin) ?? false
                picture += isDark ? "1 " : "0 "
            }
            picture += "\n"
        }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).pbm")
        try Data(picture.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let (process, out) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/zbarimg")
        process.arguments = ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file.path]
        process.standardOutput = out
        try process.run()
        let data = out.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
}
