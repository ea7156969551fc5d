import Foundation
import Testing

@testable import Supervision

@Suite struct `What children say` {
    @Test func `is kept apart line by line, the last ones remembered`() {
        var lines = SpokenLines()
        #expect(lines.take("one\ntw".utf8) == ["one"])
        #expect(lines.take("o\n\nthr".utf8) == ["two", ""])
        #expect(lines.rest() == ["thr"])
        #expect(lines.last == ["one", "two", "", "thr"])
        #expect(lines.reason == "one / two / thr")
    }

    @Test func `a trap is the reason, whatever was said behind it`() {
        var lines = SpokenLines()
        _ = lines.take("Events/A.swift:7: Fatal error: Not enough bits\n\n*** Signal 4\nBacktrace took 1 s\n".utf8)
        #expect(lines.reason == "Events/A.swift:7: Fatal error: Not enough bits")
    }

    @Test func `endings are told as people know them`() {
        #expect(Ending(status: 3 << 8) == .code(3))
        #expect(Ending(status: 9) == .signal(9))
        #expect("\(Ending(status: 4))".hasPrefix("by signal 4 (Illegal instruction"))
        #expect(Ending(status: 9).exitCode == 137)
    }
}

@Suite struct `What went wrong` {
    @Test func `of one process are seen by the others, and outlive it`() throws {
        let file = try #require(Troubles.sharedFile())
        defer { close(file) }
        let (door, office) = (Troubles(sharing: file, page: 1), Troubles(sharing: file, page: 3))
        door.note(.append, "", "disk full", at: 1_000)
        door.note(.append, "", "disk still full", at: 2_000)
        office.note(.ended, "door", "by signal 4", at: 3_000)
        let seen = office.all(at: 4_000)
        #expect(seen.map(\.kind) == [.ended, .append] && seen == door.all(at: 4_000))
        #expect(seen[1].count == 2 && seen[1].first == 1_000 && seen[1].reason == "disk still full" && !seen[1].isOver)
        let next = Troubles(sharing: file, page: 1)
        next.end(.append)
        #expect(office.all(at: 4_000)[1].isOver)
        // What is over is told for an hour, what is not for ever.
        #expect(office.all(at: 4_000_000).isEmpty)
        next.note(.append, "", "again", at: 5_000)
        #expect(office.all(at: 99_000_000).map(\.count) == [1])
    }

    @Test func `a page that cannot be read holds nothing`() throws {
        let file = try #require(Troubles.sharedFile())
        defer { close(file) }
        Troubles(sharing: file, page: 0).note(.append, "", String(repeating: "დ", count: 100_000), at: 1)
        #expect(Troubles(sharing: file, page: 1).all(at: 2).map(\.reason.count) == [600])
        var rubbish = [UInt8](repeating: 0xFF, count: 64)
        pwrite(file, &rubbish, rubbish.count, 0)
        #expect(Troubles(sharing: file, page: 1).all(at: 2).isEmpty)
    }
}

@Suite struct `Bytes left for the next life` {
    @Test func `are found by it, the last that were left`() throws {
        let file = try #require(SharedBytes.sharedFile())
        #expect(SharedBytes(file).found() == [])
        for length in [3, 100_000, 1, 0, 7] {
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 * length) }
            #expect(SharedBytes(file).leave(bytes))
            #expect(SharedBytes(file).found() == bytes)
        }
        #expect(!SharedBytes(file).leave([UInt8](repeating: 1, count: 9 << 20)))
        #expect(SharedBytes(file).found().count == 7)
    }
}
