/// What a client asked, its body complete.
package struct Request: Sendable {
    /// As sent: `GET`, `POST`, or a word the server has never heard of.
    package let method: String
    /// As sent, without the query: escapes are still in it.
    package let path: String
    /// The path's parts, decoded; `/` has none, and a slash at the end adds none.
    ///
    /// Never holds `.` or `..`, whose only use on this side is to leave a folder: such requests are refused before.
    package let segments: [String]
    /// Decoded, in order, repetitions included.
    package let query: [(name: String, value: String)]
    package let headers: Headers
    package let body: [UInt8]
    /// The numeric address of the other end of the socket: a reverse proxy's own, if there is one.
    package let remoteAddress: String

    package init(
        method: String, path: String, segments: [String], query: [(name: String, value: String)] = [],
        headers: Headers = Headers(), body: [UInt8] = [], remoteAddress: String = ""
    ) {
        self.method = method
        self.path = path
        self.segments = segments
        self.query = query
        self.headers = headers
        self.body = body
        self.remoteAddress = remoteAddress
    }

    /// The first value of this name in the query.
    package func query(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }
}

/// The decoded parts of a raw path, or `nil` where it is broken or climbs.
func pathSegments(_ path: String) -> [String]? {
    // By its bytes: a slash is one in UTF-8, and is found without looking for characters.
    var parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(Substring.init)
    if parts.first?.isEmpty == true { parts.removeFirst() }
    if parts.last?.isEmpty == true { parts.removeLast() }
    var segments: [String] = []
    segments.reserveCapacity(parts.count)
    for part in parts {
        guard let segment = percentDecode(part), segment != ".", segment != ".." else { return nil }
        segments.append(segment)
    }
    return segments
}
