import Events
import Log

/// A record of the log as folds see it: decoded once for every read model of a worker.
///
/// A class, because every read model sorts the records it is given into lists of its own, and an event has many parts.
package final class FoldRecord: Sendable {
    package let source: RecordSource
    /// nil when not even the envelope can be read.
    package let event: Event?
    /// The event's, to be asked without copying the event.
    package let id: FactID?
    /// Form and rules, as the door would have said them.
    package let faults: [Fault]
    package let bytes: [UInt8]

    init(source: RecordSource, event: Event?, faults: [Fault], bytes: [UInt8]) {
        id = event?.id
        (self.source, self.event, self.faults, self.bytes) = (source, event, faults, bytes)
    }
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
