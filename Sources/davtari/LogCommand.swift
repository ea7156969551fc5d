import Events
import Foundation
import JSON
import Log

/// Looks into the log.
enum LogCommand {
    static let command = Davtari.Command(
        name: "log",
        usage: """
            partitions
                every partition with its end
            tail [--count N]
                the last events of each partition, then new ones as they come
            print PARTITION FROM [TO]
                events of a range as JSON lines, byte for byte as stored but for line breaks between members, which
                become spaces; TO is not included
            position
                the position of the log's end
            """, options: ["count"], run: { try run($0) })

    private static func run(_ arguments: Arguments) throws {
        let (verb, words) = try arguments.verb(["partitions", "tail", "print", "position"])
        let log = try Environment(arguments).openLog()
        defer { log.shutdown() }
        switch verb {
        case "partitions":
            print("log \(log.identity.id), \(log.identity.partitions) partitions")
            for (partition, end) in try log.end().offsets.enumerated() { print("\(partition)\t\(end)") }
        case "position": print(try log.end())
        case "print": try printRange(log, words)
        default: try tail(log, count: Int64(try arguments.number("count") ?? 10))
        }
    }

    private static func printRange(_ log: any EventLog, _ words: [String]) throws {
        let numbers = words.compactMap(Int64.init)
        guard numbers.count == words.count, (2...3).contains(numbers.count),
            (0..<Int64(log.identity.partitions)).contains(numbers[0])
        else {
            throw UsageError(
                "davtari log print PARTITION FROM [TO], with a partition from 0 to \(log.identity.partitions - 1)")
        }
        let end = try log.end()[Int(numbers[0])]
        let to = numbers.count == 3 ? min(numbers[2], end) : end
        var next = numbers[1]
        while next < to {
            let records = try log.read(Int(numbers[0]), from: next, limit: ReadLimit(records: 1_000))
            if records.isEmpty { break }
            for record in records where record.offset < to { write(record.bytes) }
            next = records.last!.offset + 1
        }
    }

    private static func tail(_ log: any EventLog, count: Int64) throws {
        let stop = StopSignal()
        var start = try log.end()
        for partition in start.offsets.indices { start[partition] = max(0, start[partition] - count) }
        let reader = try log.follow(from: start)
        while !stop.wait(seconds: 0) {
            for record in try reader.next(limit: ReadLimit(), waitMilliseconds: 300) {
                let at = Instant(milliseconds: record.recordedAt)
                FileHandle.standardOutput.write(Data("\(record.partition):\(record.offset) \(at) ".utf8))
                write(record.bytes)
            }
        }
    }

    /// One event, one line. JSON has no line break inside a text, so those that stand there are between its members.
    private static func write(_ bytes: [UInt8]) {
        let line = bytes.map { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") ? UInt8(ascii: " ") : $0 }
        FileHandle.standardOutput.write(Data(line + [UInt8(ascii: "\n")]))
    }
}
