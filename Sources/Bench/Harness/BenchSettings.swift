import Foundation

/// On what is measured, how often, and how much.
package struct BenchSettings: Sendable {
    /// The server on which databases for the run are made and dropped; whatever else is on it is left alone.
    package var conninfo: String
    /// Kafka's bootstrap servers; without them what needs Kafka is left out, aloud.
    package var brokers: String?
    /// Those of a cluster of three or more brokers, for the rows with replication.
    package var cluster: String?
    /// The real year's events, one a line; without it what needs them is left out, aloud.
    package var events: String?
    /// A Python with what tools/plain_consumers needs; without it those consumers are left out, aloud.
    package var python: String?
    /// This binary, which is started as the server that is measured.
    package var binary: String
    /// Where results are put, a file a figure.
    package var results: String
    package var rounds = 3
    /// How long one round of posting lasts.
    package var seconds = 5
    /// Receipt lines of the dense chain.
    package var lines = 2_000_000
    package var say: @Sendable (String) -> Void = { sentence in
        FileHandle.standardError.write(Data("bench: \(sentence)\n".utf8))
    }

    package init(conninfo: String, binary: String, results: String) {
        (self.conninfo, self.binary, self.results) = (conninfo, binary, results)
    }

    /// Says what is left out, so that a gap in the report is never silent.
    func skip(_ what: String, _ why: String) { say("SKIPPED: \(what): \(why)") }
}
