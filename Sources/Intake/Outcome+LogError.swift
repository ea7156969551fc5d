import Log

extension Outcome {
    /// The log has not answered within its patience.
    static func late(_ log: any EventLog) -> Outcome {
        .unavailable(
            reason: "the log is unavailable: \(log.home) has not answered within "
                + "\(Int(log.patience / .seconds(1))) s; it may have been written all the same: send the same again",
            retryAfterSeconds: 2)
    }

    /// Trouble with the log is never the till's fault, so it is told to come back; whatever became durable of the
    /// request before the trouble is a repeat then.
    init(_ error: LogError) {
        switch error {
        case .busy: self = .unavailable(reason: "\(error)", retryAfterSeconds: 1)
        case .unavailable: self = .unavailable(reason: "\(error)", retryAfterSeconds: 2)
        case .shutDown, .clockAhead, .refused, .wrongLog, .wentBack, .outOfRange:
            self = .unavailable(reason: "\(error)", retryAfterSeconds: 5)
        case .tooLarge(_, let limit): self = .refused(.tooLarge("event.size", "\(error)", limit: limit))
        }
    }
}
