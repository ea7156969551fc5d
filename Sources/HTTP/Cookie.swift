/// A cookie to set, closed by default: no script reads it, no other site sends it along with a form.
package struct Cookie: Sendable {
    package enum SameSite: String, Sendable {
        case lax = "Lax"
        case strict = "Strict"
    }

    package let name: String
    package let value: String
    package var path = "/"
    /// `nil` lasts as long as the browser; zero removes the cookie.
    package var maxAgeSeconds: Int?
    package var isHTTPOnly = true
    package var sameSite = SameSite.lax
    /// Only over TLS: true wherever a reverse proxy terminates it.
    package var isSecure = false

    package init(_ name: String, _ value: String, maxAgeSeconds: Int? = nil, isSecure: Bool = false) {
        self.name = name
        self.value = value
        self.maxAgeSeconds = maxAgeSeconds
        self.isSecure = isSecure
    }

    /// Takes the cookie of this name away again.
    package static func removing(_ name: String) -> Cookie {
        Cookie(name, "", maxAgeSeconds: 0)
    }

    /// The response header that sets it. The value is escaped, since a cookie can hold neither blanks nor commas nor
    /// letters beyond ASCII; `Request.cookies` undoes it.
    package var header: (name: String, value: String) {
        var parts = ["\(name)=\(percentEncode(value))", "Path=\(path)"]
        if let maxAgeSeconds { parts.append("Max-Age=\(maxAgeSeconds)") }
        parts.append("SameSite=\(sameSite.rawValue)")
        if isHTTPOnly { parts.append("HttpOnly") }
        if isSecure { parts.append("Secure") }
        return ("Set-Cookie", parts.joined(separator: "; "))
    }
}

extension Request {
    /// The cookies the client sent. One that is broken is left out: it is not ours.
    package var cookies: [(name: String, value: String)] {
        headers.all("Cookie").flatMap { header in
            header.utf8.split(separator: UInt8(ascii: ";")).compactMap { pair in
                guard let sign = pair.firstIndex(of: UInt8(ascii: "=")),
                    let value = percentDecode(Substring(pair[pair.index(after: sign)...]).trimmingBlanks)
                else { return nil }
                return (Substring(pair[..<sign]).trimmingBlanks, value)
            }
        }
    }

    /// The first cookie of this name.
    package func cookie(_ name: String) -> String? {
        cookies.first { $0.name == name }?.value
    }
}
