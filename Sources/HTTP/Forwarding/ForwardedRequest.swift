/// Writes a request anew for a server behind this one.
enum ForwardedRequest {
    /// What belongs to the client's connection, or is said anew here (RFC 9110, 7.6.1).
    private static let ownFields = [
        "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Expect",
        "Content-Length",
    ]

    /// - Parameter fields: header fields that this server says; a client's own of their names are left out.
    static func bytes(_ request: Request, saying fields: [(name: String, value: String)]) -> [UInt8] {
        // The library in front leaves a body away by itself where only the head was asked for.
        let method = request.method == "HEAD" ? "GET" : request.method
        var head = "\(method) \(target(request)) HTTP/1.1\r\n"
        for (name, value) in request.headers.fields {
            guard !ownFields.contains(where: { isSameName($0, name) }),
                !fields.contains(where: { isSameName($0.name, name) }), isToken(name)
            else { continue }
            head += "\(name): \(onOneLine(value))\r\n"
        }
        for (name, value) in fields { head += "\(name): \(onOneLine(value))\r\n" }
        if !request.body.isEmpty || ["POST", "PUT", "PATCH"].contains(method) {
            head += "Content-Length: \(request.body.count)\r\n"
        }
        return Array((head + "\r\n").utf8) + request.body
    }

    /// The path as it came and the query, escaped anew: its decoded form is what was checked.
    private static func target(_ request: Request) -> String {
        var bytes: [UInt8] = []
        for byte in request.path.utf8 {
            // A blank would end the target, and a line break the line.
            if byte <= 0x20 || byte == 0x7F || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") {
                bytes += Array(percentEncode(String(UnicodeScalar(byte))).utf8)
            } else {
                bytes.append(byte)
            }
        }
        let path = String(decoding: bytes, as: UTF8.self)
        guard !request.query.isEmpty else { return path }
        return path + "?"
            + request.query.map { "\(percentEncode($0.name))=\(percentEncode($0.value))" }
            .joined(separator: "&")
    }

    /// A method or a field's name may be of these characters only (RFC 9110, 5.6.2).
    static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    private static func onOneLine(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return value }
        return String(decoding: value.utf8.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }
}
