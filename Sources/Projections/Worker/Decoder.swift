import Events
import JSON
import Log
import Rules

/// Turns the log's records into facts, once for every read model of a worker.
final class Decoder {
    private let parser = JSONParser(capacity: NewRecord.byteLimit * 2)
    /// Records that nobody can read: every read model leaves them out.
    private let leftOut: Set<SetAside.Place>

    init(leavingOut leftOut: Set<SetAside.Place> = []) { self.leftOut = leftOut }

    func decode(_ records: [LogRecord]) -> [FoldRecord] {
        records.map { record in
            let source = RecordSource(partition: record.partition, offset: record.offset, recordedAt: record.recordedAt)
            if !leftOut.isEmpty, leftOut.contains(SetAside.Place(source)) {
                return FoldRecord(source: source, event: nil, faults: [], bytes: record.bytes)
            }
            do {
                let event = try Event.read(record.bytes, with: parser)
                return FoldRecord(source: source, event: event, faults: event.allFaults, bytes: record.bytes)
            } catch {
                // Not ours to lose: it stands in the log, moves nothing and limits completeness.
                let fault = Fault("", "envelope", "\(error)")
                return FoldRecord(source: source, event: nil, faults: [fault], bytes: record.bytes)
            }
        }
    }
}

extension EventLog {
    /// The log as folds may ask it.
    func access() -> any LogAccess { LogPeek(self) }
}

private final class LogPeek: LogAccess {
    private let log: any EventLog
    init(_ log: any EventLog) { self.log = log }

    func bytes(partition: Int, offset: Int64) throws -> [UInt8] {
        guard let record = try log.read(partition, from: offset, limit: ReadLimit(records: 1)).first,
            record.offset == offset
        else {
            throw LogError.outOfRange(partition: partition, offset: offset)
        }
        return record.bytes
    }
}
