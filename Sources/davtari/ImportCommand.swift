import Foundation
import JSON
import Log
import Synchronization

/// Brings files in: a spreadsheet's entries by the office's commands (`SheetImport`), or posts a file's events through the gateway's
/// intake, in the file's order within each partition.
enum ImportCommand {
    static let usage = """
        LIST FILE.xlsx|FILE.csv [--dry-run] [--doubles first|none] [--decimals point|comma] [--encoding CP1251]
            imports a spreadsheet into a list (products, suppliers, prices …) as its page does; the first row has the
            columns' names; --dry-run only says what would change; rows that are wrong are named and left out
        FILE.jsonl --url URL --token TOKEN [--batch 500] [--from LINE]
            posts the events of a file, one JSON object a line, in the file's order within each partition;
            the token may also stand in DAVTARI_TOKEN, where no list of processes shows it;
            --from goes on where an import was stopped (sending a line twice is harmless)
        """
    static let command = Davtari.Command(
        name: "import", usage: usage, flags: ["dry-run"],
        options: ["url", "token", "batch", "from", "doubles", "decimals", "encoding"], run: { try run($0) })

    private static let usualBatch = 500

    static func run(_ arguments: Arguments) throws {
        if arguments.positional.count == 2 { return try SheetImport.run(arguments) }
        guard arguments.positional.count == 1 else { throw UsageError("davtari import takes one file of JSON lines") }
        let path = arguments.positional[0]
        let url = try baseURL(try arguments.required("url"))
        guard let token = Environment.value(arguments, "token") else {
            throw UsageError("--token, or DAVTARI_TOKEN, is needed; davtari token create --kind import makes one")
        }
        let batch = try arguments.number("batch") ?? usualBatch
        guard (1...NewRecord.countLimit).contains(batch) else {
            throw UsageError("--batch takes a number from 1 to \(NewRecord.countLimit)")
        }
        let file = try ImportFile(path, lineLimit: NewRecord.byteLimit)
        let stop = StopRequest()
        let status = try Asker(url, token: token, stop: stop).status()
        let run = ImportRun(
            file, from: max(1, try arguments.number("from") ?? 1), url: url, token: token, batch: batch,
            identity: LogIdentity(id: status.log, partitions: status.partitions), stop: stop)
        switch try run() {
        case .finished(let refused):
            guard refused == 0 else {
                throw CommandFailure("\(Console.grouped(refused)) events were refused; the reasons stand above")
            }
        case .stopped(let line, let why):
            let goOn = "go on with --from \(line) (lines that are sent twice count once)"
            if let why { throw CommandFailure("\(why); \(goOn)") }
            Console.error("Stopped: \(goOn).")
            exit(130)
        }
    }
}

/// One run over one file.
private final class ImportRun {
    enum End {
        case finished(refused: Int)
        /// From which line on it has to go on, and why if nobody asked for it.
        case stopped(line: Int, why: CommandFailure?)
    }

    /// Beyond these, refusals are counted only.
    private static let toldRefusals = 1_000
    /// Requests in flight are answered within this, or sent again next time.
    private static let closeSeconds = 10.0

    private let file: ImportFile
    private let first: Int
    private let token: String
    private let identity: LogIdentity
    private let stop: StopRequest
    private let tally: ImportTally
    private let poster: Poster
    private let progress: ProgressReport
    private let refusals: Refusals
    private let parser = JSONParser()
    private var paths: [String: String] = [:]
    private var number = 0

    init(
        _ file: ImportFile, from first: Int, url: String, token: String, batch: Int, identity: LogIdentity,
        stop: StopRequest
    ) {
        (self.file, self.first, self.token, self.identity, self.stop) = (file, first, token, identity, stop)
        let tally = ImportTally(partitions: identity.partitions)
        self.tally = tally
        let size = file.size
        let progress = ProgressReport { tally.progress(of: size) }
        let refusals = Refusals(limit: Self.toldRefusals) { progress.say($0) }
        (self.progress, self.refusals) = (progress, refusals)
        poster = Poster(
            url, partitions: identity.partitions, batch: batch, stop: stop, say: { progress.say($0) },
            answered: { events, answer in
                tally.note(events, answer)
                for (event, verdict) in zip(events, answer.verdicts) {
                    if case .refused(let why) = verdict { refusals.tell(event.line, why) }
                }
            })
    }

    func callAsFunction() throws -> End {
        let isAllSent: Bool
        do {
            isAllSent = try sendAll() && poster.drain()
        } catch {
            poster.close(waitSeconds: Self.closeSeconds)
            progress.finish()
            throw error
        }
        poster.close(waitSeconds: Self.closeSeconds)
        progress.finish()
        Console.say(tally.summary)
        if isAllSent { return .finished(refused: tally.now.refused) }
        return .stopped(line: poster.firstUnanswered ?? number, why: poster.failure)
    }

    /// False when it was cut short; then `number` is the first line that was not sent.
    private func sendAll() throws(CommandFailure) -> Bool {
        while let (line, bytes) = try file.next() {
            number += 1
            if stop.isAsked { return false }
            guard number >= first else {
                tally.notePassed(bytes: bytes)
                continue
            }
            switch line {
            case .tooLong: refuse("an event is over the limit of \(NewRecord.byteLimit) bytes", bytes)
            case .text(let text) where text.allSatisfy(isSpace): tally.notePassed(bytes: bytes)
            case .text(let text): guard send(Array(text), bytes) else { return false }
            }
        }
        number += 1
        return true
    }

    private func send(_ text: [UInt8], _ bytes: Int) -> Bool {
        let line: ImportLine
        do {
            line = try ImportLine(text, with: parser)
        } catch {
            refuse("\(error)", bytes)
            return true
        }
        let event = PostedEvent(
            path: PostedEvent.path(line.key, writer: line.writer), token: token, bytes: text, line: number,
            weight: bytes, receiptLines: line.receiptLines)
        return poster.send(event, to: identity.partition(of: line.key))
    }

    private func refuse(_ why: String, _ bytes: Int) {
        tally.noteRefusal(bytes: bytes)
        refusals.tell(number, why)
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}

/// Tells of refused lines, the first so many of them.
private final class Refusals: Sendable {
    private let told = Mutex(0)
    private let limit: Int
    private let say: @Sendable (String) -> Void

    init(limit: Int, _ say: @escaping @Sendable (String) -> Void) { (self.limit, self.say) = (limit, say) }

    func tell(_ line: Int, _ why: String) {
        let count = told.withLock { told in
            told += 1
            return told
        }
        if count <= limit { say("line \(line): refused: \(why)") }
        if count == limit + 1 { say("more are refused; they are counted and not told") }
    }
}
