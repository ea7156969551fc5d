import Events
import Foundation
import Kafka

/// librdkafka's properties as whoever runs Davtari gives them: in a file, in the environment, by flags. What is said in two
/// places counts as the later of these says.
enum KafkaProperties {
    private static let prefix = "DAVTARI_KAFKA_"
    private static let fileVariable = prefix + "FILE"

    static func read(_ arguments: Arguments) throws -> KafkaSettings {
        let environment = ProcessInfo.processInfo.environment
        var values: [String: String] = [:]
        if let path = arguments.option("kafka-file") ?? environment[fileVariable] {
            values = try inFile(path)
        }
        values.merge(try inEnvironment(environment)) { $1 }
        values.merge(try inFlags(arguments.values("kafka"))) { $1 }
        return KafkaSettings(values)
    }

    /// A line is `NAME=VALUE`; an empty one, and one that begins with `#`, says nothing.
    private static func inFile(_ path: String) throws -> [String: String] {
        let text = String(decoding: try SecretFile.read(path), as: UTF8.self)
        var values: [String: String] = [:]
        for (place, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.isEmpty || line.hasPrefix("#") { continue }
            // The line itself is not told: it may be a secret.
            guard let (name, value) = pair(line) else {
                throw UsageError("\(path), line \(place + 1), is not NAME=VALUE")
            }
            try expectKnown(name, "\(path), line \(place + 1)")
            values[name] = value
        }
        return values
    }

    /// `DAVTARI_KAFKA_SASL_PASSWORD` is `sasl.password`.
    private static func inEnvironment(_ environment: [String: String]) throws -> [String: String] {
        var values: [String: String] = [:]
        for (variable, value) in environment where variable.hasPrefix(prefix) && variable != fileVariable {
            let name = variable.dropFirst(prefix.count).lowercased().replacing("_", with: ".")
            try expectKnown(name, variable)
            values[name] = value
        }
        return values
    }

    private static func inFlags(_ words: [String]) throws(UsageError) -> [String: String] {
        var values: [String: String] = [:]
        for word in words {
            guard let (name, value) = pair(word) else {
                throw UsageError("--kafka takes NAME=VALUE, as security.protocol=SSL")
            }
            guard !KafkaSettings.isSecret(name) else {
                let variable = prefix + name.uppercased().replacing(".", with: "_")
                throw UsageError(
                    "\(name) is a secret, and flags are seen by everyone who lists processes: say it in a file "
                        + "(--kafka-file FILE) or in \(variable)")
            }
            try expectKnown(name, "--kafka")
            values[name] = value
        }
        return values
    }

    private static func pair(_ text: String) -> (name: String, value: String)? {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        return (parts[0].trimmingCharacters(in: .whitespaces), parts[1].trimmingCharacters(in: .whitespaces))
    }

    private static func expectKnown(_ name: String, _ place: String) throws(UsageError) {
        guard KafkaSettings.isKnown(name) else {
            let meant = Spelling.nearest(to: name, among: KafkaSettings.known).map { "; did you mean \($0)?" } ?? ""
            throw UsageError("\(place): librdkafka has no property \(name)\(meant)")
        }
    }
}
