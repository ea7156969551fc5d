import Events
import Log

/// A record of the log as folds see it: decoded once for every read model of a worker.
package struct FoldRecord: Sendable {
    package var source: RecordSource
    /// nil when not even the envelope can be read.
    package var event: Event?
    /// Form and rules, as the door would have said them.
    package var faults: [Fault]
    package var bytes: [UInt8]
}

/// Where a record stands in the log.
package struct RecordSource: Sendable, Equatable {
    package var partition: Int
    package var offset: Int64
    /// Milliseconds since 1970.
    package var recordedAt: Int64

    package init(partition: Int, offset: Int64, recordedAt: Int64) {
        (self.partition, self.offset, self.recordedAt) = (partition, offset, recordedAt)
    }
}
