import Events
import Postgres

/// Which numbers of every writer a read model has folded, kept beside its rows: seen before means skipped.
final class FoldedSets {
    private var sets: [String: SequenceSet] = [:]
    private var changed: Set<String> = []
    private var stored: Set<String> = []

    /// Everything of the connection's search path; a few hundred writers at most.
    func load(_ connection: Connection) throws {
        sets = [:]
        changed = []
        for row in try connection.query("SELECT writer, ranges FROM folded") {
            sets[try row.text(0)] = SequenceSet(flat: try row.int64Array(1))
        }
        stored = Set(sets.keys)
    }

    /// Parts records into those that are new and those whose number was folded before.
    func part(_ records: [FoldRecord]) -> (fresh: [FoldRecord], repeats: [FoldRecord]) {
        var fresh: [FoldRecord] = []
        var repeats: [FoldRecord] = []
        for record in records {
            guard let id = record.id else {
                fresh.append(record)
                continue
            }
            if sets[id.writer, default: SequenceSet()].insert(id.sequence) {
                changed.insert(id.writer)
                fresh.append(record)
            } else {
                repeats.append(record)
            }
        }
        return (fresh, repeats)
    }

    func write(_ connection: Connection) throws {
        guard !changed.isEmpty else { return }
        let writers = changed.sorted()
        let stale = writers.filter { stored.contains($0) }
        if !stale.isEmpty {
            _ = try connection.prepared(
                "folded_delete", "DELETE FROM folded WHERE writer = ANY($1)", [.textArray(stale)])
        }
        try connection.copy("folded", ["writer", "ranges"], writers) { copy, writer in
            copy.text(writer)
            copy.int64Array(sets[writer, default: SequenceSet()].flat)
        }
        stored.formUnion(changed)
        changed.removeAll()
    }
}
