import Events
import Foundation
import JSON
import Testing

/// Events as they were once written must be readable for ever: lines are added to the corpus, never changed.
@Suite struct `The corpus` {
    static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "../Corpus/round-1.jsonl")

    struct Line: CustomTestStringConvertible {
        var number: Int
        var bytes: [UInt8]
        var testDescription: String { "line \(number)" }
    }

    static let lines: [Line] = {
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").enumerated().map { Line(number: $0 + 1, bytes: Array($1.utf8)) }
    }()

    @Test func `holds every type of fact`() throws {
        let types = try Set(Self.lines.map { try Event.read($0.bytes, with: JSONParser()).envelope.type })
        #expect(types.isSuperset(of: FactType.all.map(\.name)))
    }

    @Test(arguments: lines) func `is read without a fault, and nothing in it is lost`(line: Line) throws {
        let event = try Event.read(line.bytes, with: JSONParser())
        #expect(event.faults == [])
        let data = try JSON(parsing: line.bytes)["data"]!
        #expect(try event.fact.encodedData.map { try JSON(parsing: $0) } == data)
    }
}
