import JSON
import Testing

@testable import Events

/// How a chain counted before `stock.counted.v1`: one product a fact, in whole pieces.
private struct StockTallied: EarlierFact, Equatable {
    var circumstances = Circumstances()
    var tally = ""
    var product: String?
    var pieces: Int64 = 0

    mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        circumstances.visit(&visitor)
        visitor.id("tally", &tally)
        visitor.id("product", &product)
        visitor.int("pieces", &pieces, .number, default: nil)
    }

    var later: StockCounted {
        var line = StockCountedLine()
        (line.line, line.product, line.quantity) = (1, product, pieces * 1000)
        var counted = StockCounted()
        (counted.circumstances, counted.stocktake, counted.lines) = (circumstances, tally, [line])
        return counted
    }
}

@Suite struct `An earlier version of a fact` {
    private static let tallied = FactType(
        earlier: "stock.tallied.v1", .office, .store, supersededBy: "stock.counted.v1", Fact.stockCounted,
        of: StockTallied.self)

    private func read(_ data: JSON) throws -> Event {
        let envelope = Envelope(
            id: FactID(writer: "w", sequence: 1), source: "/stores/S01/writers/w", type: Self.tallied.name,
            occurredAt: Instant(milliseconds: 0))
        return try JSONParser().parse(envelope.encoded(data: data.bytes)) {
            try Event($0, knowing: [Self.tallied.name: Self.tallied])
        }
    }

    @Test func `reads as the later one, its circumstances and all`() throws {
        let event = try read([
            "effectiveAt": "2019-12-31", "operator": "op-1", "tally": "t-1", "product": "p-1", "pieces": 7,
        ])
        #expect(event.faults == [])
        guard case .stockCounted(let counted) = event.fact else {
            Issue.record("is \(event.fact)")
            return
        }
        #expect(counted.stocktake == "t-1" && counted.circumstances.effectiveAt == "2019-12-31")
        #expect(counted.circumstances.operator == "op-1")
        #expect(counted.lines.map(\.product) == ["p-1"] && counted.lines.map(\.quantity) == [7000])
    }

    @Test func `is written in the later one’s words and reads the same again`() throws {
        guard case .stockCounted(let counted) = try read(["tally": "t-1", "product": "p-1", "pieces": 7]).fact else {
            Issue.record("no count")
            return
        }
        let envelope = Envelope(
            id: FactID(writer: "w", sequence: 2), source: "/stores/S01/writers/w", type: "stock.counted.v1",
            occurredAt: Instant(milliseconds: 0))
        guard
            case .stockCounted(let again) = try Event.read(
                envelope.encoded(data: counted.encoded), with: JSONParser()
            ).fact
        else {
            Issue.record("no count")
            return
        }
        #expect(again == counted)
    }

    @Test func `tells what is wrong by the names that it was written with`() throws {
        let event = try read(["tally": "t-1", "product": "p-1", "pieces": .double(7.5)])
        #expect(event.faults.map(\.path) == ["pieces"] && event.faults.map(\.rule) == ["integer.fraction"])
        #expect(try read(["product": "p-1", "pieces": 1]).faults.map(\.path) == ["tally"])
    }

    @Test func `keeps its schema, and says what supersedes it`() {
        let properties = Self.tallied.dataSchema()["properties"]?.object?.map(\.name) ?? []
        #expect(properties.suffix(3) == ["tally", "product", "pieces"])
        #expect(Self.tallied.supersededBy == "stock.counted.v1")
    }

    @Test func `is superseded by a type that there is, by author and place the same`() {
        for type in FactType.all {
            guard let later = type.supersededBy else { continue }
            #expect(FactType.byName[later]?.author == type.author && FactType.byName[later]?.scope == type.scope)
        }
    }
}
