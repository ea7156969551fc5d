import Compression

extension Headers {
    /// Whether the client takes answers packed as gzip (RFC 9110, 12.5.3); one that says nothing gets them as they are.
    package var takeGzip: Bool {
        var takesAny = false
        for element in all("Accept-Encoding").flatMap({ $0.split(separator: ",") }) {
            let parts = element.split(separator: ";").map(\.trimmingBlanks)
            guard let name = parts.first else { continue }
            let isRefused = parts.dropFirst().contains { isZeroWeight($0) }
            if isSameName(name, "gzip") || isSameName(name, "x-gzip") { return !isRefused }
            if name == "*" { takesAny = !isRefused }
        }
        return takesAny
    }

    private func isZeroWeight(_ parameter: String) -> Bool {
        let pair = parameter.split(separator: "=", maxSplits: 1).map(\.trimmingBlanks)
        return pair.count == 2 && isSameName(pair[0], "q") && Double(pair[1]) == 0
    }
}

extension Response {
    /// Shorter than this an answer goes in one packet as it is.
    private static let leastPackedBytes = 1_024

    /// The answer as this client takes it: text that is worth it is packed.
    ///
    /// Who says an `ETag` packs by itself, since a strong one is of the very bytes; and nothing is packed twice.
    package func packed(for headers: Headers) -> Response {
        guard case .bytes(let bytes) = body, bytes.count >= Self.leastPackedBytes, isText, !has("ETag"),
            !has("Content-Encoding")
        else { return self }
        var response = with("Vary", "Accept-Encoding")
        guard headers.takeGzip, let packed = Gzip.packed(bytes, .quick) else { return response }
        response.body = .bytes(packed)
        return response.with("Content-Encoding", "gzip")
    }

    private func has(_ name: String) -> Bool { headers.contains { isSameName($0.name, name) } }

    private var isText: Bool {
        guard let type = headers.first(where: { isSameName($0.name, "Content-Type") })?.value else { return false }
        let kind = type.prefix { $0 != ";" }
        return kind.hasPrefix("text/") || kind == "application/json" || kind.hasSuffix("+json")
    }
}
