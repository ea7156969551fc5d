import CLibrdkafka
import Synchronization

/// A line of librdkafka's own log.
package struct KafkaLine: Sendable {
    /// As syslog counts: 3 is an error, 7 is for debugging.
    package var level: Int
    package static let error = 3
    package var text: String
}

/// Where librdkafka's lines go: to whoever has asked for them, and the last of them into the words of an error.
package enum KafkaLines {
    private static let listener = Mutex<(@Sendable (KafkaLine) -> Void)?>(nil)

    /// Every line of every client of this process from now on. It is called on librdkafka's threads and must not wait.
    /// Without it lines go nowhere.
    package static func listen(_ body: @escaping @Sendable (KafkaLine) -> Void) { listener.withLock { $0 = body } }

    fileprivate static func heard(_ line: KafkaLine) { listener.withLock { $0 }?(line) }
}

/// The last thing that librdkafka said of one client: often the reason of a failure, for which its code is only "timed out".
final class KafkaLastWords: Sendable {
    private let last = Mutex<String?>(nil)

    var text: String? { last.withLock { $0 } }

    /// Has a client made with this configuration tell its lines here. The owner of the client keeps this object alive.
    func hear(_ configuration: OpaquePointer) {
        rd_kafka_conf_set_opaque(configuration, Unmanaged.passUnretained(self).toOpaque())
        rd_kafka_conf_set_log_cb(configuration) { client, level, facility, text in
            guard let text else { return }
            let line = KafkaLine(level: Int(level), text: KafkaLastWords.plain(String(cString: text)))
            // What stands under this name says how many brokers are down, and not why.
            let isReason = line.level <= KafkaLine.error && facility.map { String(cString: $0) } != "ERROR"
            if isReason, let client, let words = rd_kafka_opaque(client) {
                let heard = Unmanaged<KafkaLastWords>.fromOpaque(words).takeUnretainedValue()
                heard.last.withLock { $0 = line.text }
            }
            KafkaLines.heard(line)
        }
    }

    /// Without the name of librdkafka's thread before it.
    private static func plain(_ text: String) -> String {
        guard text.hasPrefix("[thrd:"), let end = text.firstRange(of: "]: ") else { return text }
        return String(text[end.upperBound...])
    }
}
