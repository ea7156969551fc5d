import Events
import Foundation
import JSON
import Testing

/// Events as they were once written must be readable for ever: lines are added to the corpus, never changed.
@Suite struct `The corpus` {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../Corpus")

    struct Line: CustomTestStringConvertible {
        var file: String
        var number: Int
        var bytes: [UInt8]
        var testDescription: String { "\(file):\(number)" }
    }

    static let lines: [Line] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.sorted().flatMap { file in
            let text = (try? String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)) ?? ""
            return text.split(separator: "\n").enumerated().map {
                Line(file: file, number: $0 + 1, bytes: Array($1.utf8))
            }
        }
    }()

    @Test func `holds every type of fact`() throws {
        let types = try Set(Self.lines.map { try Event.read($0.bytes, with: JSONParser()).envelope.type })
        let missing = FactType.all.map(\.name).filter { !types.contains($0) }
        #expect(missing == [])
    }

    @Test(arguments: lines) func `is read without a fault, and nothing in it is lost`(line: Line) throws {
        let event = try Event.read(line.bytes, with: JSONParser())
        #expect(event.faults == [])
        let type = try #require(FactType.byName[event.envelope.type])
        // What an earlier version said reads in the later one's words.
        guard type.supersededBy == nil else { return #expect(event.fact.body != nil) }
        let data = try JSON(parsing: line.bytes)["data"]!
        #expect(try event.fact.encodedData.map { try JSON(parsing: $0) } == data)
    }
}
