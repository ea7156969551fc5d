import JSON

/// Where a fact stands in its writer's book: `writer:writerseq`.
package struct FactID: Hashable, Sendable, CustomStringConvertible {
    package var writer: String
    package var sequence: Int64

    package init(writer: String, sequence: Int64) { (self.writer, self.sequence) = (writer, sequence) }

    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let sequence = Int64(text[text.index(after: colon)...]),
            sequence >= 1
        else { return nil }
        self.init(writer: String(text[..<colon]), sequence: sequence)
    }

    /// What a fact refers to may be no writer's name, and is told apart by its bytes like any id.
    package static func == (one: FactID, other: FactID) -> Bool {
        one.sequence == other.sequence && ExactText(one.writer) == ExactText(other.writer)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(ExactText(writer))
        hasher.combine(sequence)
    }

    package var description: String { "\(writer):\(sequence)" }

    /// Whether bytes say exactly this.
    func isWritten(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        var (left, place) = (sequence, utf8.count)
        repeat {
            place -= 1
            guard place >= 0, Int64(utf8[place]) == Int64(UInt8(ascii: "0")) + left % 10 else { return false }
            left /= 10
        } while left > 0
        return place > 0 && utf8[place - 1] == UInt8(ascii: ":") && utf8[..<(place - 1)].elementsEqual(writer.utf8)
    }
}

/// The CloudEvents 1.0 envelope of a fact.
package struct Envelope: Sendable, Equatable {
    package let id: FactID
    package let source: String
    package let type: String
    package let occurredAt: Instant
    /// The store whose book the fact belongs to by its source; nil is the chain's.
    package let store: String?

    package static let writerLimit = 64
    /// CloudEvents' Integer is a signed 32-bit number.
    package static let sequenceLimit = Int64(Int32.max)

    package init(id: FactID, source: String, type: String, occurredAt: Instant) {
        (self.id, self.source, self.type, self.occurredAt) = (id, source, type, occurredAt)
        store = Self.store(in: source)
    }

    /// Reads and checks an envelope; the fault names the first member that is wrong.
    package init(_ root: JSONValue) throws(EnvelopeFault) { self = try Self.read(root).envelope }

    /// The envelope, and the `data` in it.
    static func read(_ root: JSONValue) throws(EnvelopeFault) -> (envelope: Envelope, data: JSONValue) {
        guard root.isObject else { throw EnvelopeFault("", "an event must be a JSON object") }
        // In the order in which they mostly stand.
        var members = JSONMembers(root)
        let specversion = members.take("specversion")
        let idText = members.take("id")
        let sourceText = members.take("source")
        let typeText = members.take("type")
        let time = members.take("time")
        let content = members.take("datacontenttype")
        let writerText = members.take("writer")
        let number = members.take("writerseq")
        let data = members.take("data")
        if members.hasRepeats, let name = root.repeatedName {
            throw EnvelopeFault(name, "the member “\(name)” stands twice")
        }
        guard specversion?.string == "1.0" else {
            throw EnvelopeFault("specversion", "specversion must be \"1.0\"")
        }
        guard let writer = writerText?.string, Self.isWriter(writer) else {
            throw EnvelopeFault("writer", "writer must be 1 to \(Self.writerLimit) of A–Z a–z 0–9 . _ -")
        }
        guard let sequence = number?.int64, (1...Self.sequenceLimit).contains(sequence) else {
            throw EnvelopeFault("writerseq", "writerseq must be an integer from 1 to \(Self.sequenceLimit)")
        }
        let id = FactID(writer: writer, sequence: sequence)
        guard let idText = idText?.utf8, id.isWritten(idText) else { throw EnvelopeFault("id", "id must be \"\(id)\"") }
        guard let source = sourceText?.string, !source.isEmpty, !source.utf8.contains(0) else {
            throw EnvelopeFault("source", "source is required")
        }
        guard let type = typeText?.string, !type.isEmpty, type.utf8.count <= 200, !type.utf8.contains(0) else {
            throw EnvelopeFault("type", "type must have 1 to 200 bytes")
        }
        guard let time = time?.utf8.flatMap({ Instant(utf8: $0) }) else {
            throw EnvelopeFault("time", "time must be an RFC 3339 time with its offset")
        }
        if let content, content.string != "application/json" {
            throw EnvelopeFault("datacontenttype", "datacontenttype must be application/json")
        }
        guard let data else { throw EnvelopeFault("data", "data is required") }
        return (Envelope(id: id, source: source, type: type, occurredAt: time), data)
    }

    /// How the office's own writers are called, in whatever database they were made. Nobody else writes so.
    package static let officePrefix = "office."

    /// Whether only the office's own desk may write so.
    package static func isOffice(writer: String) -> Bool { writer.hasPrefix(officePrefix) }

    package static func isWriter(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= writerLimit
            && text.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// The S of `/stores/S/writers/W`.
    private static func store(in source: String) -> String? {
        var source = source
        return source.withUTF8 { utf8 in
            var (place, segments, store) = (0, 0, 0..<0)
            while place < utf8.count {
                let start = place
                while place < utf8.count, utf8[place] != UInt8(ascii: "/") { place += 1 }
                let segment = start..<place
                place += 1
                if segment.isEmpty { continue }
                segments += 1
                if segments == 1, !utf8[segment].elementsEqual("stores".utf8) { return nil }
                if segments == 2 { store = segment }
            }
            return segments == 4 ? String(decoding: utf8[store], as: UTF8.self) : nil
        }
    }

    /// The whole event as its writer would send it.
    package func encoded(data: [UInt8], zone: Zone = .utc) -> [UInt8] {
        var json = JSONWriter()
        json.object { event in
            event.name("specversion")
            event.string("1.0")
            event.name("id")
            event.string(id.description)
            event.name("source")
            event.string(source)
            event.name("type")
            event.string(type)
            event.name("time")
            event.string(occurredAt.text(in: zone))
            event.name("datacontenttype")
            event.string("application/json")
            event.name("writer")
            event.string(id.writer)
            event.name("writerseq")
            event.int(id.sequence)
            event.name("data")
            event.raw(data)
        }
        return json.bytes
    }
}

/// What is wrong with an envelope.
package struct EnvelopeFault: Error, Sendable, Equatable {
    package var member: String
    package var message: String
    init(_ member: String, _ message: String) { (self.member, self.message) = (member, message) }
}
