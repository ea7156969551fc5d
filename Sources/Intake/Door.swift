import Events
import JSON
import Log
import Rules

/// The door of one request: who speaks, in which envelope. It judges form and rights and never what is said.
struct Door {
    let key: PartitionKey
    let writer: String
    let author: Principal
    /// The writer's book is known to lie in another partition than the one it is written to.
    var isAstray = false

    enum Verdict {
        case admitted(Admitted)
        case refused(Refusal, FactID?)
    }

    /// An event that will be kept.
    struct Admitted: Sendable {
        let id: FactID
        let bytes: [UInt8]
        /// What it breaks of the rules for facts; it is kept all the same.
        let faults: [Fault]
        /// What this version does with it.
        let effect: FactEffect
        /// Of an unknown type: the known one that it is most like.
        let nearest: String?
    }

    /// Whether the path may be written at all by who asks.
    func checkPath() throws(Refusal) {
        if case .store(let store) = key, !PartitionKey.isStore(store) {
            throw .malformed(
                "store", "a store is named by 1 to \(IntakeLimits.storeBytes) bytes without a slash, and not chain",
                place: "store")
        }
        guard Envelope.isWriter(writer) else {
            throw .malformed(
                "writer", "a writer is named by 1 to \(Envelope.writerLimit) of A–Z a–z 0–9 . _ -", place: "writer")
        }
        switch author.refusal(writingAs: writer, at: key.place) {
        case .place:
            throw .forbidden(
                "this \(author.title) token may not write to \(key == .chain ? "the chain" : "store \(key.text)")",
                place: "store")
        case .writer, .type:
            throw .forbidden(
                Envelope.isOffice(writer: writer)
                    ? "as “\(Envelope.officePrefix)…” the office’s own desk writes, and nobody else: take another writer"
                    : "this \(author.title) token may not write as \(writer)", place: "writer")
        case nil: break
        }
        // A till has sold already, and what it says is kept; an office or an import can say it as another writer.
        guard !isAstray || author.kind == .till else {
            throw Refusal(
                409, Self.strayRule,
                "\(writer) has its book in another partition of the log, for life: take another writer for "
                    + (key == .chain ? "the chain" : "store \(key.text)"),
                place: "writer")
        }
    }

    /// - Parameter start: where the event begins in the request's body.
    func check(_ bytes: [UInt8], startingAt start: Int, with parser: JSONParser) -> Verdict {
        guard bytes.count <= IntakeLimits.eventBytes else {
            let limit = IntakeLimits.eventBytes
            return .refused(
                .tooLarge(
                    "event.size", "an event of \(bytes.count) bytes is over the limit of \(limit)", byte: start,
                    limit: limit), nil)
        }
        // Some versions of the parser step over it; the log would keep it and other readers would stumble.
        guard !bytes.starts(with: Diagnosis.byteOrderMark) else {
            return .refused(.malformed("json", "the event begins with a byte order mark", byte: start), nil)
        }
        do {
            return try parser.parse(bytes) { judge(try Event($0), bytes, start) }
        } catch let fault as EnvelopeFault {
            let place = fault.member.isEmpty ? nil : fault.member
            return .refused(.malformed("envelope", fault.message, place: place, byte: start), nil)
        } catch {
            return .refused(Diagnosis.refusal(of: bytes, startingAt: start, parser: error), nil)
        }
    }

    private func judge(_ event: Event, _ bytes: [UInt8], _ start: Int) -> Verdict {
        if let refusal = refusal(of: event.envelope, start) { return .refused(refusal, event.id) }
        let faults = event.allFaults + (isAstray ? [Self.astray] : [])
        let effect = FactEffect(of: event.envelope.type)
        return .admitted(
            Admitted(
                id: event.id, bytes: bytes, faults: Self.told(faults), effect: effect,
                nearest: effect == .unknown ? FactType.nearest(to: event.envelope.type) : nil))
    }

    private func refusal(of envelope: Envelope, _ start: Int) -> Refusal? {
        guard envelope.id.writer == writer else {
            return .malformed(
                "writer", "writer is \(envelope.id.writer), the path says \(writer)", place: "writer", byte: start)
        }
        guard ExactText(envelope.source) == ExactText(source) else {
            return .malformed("source", "source must be \"\(source)\"", place: "source", byte: start)
        }
        guard author.refusal(saying: envelope.type) == nil else {
            return .forbidden("this \(author.title) token may not write \(envelope.type)", place: "type", byte: start)
        }
        guard belongsHere(envelope.type) else {
            let home = key == .chain ? "a store’s" : "the chain’s"
            return .malformed("scope", "\(envelope.type) belongs to \(home) partition", place: "type", byte: start)
        }
        return nil
    }

    private var source: String {
        switch key {
        case .store(let store): "/stores/\(store)/writers/\(writer)"
        case .chain: "/chain/writers/\(writer)"
        }
    }

    /// A store's sale in the chain's books would belong to no store.
    private func belongsHere(_ type: String) -> Bool {
        switch FactType.byName[type]?.scope {
        case .store: key != .chain
        case .chain: key == .chain
        case .either, nil: true
        }
    }

    static let strayRule = "writer.partition"

    /// Advice, not a fault of the data: a till in one of two books that bear one name needs a name of its own.
    private static let astray = Fault(
        "", strayRule, "this writer has its book in another partition of the log; from now on take a new writer")

    private static func told(_ faults: [Fault]) -> [Fault] {
        guard faults.count > IntakeLimits.faultsTold else { return faults }
        let untold = faults.count - IntakeLimits.faultsTold
        return faults.prefix(IntakeLimits.faultsTold) + [Fault("", "faults.more", "\(untold) more are not told")]
    }
}
