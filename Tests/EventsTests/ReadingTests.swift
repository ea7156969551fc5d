import Events
import Foundation
import JSON
import TestSupport
import Testing

@Suite(.long) struct `Reading a fact quickly` {
    /// The facts with the most members, each kind of member among them.
    private static let plain: [String: @Sendable (JSON) -> (encoded: [UInt8], faults: [Fault])] = [
        "receipt.completed.v1": { PlainReader.read(Receipt.self, $0) },
        "receipt.corrected.v1": { PlainReader.read(ReceiptCorrection.self, $0) },
        "goods.received.v1": { PlainReader.read(Delivery.self, $0) },
        "store.opened.v1": { PlainReader.read(StoreOpened.self, $0) },
        "product.listed.v1": { PlainReader.read(ProductFacts.self, $0) },
        "customer.registered.v1": { PlainReader.read(CustomerRegistered.self, $0) },
    ]

    private static let corpus: [JSON] = `The corpus`.lines.compactMap { line in
        guard let event = try? JSON(parsing: line.bytes), let type = event["type"]?.string, plain[type] != nil else {
            return nil
        }
        return event
    }

    /// `DAVTARI_TEST_SEED` repeats a run.
    @Test func `finds what reading plainly finds, whatever is wrong`() throws {
        let given = ProcessInfo.processInfo.environment["DAVTARI_TEST_SEED"].flatMap { UInt64($0) }
        let seed = given ?? UInt64.random(in: 1...UInt64.max)
        print("reading: DAVTARI_TEST_SEED=\(seed)")
        var changer = Changer(seed: max(1, seed))
        let parser = JSONParser()
        var (sound, faulty, repeated) = (0, 0, 0)
        #expect(Set(Self.corpus.map { $0["type"]!.string! }) == Set(Self.plain.keys))
        for turn in 0..<6_000 {
            var event = Self.corpus[turn % Self.corpus.count]
            var data = event["data"]!
            for _ in 0..<Int.random(in: 0...4, using: &changer) { changer.change(&data) }
            guard data.object != nil else { continue }
            event["data"] = data
            let read = try Event.read(event.bytes, with: parser)
            // As the parser sees it: what is written 1e400 or \ud800 is refused before.
            if let name = PlainReader.repeatedName(data) {
                repeated += 1
                let fault = Fault("", "repeated", "the member “\(name)” stands twice in one object")
                #expect(read.faults == [fault], "seed \(seed), turn \(turn)")
                guard case .unreadable = read.fact else {
                    Issue.record("a repeated name was read, seed \(seed), turn \(turn)")
                    continue
                }
                continue
            }
            let expected = Self.plain[event["type"]!.string!]!(data)
            #expect(read.faults == expected.faults, "seed \(seed), turn \(turn): \(data.text)")
            if case .unreadable = read.fact { continue }
            #expect(read.fact.encodedData == expected.encoded, "seed \(seed), turn \(turn): \(data.text)")
            if expected.faults.isEmpty { sound += 1 } else { faulty += 1 }
        }
        // The changes must change something, and not everything.
        #expect(sound > 500 && faulty > 500 && repeated > 100)
    }

    @Test func `takes members in any order, with others between`() throws {
        let text = """
            {"gross":5,"x":{"y":[1]},"kind":"sale","line":1,"":0,"quantity":1000,"product":"p","\\u0067ross2":1,"net":5}
            """
        let (line, faults) = try JSONParser().parse(Array(text.utf8)) { Line.read($0) }
        #expect(faults == [])
        #expect(line.gross == 5 && line.kind == "sale" && line.line == 1 && line.quantity == 1000)
        #expect(line.product == "p" && line.net == 5 && line.discount == 0)
    }

    @Test func `finds a name that stands twice among many, and in what nobody reads`() throws {
        let many = (0..<200).map { "\"m\($0)\":\($0)" }.joined(separator: ",")
        for data in [
            "{\(many),\"m7\":1}", "{\"lines\":[[{\"a\":1,\"a\":2}]]}", "{\"x\":[{\"a\":1,\"a\":2}]}",
            "{\"number\":{\"a\":1,\"a\":2}}", "{\"fields\":{\"b\":{\"a\":1,\"a\":2}}}",
            "{\"lines\":[{\"taxes\":[{\"code\":\"a\",\"c\":1,\"c\":1}]}]}",
        ] {
            let event = """
                {"specversion":"1.0","id":"t:1","source":"/stores/s/writers/t","type":"receipt.completed.v1",\
                "time":"2026-03-01T12:00:00Z","writer":"t","writerseq":1,"data":\(data)}
                """
            let faults = try Event.read(Array(event.utf8), with: JSONParser()).faults
            #expect(faults.map(\.rule) == ["repeated"], "\(data)")
        }
    }

    @Test(arguments: [
        ("/stores/s-1/writers/t", "s-1"), ("/stores/\u{301}x/writers/t", "\u{301}x"), ("/chain/writers/t", nil),
        ("stores/s/writers/t", "s"), ("/stores/s/t", nil), ("/stores/s/writers/t/u", nil),
        ("/storess/s/writers/t", nil),
    ])
    func `the source names the store`(source: String, store: String?) {
        let envelope = Envelope(
            id: FactID(writer: "t", sequence: 1), source: source, type: "x", occurredAt: Instant(milliseconds: 0))
        #expect(envelope.store == store)
    }

    @Test(arguments: [
        ("t:1", true), ("t:10", false), ("t:01", false), ("t:", false), (":1", false), ("t1", false), ("1", false),
        ("", false), ("u:1", false), ("tt:1", false),
    ])
    func `the id must be exactly the writer and its number`(id: String, isRight: Bool) {
        let event = """
            {"specversion":"1.0","id":"\(id)","source":"/stores/s/writers/t","type":"x.v1",\
            "time":"2026-03-01T12:00:00Z","writer":"t","writerseq":1,"data":{}}
            """
        var fault: EnvelopeFault?
        do { _ = try Event.read(Array(event.utf8), with: JSONParser()) } catch { fault = error as? EnvelopeFault }
        #expect(fault?.member == (isRight ? nil : "id"))
    }
}

/// Changes a document at random places (xorshift64*: a seed gives the same run on every machine).
private struct Changer: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 2_685_821_657_736_338_717
    }

    mutating func change(_ json: inout JSON) {
        switch json {
        case .object(var members) where !members.isEmpty && Int.random(in: 0..<3, using: &self) > 0:
            let place = members.indices.randomElement(using: &self)!
            change(&members[place].value)
            json = .object(members)
        case .array(var elements) where !elements.isEmpty && Int.random(in: 0..<4, using: &self) > 0:
            change(&elements[elements.indices.randomElement(using: &self)!])
            json = .array(elements)
        case .object(var members):
            changeMembers(&members)
            json = .object(members)
        case .array(var elements):
            elements.append(junk())
            json = .array(elements)
        default: json = junk()
        }
    }

    private mutating func changeMembers(_ members: inout [JSON.Member]) {
        let place = members.indices.randomElement(using: &self)
        switch Int.random(in: 0..<6, using: &self) {
        case 0: members.append(JSON.Member("unheard", [["of": junk()], junk()]))
        case 1: if let place { members.remove(at: place) }
        case 2: if let place { members.insert(members[place], at: members.indices.randomElement(using: &self)!) }
        case 3: members.shuffle(using: &self)
        case 4: for number in 0..<40 { members.append(JSON.Member("m\(number)", .int(Int64(number)))) }
        default: if let place { members[place].value = junk() }
        }
    }

    private mutating func junk() -> JSON {
        let choices: [JSON] = [
            .null, .bool(true), .int(0), .int(-7), .int(1 << 53), .int((1 << 53) + 1), .int(.max), .int(.min),
            .double(1.5), .double(1e300), "", "x", "a\u{0}b", "sale", "return", "GEL", "gel", "2026-02-30",
            "2026-03-01",
            "2026-03-01T10:00:00+04:00", .string(String(repeating: "ქ", count: 70)), [], .object([]),
            [1, "x", nil, ["line": 1]], ["a": 1], .object([.init("a", 1), .init("a", 2)]),
        ]
        return choices.randomElement(using: &self)!
    }
}
