import CCurl

/// Asks one server, one request at a time, over a connection it keeps.
///
/// It blocks, so it belongs on a thread that may wait, and it is not `Sendable`: each thread has its own.
package final class Client {
    /// What an answer may take of our memory.
    package static let maxResponseBytes = 256 * 1024 * 1024

    /// An address that says nothing at all by then is dead.
    private static let connectSeconds = 5

    private let baseURL: String
    private let headers: [(String, String)]
    private let timeoutSeconds: Int
    private let handle: OpaqueHandle

    /// - Parameters:
    ///   - baseURL: scheme, host and port, with no slash at the end: paths begin with one.
    ///   - headers: sent with every request.
    ///   - timeoutSeconds: for one request, from the connection to the last byte.
    package init(baseURL: String, headers: [(String, String)] = [], timeoutSeconds: Int = 30) {
        self.baseURL = baseURL
        self.headers = headers
        self.timeoutSeconds = timeoutSeconds
        handle = OpaqueHandle()
    }

    /// Sends a request and waits for its answer, whatever its status. Redirects are not followed.
    package func send(
        _ method: String, _ path: String, body: [UInt8]? = nil, headers: [(String, String)] = []
    ) throws(ClientError) -> ClientResponse {
        let curl = handle.pointer
        let fields = HeaderList(self.headers + headers, hasBody: body != nil)
        let collector = ResponseCollector()
        setOptions(method, path)
        http_curl_set_pointer(curl, CURLOPT_HTTPHEADER, fields.first)
        collector.attach(to: curl)
        let (result, status) = withExtendedLifetime((fields, collector)) {
            // The connection stays; the options, which point into what ends here, do not.
            defer { curl_easy_reset(curl) }
            let result = perform(sending: body ?? (announcesBody(method) ? [] : nil))
            return (result, http_curl_get_long(curl, CURLINFO_RESPONSE_CODE))
        }
        guard result == CURLE_OK else { throw ClientError(result, collector: collector) }
        return ClientResponse(status: status, headers: Headers(collector.headers), body: collector.body)
    }

    private func perform(sending body: [UInt8]?) -> CURLcode {
        let curl = handle.pointer
        guard let body else { return curl_easy_perform(curl) }
        return body.withUnsafeBytes { bytes in
            http_curl_set_size(curl, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count))
            // curl takes a body that is nowhere for one it is to ask for.
            http_curl_set_pointer(curl, CURLOPT_POSTFIELDS, bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1))
            return curl_easy_perform(curl)
        }
    }

    private func setOptions(_ method: String, _ path: String) {
        let curl = handle.pointer
        http_curl_set_text(curl, CURLOPT_URL, baseURL + path)
        http_curl_set_text(curl, CURLOPT_CUSTOMREQUEST, method)
        http_curl_set_long(curl, CURLOPT_NOBODY, method == "HEAD" ? 1 : 0)
        http_curl_set_long(curl, CURLOPT_TIMEOUT, timeoutSeconds)
        http_curl_set_long(curl, CURLOPT_CONNECTTIMEOUT, min(Self.connectSeconds, timeoutSeconds))
        // Signals would reach threads that never heard of curl.
        http_curl_set_long(curl, CURLOPT_NOSIGNAL, 1)
        // What the caller wrote is what is asked for.
        http_curl_set_long(curl, CURLOPT_PATH_AS_IS, 1)
        http_curl_set_text(curl, CURLOPT_PROTOCOLS_STR, "http,https")
    }
}

/// Servers wait for the body of these methods, so that there is none must be said too.
private func announcesBody(_ method: String) -> Bool {
    ["POST", "PUT", "PATCH"].contains(method)
}

/// An answer, read to its end.
package struct ClientResponse: Sendable {
    package let status: Int
    package let headers: Headers
    package let body: [UInt8]

    /// The body as text; what is no UTF-8 in it is replaced.
    package var text: String { String(decoding: body, as: UTF8.self) }
}

/// curl's handle, cleaned up with its owner.
private final class OpaqueHandle {
    let pointer: UnsafeMutableRawPointer

    init() {
        _ = OpaqueHandle.library
        guard let pointer = curl_easy_init() else { preconditionFailure("curl found no memory") }
        self.pointer = pointer
    }

    deinit {
        curl_easy_cleanup(pointer)
    }

    /// curl must be started once, by one thread, before its first handle: what a static is.
    private static let library = curl_global_init(http_curl_global_all)
}

/// curl's list of header lines.
private final class HeaderList {
    private(set) var first: UnsafeMutablePointer<curl_slist>?

    init(_ fields: [(String, String)], hasBody: Bool) {
        for (name, value) in fields {
            // A header with an empty value is written with a semicolon: a colon alone would remove it.
            first = curl_slist_append(first, value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        // Left alone, curl claims that every body is an HTML form.
        if hasBody, !fields.contains(where: { isSameName($0.0, "Content-Type") }) {
            first = curl_slist_append(first, "Content-Type:")
        }
    }

    deinit {
        curl_slist_free_all(first)
    }
}
