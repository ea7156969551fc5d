/// Writes measurements as Prometheus reads them (its text format, version 0.0.4).
struct PrometheusText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    enum Kind: String { case counter, gauge, histogram }

    struct Sample {
        var suffix = ""
        var labels: [(name: String, value: String)] = []
        var value: String

        init(_ value: Int64, _ labels: (name: String, value: String)..., suffix: String = "") {
            (self.value, self.labels, self.suffix) = ("\(value)", labels, suffix)
        }
        init(_ value: Double, _ labels: (name: String, value: String)..., suffix: String = "") {
            (self.value, self.labels, self.suffix) = ("\(value)", labels, suffix)
        }
    }

    private(set) var text = ""

    /// - Parameter help: one sentence.
    mutating func family(_ name: String, _ kind: Kind, _ help: String, _ samples: [Sample]) {
        guard !samples.isEmpty else { return }
        text += "# HELP \(name) \(Self.escaped(help))\n# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples {
            let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value, quoted: true))\"" }
            text += name + sample.suffix + (labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}")
            text += " \(sample.value)\n"
        }
    }

    private static func escaped(_ text: String, quoted: Bool = false) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quoted: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
