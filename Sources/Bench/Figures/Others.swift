import Foundation
import Log

/// What stands beside: raw consumption, start-up, the binary.
struct Others {
    static let names = ["raw-consumption", "start-up", "binary-size"]

    let context: Context
    private var settings: BenchSettings { context.settings }

    func run() throws -> [Figure] {
        var figures: [Figure] = []
        if let year = try context.year(kafka: true), case .kafka(let brokers, let topic) = year.home {
            let samples = try Rounds.interleave(
                settings.rounds, unit: "lines/s",
                [
                    .init("librdkafka alone") {
                        Double(year.copy.count)
                            / (try RawKafka.consume(
                                brokers, topic: topic, partitions: LogIdentity.defaultPartitions,
                                records: year.records))
                    }
                ], say: settings.say)
            figures.append(
                Figure(
                    "raw-consumption", "the real year read by librdkafka alone, looked at by nobody", unit: "lines/s",
                    samples[0], group: .beside))
        }
        figures.append(try startUp())
        let size = try FileManager.default.attributesOfItem(atPath: settings.binary)[.size] as? Double ?? .nan
        figures.append(
            Figure(
                "binary-size", "the one binary, as it is built for release", unit: "MB", Samples([size / 1e6]),
                group: .beside))
        return figures
    }

    private func startUp() throws -> Figure {
        let database = try BenchDatabase(on: settings.conninfo, "start")
        var seconds = Samples()
        // The first start makes the schema; those that count find it.
        for round in 0...settings.rounds {
            let subject = try Subject(settings, database.conninfo, .postgres(conninfo: database.conninfo), folds: true)
            if round > 0 { seconds.values.append(subject.startSeconds * 1000) }
            subject.stop()
        }
        return Figure(
            "start-up", "from the start of davtari serve until it listens", unit: "ms", seconds, group: .beside)
    }
}
