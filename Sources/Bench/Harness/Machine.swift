import CLibrdkafka
import Foundation
import Postgres

/// What the figures were measured on.
package struct Machine {
    private let rows: [(String, String)]

    /// - Parameter remarks: what else stands in the table, such as the data and Kafka's version, which it does not tell.
    package init(_ conninfo: String, remarks: [(String, String)]) throws {
        let connection = try Connection(conninfo, applicationName: "davtari bench")
        func setting(_ name: String) throws -> String {
            try connection.query("SELECT current_setting(\(name))")[0].text(0)
        }
        let information = ProcessInfo.processInfo
        rows =
            [
                ("processor", Self.processor),
                ("cores", "\(information.activeProcessorCount)"),
                ("memory", "\(information.physicalMemory >> 30) GiB"),
                ("system", information.operatingSystemVersionString),
                ("Postgres", try setting("server_version")),
                (
                    "its durability",
                    try ["fsync", "synchronous_commit", "full_page_writes", "wal_level", "shared_buffers"]
                        .map { "\($0) \(try setting($0))" }.joined(separator: ", ")
                ),
                ("librdkafka", String(cString: rd_kafka_version_str())),
            ] + remarks
    }

    var table: String {
        (["| | |", "|---|---|"] + rows.map { "| \($0.0) | \($0.1) |" }).joined(separator: "\n")
    }

    private static var processor: String {
        let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
    }
}
