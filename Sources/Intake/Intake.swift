import Crypto
import Events
import JSON
import Log
import Rules

/// The till's way in: checks the envelope, marks what is wrong with a fact, appends it, answers once it is durable.
///
/// Nothing but the log is written here, and no read model can be reached: a till can sell while everything behind the
/// log stands still. Events are appended at least once; a repeat that is known from memory is answered with its first
/// place, one that is not costs a record in the log and never a figure.
package final class Intake: Sendable {
    package enum Form: Sendable { case single, batch }

    private let log: any EventLog
    private let repeats = Repeats()
    private let parsers = ParserPool()
    private let hash = ShortHash(key: Random.bytes(ShortHash.keyByteCount))
    private let ends: LogEnds
    private let pending: PendingAnswers

    package init(log: any EventLog) {
        self.log = log
        ends = LogEnds(log)
        pending = PendingAnswers(partitions: log.identity.partitions, patience: log.patience) { .late(log) }
    }

    /// Takes the events of one request to one partition, in their order, with one append.
    ///
    /// Never blocks; `done` is called exactly once, from any thread, within the log's patience. It should not block either: the
    /// log may be waiting behind it.
    ///
    /// - Parameter home: the partition in which the writer's book is known to lie; nil where that is not known. What this
    ///   process saw itself goes before.
    package func post(
        _ body: [UInt8], form: Form, to key: PartitionKey, writer: String, by author: Principal, home: Int? = nil,
        done: @escaping @Sendable (Outcome) -> Void
    ) {
        var door = Door(key: key, writer: writer, author: author)
        if let home = repeats.partition(of: writer) ?? home { door.isAstray = home != log.identity.partition(of: key) }
        let verdicts: [Door.Verdict]
        do throws(Refusal) {
            try door.checkPath()
            let events = try RequestBody.events(in: body, form)
            verdicts = parsers.lend { parser in
                events.map { door.check(Array(body[$0]), startingAt: $0.lowerBound, with: parser) }
            }
        } catch {
            return done(.refused(error))
        }
        if form == .single, case .refused(let refusal, _)? = verdicts.first { return done(.refused(refusal)) }
        store(sort(verdicts, of: writer), to: key, writer, done)
    }

    /// The highest number of a writer that this process saw made durable; nil when it saw none. Others may have seen
    /// more.
    package func highestSeen(of writer: String) -> Int64? { repeats.highest(of: writer) }

    /// Parts what is new from what is known.
    private func sort(_ verdicts: [Door.Verdict], of writer: String) -> Sorting {
        let sequences = verdicts.map { if case .admitted(let event) = $0 { event.id.sequence } else { Int64(0) } }
        let known = repeats.known(sequences, of: writer)
        var sorting = Sorting()
        for (verdict, known) in zip(verdicts, known) {
            switch verdict {
            case .refused(let refusal, let id): sorting.refuse(refusal, id)
            case .admitted(let event): sorting.take(event, hash(event.bytes), known: known)
            }
        }
        return sorting
    }

    private func store(
        _ sorting: Sorting, to key: PartitionKey, _ writer: String, _ done: @escaping @Sendable (Outcome) -> Void
    ) {
        let news = sorting.news
        if news.isEmpty { return answer(sorting, [], done) }
        let partition = log.identity.partition(of: key)
        guard let pending = pending.begin(partition, done) else { return }
        let records = news.map { NewRecord(key: key.text, bytes: $0.event.bytes) }
        log.append(records, to: partition) { [self] result in
            switch result {
            case .success(let placements):
                let durable = zip(news, placements).map { new, placement in
                    (sequence: new.event.id.sequence, known: Repeats.Known(hash: new.hash, placement: placement))
                }
                repeats.remember(durable, of: writer)
                answer(sorting, placements) { pending.settle($0) }
            case .failure(let error): pending.settle(Outcome(error))
            }
        }
    }

    private func answer(_ sorting: Sorting, _ placements: [Placement], _ done: @escaping @Sendable (Outcome) -> Void) {
        let results = sorting.results(placements)
        ends.position(behind: results.compactMap(\.placement)) { done(.answered(position: $0, results: results)) }
    }
}
