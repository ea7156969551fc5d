import CCurl

/// Where curl puts an answer as it arrives. It must outlive the transfer it is attached to.
final class ResponseCollector {
    private(set) var headers: [(name: String, value: String)] = []
    private(set) var body: [UInt8] = []
    private(set) var isOverfull = false
    private let errorBuffer = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    init() {
        errorBuffer.pointee = 0
    }

    deinit {
        errorBuffer.deallocate()
    }

    /// What curl has to say beyond its code.
    var errorText: String? {
        errorBuffer.pointee == 0 ? nil : String(cString: errorBuffer)
    }

    func attach(to curl: UnsafeMutableRawPointer) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        http_curl_set_sink(curl, CURLOPT_WRITEFUNCTION, ResponseCollector.takeBody)
        http_curl_set_pointer(curl, CURLOPT_WRITEDATA, context)
        http_curl_set_sink(curl, CURLOPT_HEADERFUNCTION, ResponseCollector.takeHeader)
        http_curl_set_pointer(curl, CURLOPT_HEADERDATA, context)
        http_curl_set_pointer(curl, CURLOPT_ERRORBUFFER, errorBuffer)
    }

    private static let takeBody: http_curl_sink = { bytes, size, count, context in
        take(bytes, size * count, context) { collector, bytes in
            guard collector.body.count + bytes.count <= Client.maxResponseBytes else {
                collector.isOverfull = true
                return false
            }
            collector.body.append(contentsOf: bytes)
            return true
        }
    }

    /// Called for each line, the status line and the empty one at the end included.
    private static let takeHeader: http_curl_sink = { bytes, size, count, context in
        take(bytes, size * count, context) { collector, bytes in
            let line = Substring(
                decoding: bytes.filter { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }, as: UTF8.self)
            // A "100 Continue" comes with headers of its own before the answer's.
            if line.hasPrefix("HTTP/") { collector.headers = [] }
            let halves = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            if halves.count == 2 { collector.headers.append((String(halves[0]), halves[1].trimmingBlanks)) }
            return true
        }
    }

    /// Returning another number than curl offered makes it give up.
    private static func take(
        _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ context: UnsafeMutableRawPointer?,
        _ body: (ResponseCollector, UnsafeRawBufferPointer) -> Bool
    ) -> Int {
        guard let context else { return 0 }
        let collector = Unmanaged<ResponseCollector>.fromOpaque(context).takeUnretainedValue()
        return body(collector, UnsafeRawBufferPointer(start: bytes, count: size)) ? size : 0
    }
}
