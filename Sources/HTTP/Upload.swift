import Glibc

/// A request's body as it comes in, held to its limits.
struct Upload {
    enum Outcome {
        case fine
        /// More than the limit. The rest is swallowed, so that the client comes to read why.
        case tooLarge
        /// Twice the limit: nobody swallows that much for a good word.
        case farTooLarge
        /// The deadline has passed.
        case tooSlow
    }

    private let maxBytes: Int
    private let deadlineSeconds: Int
    private var receivedBytes = 0
    private var body: [UInt8] = []

    /// - Parameter announcedBytes: the Content-Length, if there was one. Room is made for little of it: a client that
    ///   only announces must not cost memory.
    init(limits: Limits, announcedBytes: Int?) {
        maxBytes = limits.maxBodyBytes
        deadlineSeconds = monotonicSeconds() + limits.uploadDeadlineSeconds
        body.reserveCapacity(min(announcedBytes ?? 0, Upload.reservedBytes))
    }

    mutating func receive(_ bytes: UnsafeBufferPointer<UInt8>, isKept: Bool) -> Outcome {
        receivedBytes += bytes.count
        if monotonicSeconds() > deadlineSeconds { return .tooSlow }
        if receivedBytes > 2 * maxBytes { return .farTooLarge }
        if receivedBytes > maxBytes {
            body = []
            return .tooLarge
        }
        if isKept { body.append(contentsOf: bytes) }
        return .fine
    }

    mutating func takeBody() -> [UInt8] {
        defer { body = [] }
        return body
    }

    private static let reservedBytes = 64 * 1024
}

/// Seconds since some moment in the past, from the cheap clock: its few milliseconds of error do not matter here.
func monotonicSeconds() -> Int {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now)
    return now.tv_sec
}
