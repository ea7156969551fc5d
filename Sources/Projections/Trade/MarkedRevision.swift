import Events
import Postgres

/// A void or a cancellation that counts and yet breaks a rule which another fact shows: its receipt is another shift's or
/// another till's (docs/RULES.md, Revisions).
struct MarkedRevision {
    var revision: Revision
    var faults: [Fault]
}

extension ReceiptEntry {
    /// What is wrong with a void or cancellation of this receipt. What the office decides was checked by command.
    func faults(of revision: Revision) -> [Fault] {
        guard revision.isNothing, !Envelope.isOffice(writer: revision.key.writer) else { return [] }
        var faults: [Fault] = []
        if ExactText(revision.key.writer) != ExactText(id.writer) {
            faults.append(Fault("receipt", "void.till", "this receipt was written by \(id.writer), another till"))
        }
        if let said = revision.shift, let shift, !ExactText.same(said, shift) {
            faults.append(Fault("shift", "void.shift", "this receipt is of shift \(shift)"))
        }
        return faults
    }
}

extension TradeFold {
    /// Notes a void or cancellation of a known receipt that breaks a rule; it counts all the same.
    func mark(_ revision: Revision, of entry: ReceiptEntry) {
        let faults = entry.faults(of: revision)
        if !faults.isEmpty { marked.append(MarkedRevision(revision: revision, faults: faults)) }
    }
}

extension TradeStore {
    /// A number is folded once, and what is wrong with it does not change: rows are only added.
    func writeMarked(_ marked: [MarkedRevision]) throws {
        let columns = [
            "writer", "writerseq", "store", "type", "effective_at", "recorded_at", "log_partition", "log_offset",
            "rules", "faults",
        ]
        try connection.copy("marked_revision", columns, marked) { writer, mark in
            let (revision, key) = (mark.revision, mark.revision.key)
            writer.text(key.writer)
            writer.int64(key.sequence)
            writer.text(revision.store)
            writer.text(revision.type)
            writer.int64(key.milliseconds)
            writer.int64(revision.source.recordedAt)
            writer.int32(Int32(revision.source.partition))
            writer.int64(revision.source.offset)
            writer.textArray(Set(mark.faults.map(\.rule)).sorted())
            writer.text(ReceiptRow.faultsJSON(mark.faults).text)
        }
    }
}
