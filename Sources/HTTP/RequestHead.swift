import CMicrohttpd
import Glibc

/// What is known of a request once its headers are there.
struct RequestHead {
    let method: String
    let path: String
    let segments: [String]
    let query: [(name: String, value: String)]
    let headers: Headers
    let remoteAddress: String
    /// False if the path or the query is no text: what stands in `segments` and `query` is then empty.
    let isReadable: Bool

    init(_ connection: Connection, method: UnsafePointer<CChar>, path rawPath: UnsafePointer<CChar>) {
        let path = String(validatingCString: rawPath)
        let segments = path.flatMap(pathSegments)
        let query = values(of: connection, .GET_ARGUMENT_KIND).decoded()
        self.method = String(cString: method)
        self.path = path ?? ""
        self.segments = segments ?? []
        self.query = query ?? []
        headers = Headers(values(of: connection, .HEADER_KIND).map { ($0.name, $0.value) })
        remoteAddress = peerAddress(of: connection)
        isReadable = segments != nil && query != nil
    }

    /// What is wrong with how it says where it ends, or with its fields: whoever stands in front (a proxy) may see another request
    /// there than we do, so nothing behind it is read (RFC 9112, 5.1, 6.1 and 11.2); nil where nothing is.
    var framingFault: String? {
        for field in headers.fields {
            guard !field.name.isEmpty, field.name.utf8.allSatisfy(Self.isOfName) else {
                return "A field's name holds only letters, digits and some signs, and no blank stands before its colon."
            }
            guard field.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
                return "A field's value holds no control characters."
            }
        }
        let (lengths, codings) = (headers.all("Content-Length"), headers.all("Transfer-Encoding"))
        if headers.all("Host").count > 1 { return "There is one Host." }
        if lengths.count + codings.count > 1 {
            return "A request says once how long its body is: by Content-Length or by Transfer-Encoding."
        }
        // What is no number the library refuses itself; one beyond all numbers is to it a body without an end.
        if let length = lengths.first, Int64(length) == nil { return "No body is as long as this Content-Length." }
        if let coding = codings.first, !isSameName(coding, "chunked") { return "Only chunked bodies are taken." }
        return nil
    }

    /// Of a token (RFC 9110, 5.6.2).
    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    /// Asks, and changes nothing.
    var isQuestion: Bool { method == "GET" || method == "HEAD" }

    var announcedBytes: Int? {
        headers["Content-Length"].flatMap { Int($0) }
    }

    func request(body: [UInt8]) -> Request {
        Request(
            method: method, path: path, segments: segments, query: query, headers: headers, body: body,
            remoteAddress: remoteAddress)
    }
}

/// Name and value as the library gives them: escapes in them, plus signs already spaces.
private struct RawField {
    let name: String
    let value: String
    /// Decoding bytes into a `String` mends what is no UTF-8; this remembers that it had to.
    let isValid: Bool
}

extension [RawField] {
    fileprivate func decoded() -> [(name: String, value: String)]? {
        var fields: [(name: String, value: String)] = []
        for field in self {
            guard field.isValid, let name = percentDecode(field.name), let value = percentDecode(field.value) else {
                return nil
            }
            fields.append((name, value))
        }
        return fields
    }
}

private func values(of connection: Connection, _ kind: MHD_ValueKind) -> [RawField] {
    var fields: [RawField] = []
    withUnsafeMutablePointer(to: &fields) { fields in
        _ = MHD_get_connection_values_n(connection.pointer, kind, FieldCollector.collect, fields)
    }
    return fields
}

/// A home outside any actor for the function the library calls back.
private enum FieldCollector {
    static let collect: MHD_KeyValueIteratorN = { context, _, name, nameLength, value, valueLength in
        let (name, isNameValid) = text(name, nameLength)
        let (value, isValueValid) = text(value, valueLength)
        context?.assumingMemoryBound(to: [RawField].self).pointee
            .append(RawField(name: name, value: value, isValid: isNameValid && isValueValid))
        return .YES
    }

    private static func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> (String, isValid: Bool) {
        let bytes = UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : length)
        if let text = String(validating: bytes, as: UTF8.self) { return (text, true) }
        return (String(decoding: bytes, as: UTF8.self), false)
    }
}

private func peerAddress(of connection: Connection) -> String {
    guard let address = http_connection_peer(connection.pointer) else { return "" }
    let raw = UnsafeRawPointer(address)
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
        let isWritten =
            switch Int32(address.pointee.sa_family) {
            case AF_INET:
                inet_ntop(
                    // cannot trap: both are stored members
                    AF_INET, raw + MemoryLayout<sockaddr_in>.offset(of: \.sin_addr)!, text.baseAddress,
                    socklen_t(text.count))
            case AF_INET6:
                inet_ntop(
                    // cannot trap: both are stored members
                    AF_INET6, raw + MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr)!, text.baseAddress,
                    socklen_t(text.count))
            default: UnsafePointer<CChar>?.none
            }
        return isWritten.map { String(cString: $0) } ?? ""
    }
}
