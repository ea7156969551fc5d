import CLibrdkafka

/// librdkafka's properties by name, as its CONFIGURATION.md lists them.
///
/// Some are secrets, so what describes this names the properties and none of their values.
package struct KafkaSettings: Sendable, ExpressibleByDictionaryLiteral, CustomStringConvertible {
    private var values: [String: String]

    package init(dictionaryLiteral elements: (String, String)...) {
        values = Dictionary(elements) { _, later in later }
    }

    package init(_ values: [String: String]) { self.values = values }

    package var names: [String] { values.keys.sorted() }
    package var description: String { names.joined(separator: ", ") }

    /// These, with those of `other` in their place where both have one.
    package func with(_ other: KafkaSettings) -> KafkaSettings {
        KafkaSettings(values.merging(other.values) { _, later in later })
    }

    /// Whether a property's value may be seen by nobody: not in a list of processes, a message or a log.
    package static func isSecret(_ name: String) -> Bool {
        ["password", "secret", ".pem", "oauthbearer.config", "sasl.jaas"].contains { name.contains($0) }
    }

    /// Whether this librdkafka has a property of this name.
    package static func isKnown(_ name: String) -> Bool {
        let configuration = rd_kafka_conf_new()!
        defer { rd_kafka_conf_destroy(configuration) }
        // To read one that has no value yet is answered as if there were none of the name; to take its value away is not.
        return withErrorText { rd_kafka_conf_set(configuration, name, nil, $0, $1) }.0 != RD_KAFKA_CONF_UNKNOWN
    }

    /// The names of those that have a value by themselves.
    package static var known: [String] {
        let configuration = rd_kafka_conf_new()!
        defer { rd_kafka_conf_destroy(configuration) }
        var count = 0
        let pairs = rd_kafka_conf_dump(configuration, &count)
        defer { rd_kafka_conf_dump_free(pairs, count) }
        return stride(from: 0, to: count, by: 2).compactMap { pairs?[$0].map { String(cString: $0) } }
    }

    /// Throws what is wrong with these properties, without opening anything.
    package func check() throws(KafkaError) { rd_kafka_conf_destroy(try makeConfiguration()) }

    /// librdkafka's own object; `rd_kafka_new` takes it over when it succeeds.
    func makeConfiguration() throws(KafkaError) -> OpaquePointer {
        let configuration = rd_kafka_conf_new()!
        // In one order, so that of several mistakes the same one is told each time.
        for name in names {
            let (result, text) = withErrorText { rd_kafka_conf_set(configuration, name, values[name], $0, $1) }
            guard result == RD_KAFKA_CONF_OK else {
                rd_kafka_conf_destroy(configuration)
                // librdkafka repeats the value that it does not take.
                let isTellable = !Self.isSecret(name) || result == RD_KAFKA_CONF_UNKNOWN
                throw KafkaError(
                    RD_KAFKA_RESP_ERR__INVALID_ARG, isTellable ? text : "the value of \(name) cannot be used")
            }
        }
        return configuration
    }
}
