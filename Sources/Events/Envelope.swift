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

    package var description: String { "\(writer):\(sequence)" }
}

/// The CloudEvents 1.0 envelope of a fact.
package struct Envelope: Sendable, Equatable {
    package var id: FactID
    package var source: String
    package var type: String
    package var occurredAt: Instant

    package static let writerLimit = 64
    /// CloudEvents' Integer is a signed 32-bit number.
    package static let sequenceLimit = Int64(Int32.max)

    package init(id: FactID, source: String, type: String, occurredAt: Instant) {
        (self.id, self.source, self.type, self.occurredAt) = (id, source, type, occurredAt)
    }

    /// Reads and checks an envelope; the fault names the first member that is wrong.
    package init(_ root: JSONValue) throws(EnvelopeFault) {
        guard root.kind == .object else { throw EnvelopeFault("", "an event must be a JSON object") }
        if let name = root.repeatedName { throw EnvelopeFault(name, "the member “\(name)” stands twice") }
        guard root["specversion"]?.string == "1.0" else {
            throw EnvelopeFault("specversion", "specversion must be \"1.0\"")
        }
        guard let writer = root["writer"]?.string, Self.isWriter(writer) else {
            throw EnvelopeFault("writer", "writer must be 1 to \(Self.writerLimit) of A–Z a–z 0–9 . _ -")
        }
        guard let sequence = root["writerseq"]?.int64, (1...Self.sequenceLimit).contains(sequence) else {
            throw EnvelopeFault("writerseq", "writerseq must be an integer from 1 to \(Self.sequenceLimit)")
        }
        let id = FactID(writer: writer, sequence: sequence)
        guard root["id"]?.string == id.description else { throw EnvelopeFault("id", "id must be \"\(id)\"") }
        guard let source = root["source"]?.string, !source.isEmpty, !source.utf8.contains(0) else {
            throw EnvelopeFault("source", "source is required")
        }
        guard let type = root["type"]?.string, !type.isEmpty, type.utf8.count <= 200, !type.utf8.contains(0) else {
            throw EnvelopeFault("type", "type must have 1 to 200 bytes")
        }
        guard let time = root["time"]?.string.flatMap({ Instant($0) }) else {
            throw EnvelopeFault("time", "time must be an RFC 3339 time with its offset")
        }
        if let content = root["datacontenttype"], content.string != "application/json" {
            throw EnvelopeFault("datacontenttype", "datacontenttype must be application/json")
        }
        guard root["data"] != nil else { throw EnvelopeFault("data", "data is required") }
        self.init(id: id, source: source, type: type, occurredAt: time)
    }

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

    /// The store whose book the fact belongs to by its source; nil is the chain's.
    package var store: String? {
        let parts = source.split(separator: "/")
        return parts.count == 4 && parts[0] == "stores" ? String(parts[1]) : nil
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
