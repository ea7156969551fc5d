import Events

/// What is known of one writer's book.
final class WriterBook {
    /// The first by its bytes, of an office that writes for several; nil is the chain's.
    private(set) var store: String?
    /// Where facts of this writer stand, ascending. A book belongs to one partition for life, and more than one here is
    /// told; which of two versions of a number counts then hangs on the order in which the partitions were read.
    private(set) var partitions: [Int] = []
    var known = SequenceSet()
    var writtenOff = SequenceSet()
    var repeats: Int64 = 0
    var unknown: Int64 = 0
    var damaged: Int64 = 0
    var lastEffective: Int64 = 0
    /// When the writer was last heard, by its own clock but never after the log learned of it: one fact of 2099 must not keep a
    /// silent till from being silent.
    var lastHeard: Int64 = 0
    /// Facts that are dated more than a day after they were recorded.
    var ahead: Int64 = 0
    var lastRecorded: Int64 = 0
    var isInDatabase = false

    init() {}

    init(store: String?, partitions: [Int]) { (self.store, self.partitions) = (store, partitions) }

    /// Notes where a fact stands, whether its number is new or known: what is noted is the same for every order of arrival.
    func found(in partition: Int, store other: String?) {
        if !partitions.contains(partition) { partitions = (partitions + [partition]).sorted() }
        guard let other else { return }
        store = store.map { min(ExactText($0), ExactText(other)).text } ?? other
    }

    func noted(_ event: Event, _ record: FoldRecord) {
        lastEffective = max(lastEffective, event.envelope.occurredAt.milliseconds)
        lastHeard = max(lastHeard, min(event.envelope.occurredAt.milliseconds, record.source.recordedAt))
        lastRecorded = max(lastRecorded, record.source.recordedAt)
    }

    /// Known or given up.
    var accounted: SequenceSet {
        var all = known
        for range in writtenOff.ranges { all.insert(range) }
        return all
    }

    /// Gaps that are spelled out; a book with more says so.
    private static let gapsListed = 20

    /// What is missing, by number: `3, 7–9`; nil when nothing is.
    var gapsText: String? {
        let gaps = accounted.gaps(limit: Self.gapsListed + 1)
        guard !gaps.isEmpty else { return nil }
        let words = gaps.prefix(Self.gapsListed).map {
            $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)"
        }
        return words.joined(separator: ", ") + (gaps.count > Self.gapsListed ? ", …" : "")
    }

    /// The greatest n with 1…n known or given up.
    var prefix: Int64 { accounted.prefix }
    var missing: Int64 { accounted.gaps().reduce(0) { $0 + Int64($1.count) } }
}

/// 256 numbers of a book: where each lies in the log, and a keyed hash of its bytes.
package struct SeenKey: Hashable, Comparable {
    static let pageLength: Int64 = 256
    var writer: String
    package var page: Int64

    init(writer: String, page: Int64) { (self.writer, self.page) = (writer, page) }
    package init(_ id: FactID) { self.init(writer: id.writer, page: id.sequence / Self.pageLength) }

    package static func < (one: SeenKey, other: SeenKey) -> Bool {
        one.writer != other.writer ? one.writer < other.writer : one.page < other.page
    }
}

package final class SeenPage {
    package struct Entry: Equatable {
        /// Told by each number: an office that writes one book in two places must not stop the fold.
        package var partition: Int
        package var offset: Int64
        var hash: UInt64
    }

    private var entries: [Int64: Entry] = [:]
    var isInDatabase = false

    package func get(_ sequence: Int64) -> Entry? { entries[sequence % SeenKey.pageLength] }
    func set(_ sequence: Int64, _ entry: Entry) { entries[sequence % SeenKey.pageLength] = entry }

    var packed: [UInt8] {
        var pack = PackWriter()
        pack.list(entries.sorted { $0.key < $1.key }) { pack, entry in
            pack.int(entry.key)
            pack.int(Int64(entry.value.partition))
            pack.int(entry.value.offset)
            pack.int(Int64(bitPattern: entry.value.hash))
        }
        return pack.bytes
    }

    package convenience init(packed: [UInt8]) throws {
        self.init()
        var pack = PackReader(packed)
        for (place, entry) in try pack.list({ pack in
            (
                try pack.int(),
                Entry(
                    partition: Int(try pack.int()), offset: try pack.int(), hash: UInt64(bitPattern: try pack.int()))
            )
        }) {
            entries[place] = entry
        }
    }
}
