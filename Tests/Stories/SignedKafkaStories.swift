import Events
import Foundation
import HTTP
import Postgres
import Services
import TestSupport
import Testing

/// Davtari on brokers where one has to sign in, over TLS.
@Suite(.long, .serialized, .enabled(if: TestKafka.signedIn != nil, "DAVTARI_TEST_KAFKA_TLS is not set"))
struct `A log in a Kafka that asks who is there` {
    private let brokers = TestKafka.signedIn?.brokers ?? ""
    private let file = TestKafka.signedIn?.file ?? ""
    private let topic = "davtari-story-\(UUID().uuidString.prefix(8))"
    private let conninfo: String

    init() throws { conninfo = try PrivatePostgres.freshDatabase() }

    /// The file's properties, each as the environment says it.
    private func variables() throws -> [String: String] {
        var variables: [String: String] = [:]
        for line in try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#")
        {
            let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
            variables["DAVTARI_KAFKA_" + parts[0].uppercased().replacing(".", with: "_")] = parts[1]
        }
        return variables
    }

    private func password() throws -> String { try #require(variables()["DAVTARI_KAFKA_SASL_PASSWORD"]) }

    private var place: [String] {
        ["--postgres", conninfo, "--log", "kafka", "--brokers", brokers, "--topic", topic]
    }

    private func delete() throws { for topic in [topic, topic + ".meta"] { try TestKafka.delete(topic: topic) } }

    @Test func `is made with the partitions asked for, and is the same by file, environment and flags`() throws {
        let made = try Typed(["log", "partitions", "--partitions", "3", "--kafka-file", file] + place)
        #expect(made.status == 0 && made.output.contains(", 3 partitions\n"), "\(made.errors)")
        defer { try? delete() }
        let again = try Typed(["log", "partitions"] + place, environment: variables())
        #expect(again.output == made.output, "\(again.errors)")
        // Flags say all of it but the secret.
        var flags: [String] = []
        var secret: [String: String] = [:]
        for (variable, value) in try variables() {
            let name = variable.dropFirst("DAVTARI_KAFKA_".count).lowercased().replacing("_", with: ".")
            if name == "sasl.password" { secret[variable] = value } else { flags += ["--kafka", "\(name)=\(value)"] }
        }
        let third = try Typed(["log", "partitions"] + place + flags, environment: secret)
        #expect(third.output == made.output, "\(third.errors)")
        let other = try Typed(["log", "partitions", "--partitions", "4", "--kafka-file", file] + place)
        #expect(other.status == 1 && other.errors.contains("has 3 partitions for ever, not 4"), "\(other.errors)")
    }

    @Test func `refuses a wrong password with the broker's reason, and tells no password`() throws {
        var variables = try variables()
        variables["DAVTARI_KAFKA_SASL_PASSWORD"] = "not-the-password"
        let said = try Typed(["log", "partitions"] + place, environment: variables)
        #expect(said.status == 1 && said.errors.contains("uthentication"), "\(said.errors)")
        #expect(said.errors.contains("may sign in to it"), "\(said.errors)")
        #expect(!said.errors.contains("not-the-password"))
    }

    @Test func `does not trust a broker whose certificate nobody signed`() throws {
        let said = try Typed(
            [
                "log", "partitions", "--kafka-file", file, "--kafka",
                "ssl.ca.location=/etc/ssl/certs/ca-certificates.crt",
            ]
                + place)
        #expect(said.status == 1 && said.errors.contains("certificate"), "\(said.errors)")
    }

    @Test func `serves a shop, with the password in no list of processes and no log`() throws {
        let served = try Served(place: place + ["--partitions", "4", "--kafka-file", file], conninfo: conninfo)
        defer { try? delete() }
        #expect(try served.post(1).status == 200)
        #expect(try served.get("/v1/receipts/S01-t1:1?after=S01-t1:1").status == 200)
        let secret = try password()
        let pids = [served.process.processIdentifier] + ["door", "office", "worker"].compactMap(served.child)
        #expect(pids.count == 4)
        for pid in pids {
            let words = try String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)
            #expect(words.contains("--kafka-file") && !words.contains(secret))
        }
        #expect(!served.said.contains(secret))
        for command in [["projections", "digest"], ["projections", "list"], ["token", "list"], ["office", "show"]] {
            let said = try Typed(command + place + ["--kafka-file", file])
            #expect(said.status == 0, "\(command): \(said.errors)")
        }
        let print = try Typed(
            ["command", "PUT", "products/p", #"{"name": {"en": "Bread"}, "kind": "goods", "unit": "C62"}"#] + place + [
                "--kafka-file", file,
            ])
        #expect(print.status == 0, "\(print.errors)")
    }
}
