/// How long to wait before a request is sent again, and when to give up.
struct Patience {
    private static let firstSeconds = 0.1
    private static let longestSeconds = 10.0
    /// A server that is restarted, or a database that recovers, is back by then.
    static let usualLimitSeconds = 300.0

    private let limitSeconds: Double
    private var next = Patience.firstSeconds
    private let start = ContinuousClock.now

    init(limitSeconds: Double = Patience.usualLimitSeconds) { self.limitSeconds = limitSeconds }

    /// The seconds to wait now; nil when it has been tried for long enough.
    ///
    /// - Parameter wish: what the server asked for (Retry-After).
    mutating func wait(wish: Double? = nil) -> Double? {
        guard ContinuousClock.now - start < .seconds(limitSeconds) else { return nil }
        let seconds = min(max(next, wish ?? 0), Self.longestSeconds)
        next = min(next * 2, Self.longestSeconds)
        // Partitions that failed together should not come back together.
        return seconds * Double.random(in: 0.75...1.25)
    }
}
