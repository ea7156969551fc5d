import JSON
import Log

/// What one request may hold. The gateway gives its HTTP server the same numbers.
package enum IntakeLimits {
    /// The longest event, as the log has it.
    package static let eventBytes = NewRecord.byteLimit
    /// The most events of a batch: one append takes as many.
    package static let batchEvents = NewRecord.countLimit
    /// The longest request: 1000 receipts of usual size are 2 to 5 MB, and a body lies in memory while it waits.
    package static let bodyBytes = 16 << 20
    /// The deepest nesting of an event.
    package static let depth = JSONParser.depthLimit
    /// The most faults told of one event: an answer must not outgrow what it answers.
    package static let faultsTold = 100
    /// The longest store id in bytes, as of every id in a fact.
    package static let storeBytes = PartitionKey.storeBytes
}
