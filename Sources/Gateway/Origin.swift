import HTTP

/// From where a request came, for what is counted by address.
enum Origin {
    /// How the door tells the office, which sees only the door. A client's own field of this name never gets through it.
    static let field = "X-Davtari-Address"

    /// As the other end of the socket; or as the reverse proxy on this machine says, which writes the field anew.
    static func address(of request: Request) -> String {
        // A connection that was handed over has no address of its own.
        if request.remoteAddress.isEmpty { return request.headers[field] ?? "" }
        guard isLoopback(request.remoteAddress),
            let said = request.headers.all("X-Forwarded-For").last?.split(separator: ",").last
        else { return request.remoteAddress }
        return String(said.filter { $0 != " " && $0 != "\t" }.prefix(addressLimit))
    }

    /// The longest address that is written (INET6_ADDRSTRLEN).
    private static let addressLimit = 46

    private static func isLoopback(_ address: String) -> Bool { address.hasPrefix("127.") || address == "::1" }
}
