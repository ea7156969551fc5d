import Events
import JSON
import Rules
import Simulation
import TestSupport

/// Facts of all types with values from the edges of their schemas: the greatest and least numbers, nothing, ids of 200 bytes,
/// ids that only look alike, days of years 1 and 9999, a thousand lines.
///
/// Ids come from small pools, so that facts speak of each other; what refers to a fact mostly names one that was said.
struct EdgeFacts {
    struct Made {
        let type: FactType
        let store: String?
        let writer: String
        let bytes: [UInt8]
    }

    private var random: SeededRandom
    private var sequences: [String: Int64] = [:]
    /// Facts that were made lately, for others to speak of.
    private var said: [String] = ["nobody:1"]
    private static let types = FactType.all.map { ($0, $0.dataSchema()) }
    /// Whether few things are spoken of by many facts, so that most of them meet.
    private let isDense: Bool
    private var saidByType: [String: [String]] = [:]

    init(seed: UInt64, isDense: Bool = false) {
        random = SeededRandom(seed, "edge facts")
        self.isDense = isDense
    }

    /// What dense facts are mostly of: goods and receipts, and what is said of them afterwards.
    private static let meeting = [
        "receipt.completed.v1", "receipt.completed.v1", "receipt.completed.v1", "receipt.corrected.v1",
        "receipt.corrected.v1", "receipt.voided.v1", "goods.received.v1", "goods.received.v1", "goods.corrected.v1",
        "goods.corrected.v1", "goods.reversed.v1", "goods.returned.v1", "cost.corrected.v1", "landedCost.added.v1",
        "transfer.dispatched.v1", "transfer.received.v1", "stock.counted.v1", "stock.writtenOff.v1",
        "stock.revalued.v1", "store.opened.v1", "product.listed.v1",
    ]
    private static let documents = [
        "goods.received.v1", "goods.returned.v1", "stock.writtenOff.v1", "stock.counted.v1", "transfer.dispatched.v1",
    ]
    private static let meant = [
        "receipt": ["receipt.completed.v1"], "delivery": ["goods.received.v1"],
        "dispatch": ["transfer.dispatched.v1"], "original": documents,
    ]

    /// Ids of which two look alike.
    private static let few = ["p1", "p2", "é", "e\u{301}"]

    /// A fact that another speaks of.
    private mutating func reference(_ name: String) -> String {
        guard isDense, random.happens(percent: 90), let types = Self.meant[name] else { return random.pick(said) }
        let all = types.flatMap { saidByType[$0] ?? [] }
        return all.isEmpty ? "nobody:1" : random.pick(all)
    }

    static let stores = [
        "S01", "S02", "ვაკე", "caf\u{e9}", "cafe\u{301}", "K1", "\u{212A}1", String(repeating: "s", count: 200),
    ]
    static let products =
        (1...30).map { "p\($0)" } + [
            "caf\u{e9}", "cafe\u{301}", "a/b", "a'b\"c\\", String(repeating: "é", count: 100), "\u{212A}", "K", " ",
            "0",
        ]
    static let customers = (1...8).map { "c\($0)" } + ["é", "e\u{301}", String(repeating: "c", count: 200)]

    mutating func next() -> Made {
        // A third are receipts and goods, which is what is added up.
        let weighed = ["receipt.completed.v1", "receipt.corrected.v1", "goods.received.v1", "transfer.dispatched.v1"]
        // What the office alone records is refused at the door.
        let types = isDense ? Self.types : Self.types.filter { !Area.isOfOfficeAlone($0.0.name) }
        let isMeeting = random.happens(percent: isDense ? 85 : 35)
        let name = isMeeting ? random.pick(isDense ? Self.meeting : weighed) : random.pick(types).0.name
        let (type, schema) = Self.types.first { $0.0.name == name } ?? Self.types[0]
        let inStore =
            switch type.scope {
            case .store: true
            case .chain: false
            case .either: random.happens(percent: 50)
            }
        let store = inStore ? random.pick(isDense ? ["S01", "S02"] : Self.stores) : nil
        let place =
            store.flatMap { store in Self.stores.firstIndex { ExactText($0) == ExactText(store) } }.map { "s\($0)" }
            ?? "chain"
        let writer = "\(place)-\(random.below(2))"
        let known = sequences[writer, default: 0]
        // A number is left out now and then.
        let sequence = known + (random.happens(oneIn: 200) ? 2 : 1)
        sequences[writer] = sequence
        let data = object(schema, of: name)
        var json = JSON.object([
            .init("specversion", "1.0"), .init("id", .string("\(writer):\(sequence)")),
            .init("source", .string((store.map { "/stores/\($0)" } ?? "/chain") + "/writers/\(writer)")),
            .init("type", .string(name)), .init("time", .string(moment())), .init("writer", .string(writer)),
            .init("writerseq", .int(sequence)), .init("data", data),
        ])
        let noData: [JSON] = [.null, [], "x", .int(1), [:]]
        if random.happens(oneIn: 300) { json["data"] = random.pick(noData) }
        said.append("\(writer):\(sequence)")
        saidByType[name, default: []].append("\(writer):\(sequence)")
        if said.count > 300 { said.removeFirst(100) }
        return Made(type: type, store: store, writer: writer, bytes: json.bytes)
    }

    /// The body of a command by its schema.
    mutating func body(_ schema: JSON) -> JSON { object(schema, of: "command") }

    /// An id as it stands in an address.
    mutating func id(_ name: String) -> String {
        switch name {
        case "product": random.pick(["p1", "p2", "caf\u{e9}", "cafe\u{301}"])
        case "store": random.pick(Self.stores)
        case "customer": random.pick(Self.customers)
        default: random.pick(["1", "2", "é", "e\u{301}", String(repeating: "z", count: 200)])
        }
    }

    mutating func picks<Element>(_ choices: [Element]) -> Element { random.pick(choices) }

    private mutating func object(_ schema: JSON, of name: String) -> JSON {
        let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
        var members: [JSON.Member] = []
        for member in schema["properties"]?.object ?? [] {
            let chance = required.contains(member.name) ? 97 : 40
            guard random.happens(percent: chance) else { continue }
            members.append(.init(member.name, value(member.value, named: member.name)))
        }
        var object = JSON.object(members)
        // Most receipts add up, else all were suspect and nothing were counted.
        if name.hasPrefix("receipt."), object["lines"] != nil, random.happens(percent: 70) { addUp(&object) }
        return object
    }

    private mutating func value(_ schema: JSON, named name: String) -> JSON {
        let wrong: [JSON] = [.null, "", .int(0), [], [:], .bool(true), .double(0.5)]
        if random.happens(oneIn: 150) { return random.pick(wrong) }
        let type = schema["type"]?.string ?? schema["type"]?.array?.first?.string
        if type == nil, let choice = schema["anyOf"]?.array?.first, choice["type"] != nil {
            return value(choice, named: name)
        }
        switch type {
        case "integer": return .int(integer(name, schema["minimum"]?.int ?? 0))
        case "boolean": return .bool(random.happens(percent: 15))
        case "array": return array(schema["items"] ?? [:], named: name)
        case "object": return schema["properties"] == nil ? free() : object(schema, of: name)
        default: return .string(text(schema, named: name))
        }
    }

    private mutating func array(_ items: JSON, named name: String) -> JSON {
        let isMany = random.happens(oneIn: 400)
        var elements: [JSON] = (0..<(isMany ? 1 : random.below(4))).map { _ in value(items, named: name) }
        // Its lines of one kind: it is the number of them that matters.
        // A thousand large ones would be more than a record may be long.
        if isMany, let first = elements.first, first.bytes.count < 400 {
            elements = (1...1_030).map { number in
                var line = first
                if line["line"] != nil { line["line"] = .int(Int64(number)) }
                return line
            }
        } else {
            for place in elements.indices where elements[place]["line"] != nil {
                // Two lines of one number are two.
                let isRepeated = isDense && place > 0 && random.happens(oneIn: 10)
                elements[place]["line"] = .int(Int64(isRepeated ? 1 : place + 1))
            }
        }
        return .array(elements)
    }

    private mutating func integer(_ name: String, _ least: Int64) -> Int64 {
        let most: Int64 = 1 << 53
        switch random.below(12) {
        case 0: return most
        case 1: return least < 0 ? -most : 1
        case 2: return most - 1
        case 3: return 0
        case 4: return least < 0 ? -1 : least
        case 5: return random.pick([most + 1, .max, .min, -most - 1])
        case 6: return 1_000
        case 7: return least < 0 ? -1_000 : 1
        default: return Int64(random.between(1...5_000))
        }
    }

    private mutating func text(_ schema: JSON, named name: String) -> String {
        if let choices = schema["enum"]?.array, random.happens(percent: 96) { return random.pick(choices).string ?? "" }
        if schema["format"]?.string == "date" { return day() }
        if schema["format"]?.string == "date-time" { return moment() }
        if schema["anyOf"] != nil { return random.happens(percent: 50) ? day() : moment() }
        if schema["pattern"] != nil {
            return random.pick(["GEL", "GEL", "GEL", "GEL", "GEL", "USD", "JPY", "BHD", "XXX", "gel"])
        }
        if schema["contentEncoding"] != nil { return random.pick(["", "AAAA", "####", "e30="]) }
        switch name {
        case "product": return random.pick(isDense ? Self.few : Self.products)
        case "store", "to", "from": return random.pick(isDense ? ["S01", "S02"] : Self.stores)
        case "customer", "with": return random.pick(isDense ? Self.few : Self.customers)
        case "receipt", "delivery", "dispatch", "causation", "original": return reference(name)
        case "writer": return random.pick(["s0-0", "s1-1", "chain-0", "é"])
        case "zone": return random.pick(["Asia/Tbilisi", "UTC", "Pacific/Kiritimati", "Etc/GMT+12", "nowhere"])
        case "kind":
            return random.pick(["sale", "sale", "sale", "return", "charge", "liability", "cash", "account", "x"])
        default:
            return random.pick([
                "1", "2", "3", "x", "é", "e\u{301}", "\u{0}", "", "ღ", String(repeating: "é", count: 100),
                String(repeating: "z", count: 3_000), "<b>&\"'", "\u{202E}\u{200F}", "NULL",
            ])
        }
    }

    private mutating func day() -> String {
        random.pick([
            "2026-03-01", "2026-03-01", "2026-03-01", "2026-03-02", "2026-02-28", "0001-01-01", "9999-12-31",
            "0000-01-01", "2026-02-30",
            "1969-12-31", "2024-02-29", "",
        ])
    }

    private mutating func moment() -> String {
        let day = random.pick(["2026-03-01", "2026-03-01", "2026-03-01", "2026-03-02", "0001-01-01", "9999-12-31"])
        let time = random.pick(["00:00:00", "12:00:00", "23:59:59", "12:00:00.001"])
        return "\(day)T\(time)" + random.pick(["Z", "Z", "Z", "+04:00", "-12:00", "+14:00", "+23:59", "-23:59"])
    }

    private mutating func free() -> JSON {
        let some: [JSON] = [
            [:], ["a": .int(1 << 53)], .object([.init("é", "x"), .init("e\u{301}", "y")]),
            ["deep": ["er": [1, 2, ["\u{0}"]]]],
        ]
        return random.pick(some)
    }

    /// Makes a receipt's sums its lines'.
    private func addUp(_ receipt: inout JSON) {
        let lines = (receipt["lines"]?.array ?? []).map { line -> JSON in
            var line = line
            for (member, usual) in [("product", JSON.string("p1")), ("quantity", .int(1_000)), ("gross", .int(500))] {
                if line[member] == nil { line[member] = usual }
            }
            let isBack = (line["quantity"]?.int ?? 0) < 0
            line["kind"] = .string(isBack ? "return" : "sale")
            let gross = line["gross"]?.int ?? 0
            line["gross"] = .int(isBack == (gross < 0) ? gross : 0 &- gross)
            for member in ["net", "tax", "discount", "grants"] { line[member] = nil }
            return line
        }
        let gross = lines.reduce(Int64(0)) { $0 &+ ($1["gross"]?.int ?? 0) }
        receipt["lines"] = .array(lines)
        receipt["currency"] = "GEL"
        receipt["gross"] = .int(gross)
        receipt["tenders"] = [["tender": 1, "kind": "cash", "amount": .int(gross)]]
        for member in ["net", "tax", "discount", "rounding"] { receipt[member] = nil }
    }
}
