import JSON

/// How much a message matters, numbered as syslog and journald do (RFC 5424, 6.2.1).
package enum Severity: Int, Sendable {
    /// Somebody has to look.
    case error = 3
    /// It goes on, and somebody should know.
    case warning = 4
    case notice = 5
    case info = 6

    var name: String {
        switch self {
        case .error: "error"
        case .warning: "warning"
        case .notice: "notice"
        case .info: "info"
        }
    }
}

/// One event for whoever runs Davtari to read. It carries no person's data and no secret; ids may stand in it.
package struct Message: Sendable, Equatable {
    /// What a message says of an outage: something is away for a while, as the database.
    package enum Outage: String, Sendable {
        case began, over
    }

    package var severity: Severity
    /// What it is about, by one of a few words of ours: `database`, `log`, `sign-in`, …
    package var what: String
    package var text: String
    /// The request that it happened in, by the id that its answer carries too.
    package var request: String?
    package var outage: Outage?

    package init(
        _ severity: Severity, _ what: String, _ text: String, request: String? = nil, outage: Outage? = nil
    ) {
        (self.severity, self.what, self.text) = (severity, what, text)
        (self.request, self.outage) = (request, outage)
    }
}

/// As one process of a house tells it to its parent: a line of JSON.
extension Message {
    package var json: JSON {
        var json: JSON = [
            "severity": .int(Int64(severity.rawValue)), "what": .string(what), "text": .string(text),
        ]
        if let request { json["request"] = .string(request) }
        if let outage { json["outage"] = .string(outage.rawValue) }
        return json
    }

    package init?(_ line: String) {
        guard let json = try? JSON(parsing: Array(line.utf8)),
            let severity = json["severity"]?.int.flatMap({ Severity(rawValue: Int($0)) }),
            let what = json["what"]?.string, let text = json["text"]?.string
        else { return nil }
        self.init(
            severity, what, text, request: json["request"]?.string,
            outage: json["outage"]?.string.flatMap(Outage.init))
    }
}
