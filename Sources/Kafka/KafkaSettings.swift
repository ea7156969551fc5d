import CLibrdkafka

/// librdkafka's properties by name, as its CONFIGURATION.md lists them.
package struct KafkaSettings: Sendable, ExpressibleByDictionaryLiteral {
    private var values: [String: String]

    package init(dictionaryLiteral elements: (String, String)...) {
        values = Dictionary(elements) { _, later in later }
    }

    package init(_ values: [String: String]) { self.values = values }

    /// These, with those of `other` in their place where both have one.
    package func with(_ other: KafkaSettings) -> KafkaSettings {
        KafkaSettings(values.merging(other.values) { _, later in later })
    }

    /// librdkafka's own object; `rd_kafka_new` takes it over when it succeeds.
    func makeConfiguration() throws(KafkaError) -> OpaquePointer {
        let configuration = rd_kafka_conf_new()!
        for (name, value) in values {
            let (result, text) = withErrorText { rd_kafka_conf_set(configuration, name, value, $0, $1) }
            guard result == RD_KAFKA_CONF_OK else {
                rd_kafka_conf_destroy(configuration)
                throw KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG, text)
            }
        }
        return configuration
    }
}
