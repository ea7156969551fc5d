/// Where the log lies that tills post to: each is measured by itself.
struct TillsLog {
    /// nil where Postgres has it.
    let brokers: String?
    /// How a figure's title ends.
    let words: String
    /// How its name ends.
    let suffix: String

    /// Of Postgres, then of Kafka.
    static let suffixes = ["", "-kafka"]

    /// Postgres, and Kafka where there are brokers; without them it is said that `what` is left out.
    static func all(_ settings: BenchSettings, measuring what: String) -> [TillsLog] {
        let postgres = TillsLog(brokers: nil, words: "the log in Postgres", suffix: suffixes[0])
        guard let brokers = settings.brokers else {
            settings.skip("\(what) with the log in Kafka", "--brokers names no servers")
            return [postgres]
        }
        return [postgres, TillsLog(brokers: brokers, words: "the log in Kafka", suffix: suffixes[1])]
    }
}
