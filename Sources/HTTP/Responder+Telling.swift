/// What may be told of a request where it is told that something went wrong.
extension Responder {
    /// The field that carries a request's id, from a proxy and to who asked.
    package static let requestIDField = "X-Request-Id"
    private static let idLimit = 64

    /// What tells this request from others: as a proxy says; where none does, made up by each call.
    package func requestID() -> String {
        if let said = exchange.head.headers[Self.requestIDField], Self.isID(said) { return said }
        return String(UInt64.random(in: .min ... .max), radix: 36)
    }

    /// The method and where the address begins: what stands further on may name a person, or be a link's secret.
    package var summary: String {
        let parts = exchange.head.segments
        let told = parts.first == "v1" ? 2 : 1
        return
            "\(exchange.head.method) /\(parts.prefix(told).joined(separator: "/"))\(parts.count > told ? "/…" : "")"
    }

    private static func isID(_ text: String) -> Bool {
        (1...idLimit).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
