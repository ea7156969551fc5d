import Foundation
import Testing

@testable import Barcodes

@Suite struct `Bars of a number` {
    @Test(arguments: ["4860001000012", "96385074", "012345678905", "4860001000013", "milk-3.2", "M", "00123"])
    func `are read back by another program`(text: String) throws {
        let bars = try #require(BarcodePicture(text))
        // A UPC-A is an EAN-13 that begins with 0, and zbar reads it so.
        #expect(try [text, "0\(text)"].contains(Self.read(bars)))
    }

    @Test func `begin and end dark, and are as wide as the standard says`() throws {
        let ean = try #require(BarcodePicture("4860001000012"))
        #expect(ean.width == 95 && ean.widths.count == 59 && ean.widths.prefix(3) == [1, 1, 1])
        #expect(try #require(BarcodePicture("96385074")).width == 67)
        #expect(ean.path(height: 9).hasPrefix("M0 0h1v9h-1zM2 0h1v9h-1z"))
    }

    @Test(arguments: ["", String(repeating: "x", count: 81), "რძე"])
    func `are none of what has none`(text: String) { #expect(BarcodePicture(text) == nil) }

    /// As zbar reads a picture of them.
    private static func read(_ bars: BarcodePicture) throws -> String {
        let (scale, margin, height) = (3, 12, 80)
        var row = String(repeating: "0 ", count: margin * scale)
        for (place, width) in bars.widths.enumerated() {
            row += String(repeating: place.isMultiple(of: 2) ? "1 " : "0 ", count: width * scale)
        }
        row += String(repeating: "0 ", count: margin * scale)
        let picture =
            "P1\n\((bars.width + 2 * margin) * scale) \(height)\n"
            + Array(repeating: row, count: height).joined(separator: "\n")
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).pbm")
        try Data(picture.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let (process, out) = (Process(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/zbarimg")
        process.arguments = [
            "--quiet", "--raw", "-Sdisable", "-Sean13.enable", "-Sean8.enable", "-Supca.enable", "-Scode128.enable",
            file.path,
        ]
        process.standardOutput = out
        try process.run()
        let data = out.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
}
