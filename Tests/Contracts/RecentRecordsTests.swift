import Foundation
import Testing

@testable import Log

/// What a process keeps of its own appends for those that follow.
struct `Recent records` {
    private func record(_ offset: Int64, in partition: Int = 0, bytes: Int = 1) -> LogRecord {
        LogRecord(
            partition: partition, offset: offset, recordedAt: 1_000 + offset, key: "k\(offset)",
            bytes: Array(repeating: 7, count: bytes))
    }

    private func followed() -> RecentRecords {
        let recent = RecentRecords(partitions: 2)
        recent.follow()
        return recent
    }

    private func offsets(
        _ recent: RecentRecords, _ partition: Int = 0, from offset: Int64, _ limit: ReadLimit = .init()
    )
        -> [Int64]
    { recent.read(partition, from: offset, limit: limit).map(\.offset) }

    @Test func `are had from any offset, within the limits`() {
        let recent = followed()
        recent.add((5..<15).map { record($0, bytes: 10) })
        recent.add([record(0, in: 1)])
        #expect(offsets(recent, from: 5) == Array(5..<15))
        #expect(offsets(recent, from: 14) == [14])
        #expect(offsets(recent, from: 4).isEmpty)
        #expect(offsets(recent, from: 15).isEmpty)
        #expect(offsets(recent, 1, from: 0) == [0])
        #expect(offsets(recent, from: 6, ReadLimit(records: 3)) == [6, 7, 8])
        #expect(offsets(recent, from: 6, ReadLimit(bytes: 25)) == [6, 7])
        #expect(offsets(recent, from: 6, ReadLimit(bytes: 1)) == [6])
    }

    @Test func `begin anew behind what another process has written`() {
        let recent = followed()
        recent.add((0..<3).map { record($0) })
        recent.add([record(7), record(8)])
        #expect(offsets(recent, from: 0).isEmpty)
        #expect(offsets(recent, from: 3).isEmpty)
        #expect(offsets(recent, from: 7) == [7, 8])
    }

    @Test func `begin anew where a database from the past writes again`() {
        let recent = followed()
        recent.add((0..<10).map { record($0) })
        recent.add([record(4)])
        #expect(offsets(recent, from: 4) == [4])
        #expect(offsets(recent, from: 5).isEmpty)
    }

    @Test func `are forgotten from the oldest on, and never with a gap`() {
        let recent = followed()
        for offset in Int64(0)..<3_000 { recent.add([record(offset, bytes: 1_000)]) }
        #expect(offsets(recent, from: 0).isEmpty)
        let kept = offsets(recent, from: 2_000, ReadLimit(records: 5_000))
        #expect(kept == Array(2_000..<3_000))
        #expect(offsets(recent, from: 3_000 - (1 << 20) / 1_000).count > 0)
        #expect(offsets(recent, from: 3_000 - (1 << 20) / 1_000 - 1).isEmpty)
    }

    @Test func `are kept only while somebody follows`() {
        let recent = RecentRecords(partitions: 1)
        recent.add([record(0)])
        #expect(offsets(recent, from: 0).isEmpty)
        recent.follow()
        recent.add([record(1)])
        #expect(offsets(recent, from: 1) == [1])
        recent.unfollow()
        recent.add([record(2)])
        #expect(offsets(recent, from: 1) == [1])
    }

    @Test func `are gone after an append that failed`() {
        let recent = followed()
        recent.add([record(0)])
        recent.clear()
        #expect(offsets(recent, from: 0).isEmpty)
    }

    @Test func `are taken only for a moment`() throws {
        let recent = followed()
        recent.add([record(0)])
        Thread.sleep(forTimeInterval: 1.2)
        #expect(offsets(recent, from: 0).isEmpty)
    }
}
