import Events
import JSON
import Log
import Rules
import Testing

@testable import Intake

@Suite struct `The door refuses what is in no fit envelope` {
    let till: Till
    init() throws { till = try Till() }

    private func refusal(_ body: [UInt8], _ form: Intake.Form = .single) throws -> Refusal {
        let refusal = try #require(till.post(body, form).refusal)
        #expect(try till.stored().isEmpty)
        return refusal
    }

    private func refusal(_ event: String) throws -> Refusal { try refusal(Array(event.utf8)) }

    @Test func `a thousand and one events are refused with the limit`() throws {
        let refusal = try #require(till.post(batch: (1...1001).map { till.event($0) }).refusal)
        #expect(refusal.httpStatus == 413 && refusal.rule == "batch.count" && refusal.limit == 1000)
        #expect(try till.stored().isEmpty)
    }

    @Test func `an empty batch is refused`() throws {
        #expect(try refusal(Array("[ ]".utf8), .batch).rule == "batch.empty")
    }

    @Test(arguments: ["", " ", "[", #"["]"#, "[{]", "[1]]", "[1] 2", "{}", "\u{FEFF}[1]", #"[{"a":"b}]"#])
    func `a batch whose bounds cannot be told is refused whole`(_ body: String) throws {
        let refusal = try refusal(Array(body.utf8), .batch)
        #expect(refusal.rule == "batch.bounds" && refusal.httpStatus == 400)
    }

    @Test func `a body over its limit is refused with the limit`() throws {
        let refusal = try refusal([UInt8](repeating: 0x20, count: IntakeLimits.bodyBytes + 1), .batch)
        #expect(refusal.httpStatus == 413 && refusal.rule == "body.size" && refusal.limit == IntakeLimits.bodyBytes)
    }

    @Test func `an empty body is refused`() throws { #expect(try refusal("").rule == "json") }

    @Test func `what is not JSON is refused`() throws {
        #expect(try refusal("receipt, please").rule == "json")
        #expect(try refusal(till.event(1) + till.event(2)).rule == "json")
        #expect(try refusal(till.event(1).replacing("1180", with: "01180")).rule == "json")
        let huge = try refusal(till.event(1).replacing("1180", with: "-1.5e+400"))
        #expect(huge.rule == "json.number" && huge.httpStatus == 422)
    }

    @Test func `bad UTF-8 is refused at its byte, and a batch’s other events are stored`() throws {
        var bytes = Array(till.event(1).utf8)
        let place = try #require(bytes.firstIndex(of: UInt8(ascii: "P")))
        bytes[place] = 0xFF
        let refusal = try refusal(bytes)
        #expect(refusal.rule == "utf8" && refusal.byte == place)
        let batch = [UInt8(ascii: "[")] + bytes + [UInt8(ascii: ",")] + Array(till.event(2).utf8) + [UInt8(ascii: "]")]
        let outcome = till.post(batch, .batch)
        #expect(outcome.statuses == [.refused, .accepted])
        #expect(outcome.results[0].refusal?.byte == place + 1)
        #expect(try till.stored() == [till.event(2)])
    }

    @Test func `a byte order mark is refused`() throws {
        #expect(try refusal("\u{FEFF}" + till.event(1)).rule == "json")
    }

    @Test func `nesting over the limit is refused with the limit, up to it is kept`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        let refusal = try refusal(till.event(1, type: "x.v1", data: nested(64)))
        #expect(refusal.rule == "depth" && refusal.limit == 64)
        #expect(till.post(till.event(1, type: "x.v1", data: nested(62))).statuses == [.accepted])
    }

    @Test(arguments: [
        (#""specversion":"1.0","#, "", "specversion"),
        (#""id":"S01-T1:1""#, #""id":"S01-T1:2""#, "id"),
        (#""writerseq":1,"#, "", "writerseq"),
        (#""writerseq":1,"#, #""writerseq":0,"#, "writerseq"),
        (#""writerseq":1,"#, #""writerseq":1.0,"#, "writerseq"),
        (#""writerseq":1,"#, #""writerseq":2147483648,"#, "writerseq"),
        (#""writer":"S01-T1","#, "", "writer"),
        (#""type":"receipt.completed.v1","#, "", "type"),
        (#""time":"2026-11-23T10:15:30.123+04:00","#, #""time":"yesterday","#, "time"),
        (#""specversion":"1.0","#, #""specversion":"1.0","specversion":"1.0","#, "specversion"),
        (#""data":"#, #""date":"#, "data"),
    ])
    func `an envelope that is wrong is refused by its member`(_ old: String, _ new: String, _ place: String) throws {
        let refusal = try refusal(till.event(1).replacing(old, with: new))
        #expect(refusal.rule == "envelope" && refusal.place == place && refusal.httpStatus == 400)
    }

    @Test func `what is no object is refused`() throws { #expect(try refusal("[1]").rule == "envelope") }

    @Test func `another writer’s event is refused`() throws {
        let outcome = till.post(batch: [till.event(1, writer: "S01-T2"), till.event(1)])
        #expect(outcome.statuses == [.refused, .accepted])
        #expect(outcome.results[0].refusal?.rule == "writer" && outcome.results[0].id == "S01-T2:1")
    }

    @Test(arguments: [
        "/stores/S02/writers/S01-T1", "/chain/writers/S01-T1", "stores/S01/writers/S01-T1", "/stores/S01/writers/x",
    ])
    func `an event of another place is refused`(_ source: String) throws {
        let refusal = try refusal(till.event(1, source: source))
        #expect(refusal.rule == "source" && refusal.place == "source")
    }
}

@Suite struct `Who may write what` {
    private enum Kind { case till, office, `import` }

    private func outcome(
        _ kind: Kind, stores: [String], writers: [String], to key: PartitionKey = .store("S01"),
        type: String = "receipt.completed.v1"
    ) throws -> Outcome {
        var till = Till(
            log: ScriptedLog { records, partition in
                .success(records.indices.map { Placement(partition: partition, offset: Int64($0), recordedAt: 0) })
            })
        till.author =
            switch kind {
            case .till: .till("token:t", stores: stores, writers: writers)
            case .office: .office("token:o", stores: stores, writers: writers, areas: nil)
            case .import: .import("token:i", stores: stores, writers: writers)
            }
        till.key = key
        return till.post(till.event(1, type: type))
    }

    @Test func `a till writes to its own store in its own book`() throws {
        #expect(try outcome(.till, stores: ["S01"], writers: ["S01-T1"]).statuses == [.accepted])
        let other = try outcome(.till, stores: ["S01"], writers: ["S01-T2"]).refusal
        #expect(other?.httpStatus == 403 && other?.rule == "rights" && other?.place == "writer")
        #expect(try outcome(.till, stores: ["S02"], writers: ["S01-T1"]).refusal?.place == "store")
        #expect(try outcome(.till, stores: [], writers: ["S01-T1"]).refusal?.httpStatus == 403)
        #expect(try outcome(.till, stores: ["S01"], writers: ["*"]).refusal?.httpStatus == 403)
        #expect(try outcome(.till, stores: ["chain"], writers: ["S01-T1"], to: .chain).refusal?.httpStatus == 403)
    }

    @Test(arguments: FactType.all.filter { $0.author == .office }.map(\.name) + ["customer.told.v9"])
    func `a till authors nothing that is the office’s`(_ type: String) throws {
        let refusal = try outcome(.till, stores: ["S01"], writers: ["S01-T1"], type: type).refusal
        #expect(refusal?.httpStatus == 403 && refusal?.rule == "rights" && refusal?.place == "type")
    }

    @Test(arguments: FactType.all.filter { $0.author == .till }.map(\.name))
    func `a till authors what happens at a till`(_ type: String) throws {
        #expect(FactType.byName[type]?.scope != .chain)
        #expect(try outcome(.till, stores: ["S01"], writers: ["S01-T1"], type: type).refusal == nil)
    }

    @Test(arguments: FactType.all.map(\.name).filter(Area.isOfOfficeAlone))
    func `nobody at the door says what the office alone records`(_ type: String) throws {
        for kind in [Kind.office, .import] {
            let refusal = try outcome(kind, stores: ["*"], writers: ["S01-T1"], to: .chain, type: type).refusal
            #expect(refusal?.httpStatus == 403 && refusal?.rule == "rights" && refusal?.place == "type")
        }
    }

    @Test(arguments: FactType.all.map(\.name).filter { !Area.isOfOfficeAlone($0) })
    func `a fact stands where its type belongs, and nowhere else`(_ type: String) throws {
        func refused(_ key: PartitionKey) throws -> String? {
            try outcome(.office, stores: [], writers: ["S01-T1"], to: key, type: type).refusal?.rule
        }
        switch try #require(FactType.byName[type]).scope {
        case .store: #expect(try refused(.store("S01")) == nil && refused(.chain) == "scope")
        case .chain: #expect(try refused(.store("S01")) == "scope" && refused(.chain) == nil)
        case .either: #expect(try refused(.store("S01")) == nil && refused(.chain) == nil)
        }
    }

    @Test func `an office writes to the chain and to stores, each fact where it belongs`() throws {
        func office(_ key: PartitionKey, _ type: String) throws -> Outcome {
            try outcome(.office, stores: [], writers: ["S01-T1"], to: key, type: type)
        }
        #expect(try office(.chain, "product.listed.v1").results.count == 1)
        #expect(try office(.store("S01"), "goods.received.v1").results.count == 1)
        #expect(try office(.store("S01"), "product.listed.v1").refusal?.rule == "scope")
        #expect(try office(.chain, "goods.received.v1").refusal?.rule == "scope")
        #expect(try office(.chain, "record.damaged.v1").results.count == 1)
        #expect(try outcome(.office, stores: [], writers: ["*"]).refusal?.httpStatus == 403)
    }

    @Test func `an import writes as those it names, or as all`() throws {
        #expect(try outcome(.import, stores: [], writers: ["*"]).statuses.count == 1)
        #expect(try outcome(.import, stores: ["S02"], writers: ["*"]).refusal?.httpStatus == 403)
        #expect(try outcome(.import, stores: ["*"], writers: ["other"]).refusal?.httpStatus == 403)
    }

    @Test(arguments: ["chain", "", "a/b", "a b", "a\u{7F}"])
    func `no store has a name that would mislead`(_ store: String) throws {
        #expect(try outcome(.import, stores: [], writers: ["*"], to: .store(store)).refusal?.rule == "store")
    }

    @Test func `a store that only looks like the token's is another store`() throws {
        let author = Principal.till("token:t", stores: ["caf\u{e9}"], writers: ["T1"])
        let alike = try Till().event(1, writer: "T1", source: "/stores/cafe\u{301}/writers/T1")
        #expect(Door(key: .store("caf\u{e9}"), writer: "T1", author: author).isRefused(alike) == "source")
        #expect(throws: Refusal.self) {
            try Door(key: .store("cafe\u{301}"), writer: "T1", author: author).checkPath()
        }
    }
}

extension Door {
    /// The rule by which it refuses an event; nil when it lets it in.
    fileprivate func isRefused(_ event: String) -> String? {
        guard case .refused(let refusal, _) = check(Array(event.utf8), startingAt: 0, with: JSONParser()) else {
            return nil
        }
        return refusal.rule
    }
}
