import CCurl

/// Why there is no answer. The text is curl's own.
package enum ClientError: Error, Equatable {
    /// Nobody listens there.
    case connectionRefused(String)
    /// Whether the server did what it was asked is unknown.
    case timedOut(String)
    case responseTooLarge(limitBytes: Int)
    case other(code: Int, String)

    init(_ code: CURLcode, collector: ResponseCollector) {
        let text = collector.errorText ?? String(cString: curl_easy_strerror(code))
        self =
            switch code {
            case CURLE_COULDNT_CONNECT: .connectionRefused(text)
            case CURLE_OPERATION_TIMEDOUT: .timedOut(text)
            case CURLE_WRITE_ERROR where collector.isOverfull: .responseTooLarge(limitBytes: Client.maxResponseBytes)
            default: .other(code: Int(code.rawValue), text)
            }
    }
}
