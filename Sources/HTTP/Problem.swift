import CMicrohttpd

/// One further member of a problem, for the program that reads it.
package enum ProblemMember: Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral
{
    case text(String)
    case number(Int)
    case flag(Bool)
    /// Bytes that are JSON already.
    case json([UInt8])

    package init(stringLiteral value: String) { self = .text(value) }
    package init(integerLiteral value: Int) { self = .number(value) }
    package init(booleanLiteral value: Bool) { self = .flag(value) }
}

extension Response {
    /// An error told to a program (`application/problem+json`, RFC 9457).
    ///
    /// - Parameters:
    ///   - type: a URI that names the kind of problem; `about:blank` says that the status is all there is to know.
    ///   - title: the same for every problem of this type; the status's own phrase if left out.
    ///   - detail: about this one occurrence.
    package static func problem(
        status: Int, type: String = "about:blank", title: String? = nil, detail: String? = nil,
        extra: [(name: String, value: ProblemMember)] = []
    ) -> Response {
        var members: [(name: String, value: ProblemMember)] = [
            ("type", .text(type)), ("title", .text(title ?? reasonPhrase(status))), ("status", .number(status)),
        ]
        if let detail { members.append(("detail", .text(detail))) }
        return bytes(object(members + extra), type: "application/problem+json", status: status)
    }
}

/// The words that go with a status: "Not Found" with 404.
func reasonPhrase(_ status: Int) -> String {
    MHD_get_reason_phrase_for(UInt32(clamping: status)).map { String(cString: $0) } ?? "Unknown"
}

// What follows writes just enough JSON for a problem: an object of scalars. It stays here so that the server can say
// what is wrong without a JSON library.

private func object(_ members: [(name: String, value: ProblemMember)]) -> [UInt8] {
    var json = [UInt8(ascii: "{")]
    for (index, member) in members.enumerated() {
        if index > 0 { json.append(UInt8(ascii: ",")) }
        append(string: member.name, to: &json)
        json.append(UInt8(ascii: ":"))
        switch member.value {
        case .text(let text): append(string: text, to: &json)
        case .number(let number): json += Array(String(number).utf8)
        case .flag(let flag): json += Array((flag ? "true" : "false").utf8)
        case .json(let bytes): json += bytes
        }
    }
    json.append(UInt8(ascii: "}"))
    return json
}

private func append(string: String, to json: inout [UInt8]) {
    json.append(UInt8(ascii: "\""))
    for byte in string.utf8 {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): json += [UInt8(ascii: "\\"), byte]
        case 0..<0x20:
            let hex = String(byte, radix: 16)
            json += Array("\\u\(byte < 0x10 ? "000" : "00")\(hex)".utf8)
        default: json.append(byte)
        }
    }
    json.append(UInt8(ascii: "\""))
}
