import Glibc
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
        else { return network(of: request.remoteAddress) }
        return network(of: String(said.filter { $0 != " " && $0 != "\t" }.prefix(addressLimit)))
    }

    /// Who has one IPv6 address has all that share its first 64 bits; one that only carries an IPv4 address is that.
    private static func network(of address: String) -> String {
        var bytes = in6_addr()
        guard address.utf8.contains(UInt8(ascii: ":")), inet_pton(AF_INET6, address, &bytes) == 1 else {
            return address
        }
        return withUnsafeMutableBytes(of: &bytes) { bytes in
            // cannot trap: an address of IPv6 has 16 bytes
            if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
                return bytes[12...].map { "\($0)" }.joined(separator: ".")
            }
            // Loopback is this machine, and no network.
            guard bytes[..<8].contains(where: { $0 != 0 }) else { return address }
            for place in 8..<16 { bytes[place] = 0 }
            var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
            guard inet_ntop(AF_INET6, bytes.baseAddress, &text, socklen_t(text.count)) != nil else { return address }
            return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) + "/64"
        }
    }

    /// The longest address that is written (INET6_ADDRSTRLEN).
    private static let addressLimit = 46

    private static func isLoopback(_ address: String) -> Bool {
        address.hasPrefix("127.") || address == "::1" || address.hasPrefix("::ffff:127.")
    }
}
