import Foundation
import Log
import Synchronization

/// What became of the file so far; asked and told by several threads.
final class ImportTally: Sendable {
    struct Counts: Sendable {
        var accepted = 0
        var suspect = 0
        var duplicate = 0
        var refused = 0
        var receiptLines = 0
        /// Bytes of the file that are done with.
        var bytes = 0
        /// Of them, those that were not to be sent.
        var passedBytes = 0
        var position: Position

        var events: Int { accepted + suspect + duplicate + refused }
        var posted: Int { accepted + suspect + duplicate }
    }

    private let counts: Mutex<Counts>
    private let partitions: Int
    let started = Date()

    init(partitions: Int) {
        self.partitions = partitions
        counts = Mutex(Counts(position: Position(partitions: partitions)))
    }

    var now: Counts { counts.withLock { $0 } }
    var seconds: Double { Date().timeIntervalSince(started) }

    func note(_ events: [PostedEvent], _ answer: PostAnswer) {
        let position = answer.position.flatMap { Position($0, partitions: partitions) }
        counts.withLock { counts in
            for (event, verdict) in zip(events, answer.verdicts) {
                counts.bytes += event.weight
                switch verdict {
                case .accepted: counts.accepted += 1
                case .suspect: counts.suspect += 1
                case .duplicate: counts.duplicate += 1
                case .refused: counts.refused += 1
                }
                if case .refused = verdict { continue }
                counts.receiptLines += event.receiptLines
            }
            guard let position else { return }
            for partition in 0..<partitions {
                counts.position[partition] = max(counts.position[partition], position[partition])
            }
        }
    }

    /// A line that was not even sent.
    func noteRefusal(bytes: Int) {
        counts.withLock { counts in
            counts.refused += 1
            counts.bytes += bytes
        }
    }

    /// A line that is not to be sent.
    func notePassed(bytes: Int) {
        counts.withLock { counts in
            counts.bytes += bytes
            counts.passedBytes += bytes
        }
    }

    /// - Parameter size: the file's, in bytes, where it is known.
    func progress(of size: Int?) -> ProgressReport.State {
        let (counts, seconds) = (now, seconds)
        let text =
            "\(Console.grouped(counts.events)) events, \(Console.rate(counts.receiptLines, in: seconds)) receipt lines/s"
        guard let size, size > 0 else { return .init(fraction: 0, text: text, secondsLeft: nil) }
        let sent = Double(counts.bytes - counts.passedBytes)
        return .init(
            fraction: Double(counts.bytes) / Double(size), text: text,
            secondsLeft: sent > 0 ? seconds * Double(size - counts.bytes) / sent : nil)
    }

    var summary: String {
        let (counts, seconds) = (now, seconds)
        return """
            accepted \(Console.grouped(counts.accepted)), suspect \(Console.grouped(counts.suspect)), \
            duplicate \(Console.grouped(counts.duplicate)), refused \(Console.grouped(counts.refused))
            \(Console.grouped(counts.posted)) events with \(Console.grouped(counts.receiptLines)) receipt lines in \
            \(Console.clock(seconds)): \(Console.rate(counts.posted, in: seconds)) events/s, \
            \(Console.rate(counts.receiptLines, in: seconds)) receipt lines/s
            position \(counts.position)
            """
    }
}
