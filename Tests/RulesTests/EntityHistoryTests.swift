import Events
import JSON
import Testing

@testable import Rules

/// What was said of a supplier comes to the same, however it arrives.
@Suite struct `The history of an entry` {
    @Test func `has a name from Monday on, and the one before until then`() throws {
        let history = try EntityHistory([
            said(1, at: 100, ["name": ["en": "A", "ka": "ა"]]), said(2, at: 500, ["name": ["en": "B"]]),
        ])
        #expect(history.span(at: 99) == nil)
        #expect(history.span(at: 499)?.members["name.en"] == "A")
        #expect(history.span(at: 500)?.members["name.en"] == "B")
        #expect(history.span(at: 500)?.members["name.ka"] == "ა")
        #expect(history.spans.map(\.from) == [100, 500])
        #expect(history.spans.map(\.until) == [500, EntityHistory.never])
    }

    @Test func `takes what is heard late at its own time`() throws {
        let history = try EntityHistory([
            said(1, at: 100, ["name": ["en": "A"]]), said(2, at: 500, ["address": "Gori"]),
            said(3, at: 300, ["address": "Rustavi", "paymentDays": 7]),
        ])
        #expect(history.span(at: 400)?.members["address"] == "Rustavi")
        #expect(history.span(at: 500)?.members["address"] == "Gori")
        #expect(history.span(at: 500)?.members["paymentDays"] == 7)
    }

    @Test func `clears members, languages and users' fields, each by itself`() throws {
        let history = try EntityHistory([
            said(
                1, at: 1,
                [
                    "name": ["en": "A", "ka": "ა"], "address": "Gori", "fields": ["rating": 5, "route": "north"],
                    "externalIds": ["erp": "1"],
                ]),
            said(2, at: 2, ["cleared": ["address", "name.en"], "fields": ["rating": .null]]),
            said(3, at: 3, ["externalIds": ["erp": .null]]),
        ])
        #expect(history.span(at: 2)?.members.paths.sorted() == ["externalIds.erp", "fields.route", "name.ka"])
        #expect(history.span(at: 3)?.members.paths.sorted() == ["fields.route", "name.ka"])
    }

    @Test func `ends, and comes back when something is said again`() throws {
        let sayings = try [
            said(1, at: 1, ["name": ["en": "A"]]), ended(2, at: 2), said(3, at: 3, ["paymentDays": 7]),
        ]
        let history = EntityHistory(sayings)
        #expect(history.spans.map(\.isEnded) == [false, true, false])
        #expect(history.span(at: 3)?.members["name.en"] == "A")
        #expect(EntityHistory(sayings.prefix(2)).undo(of: sayings[1].id)?.isRevival == true)
        #expect(history.undo(of: sayings[1].id)?.isNothing == true)
    }

    @Test func `tells who changed which member from what to what`() throws {
        let changes = try EntityHistory([
            said(1, at: 1, ["operator": "nino", "name": ["en": "A"], "address": "Gori"]),
            said(
                2, at: 2,
                [
                    "operator": "gia", "reason": "moved", "address": "Rustavi", "cleared": ["name.en"],
                    "name": ["ka": "ა"],
                ]),
        ]).changes
        #expect(changes.map(\.saying.author) == ["nino", "gia"])
        #expect(changes.map(\.wasThere) == [false, true])
        #expect(changes[0].members.map(\.path).sorted() == ["address", "name.en"])
        #expect(changes[1].saying.reason == "moved")
        let second = Dictionary(uniqueKeysWithValues: changes[1].members.map { ($0.path, $0) })
        #expect(second.keys.sorted() == ["address", "name.en", "name.ka"])
        #expect(second["address"]?.before == "Gori" && second["address"]?.after == "Rustavi")
        #expect(second["name.en"]?.before == "A" && second["name.en"]?.after == nil)
    }

    @Test func `takes back what nobody has changed since, and lists the rest`() throws {
        let sayings = try [
            said(1, at: 1, ["name": ["en": "A"], "address": "Gori"]),
            said(2, at: 2, ["address": "Rustavi", "paymentDays": 7]), said(3, at: 3, ["paymentDays": 14]),
        ]
        let history = EntityHistory(sayings)
        let undo = try #require(history.undo(of: sayings[1].id))
        #expect(undo.restored.map(\.path) == ["address"] && undo.restored.first?.after == "Gori")
        #expect(undo.kept.map(\.path) == ["paymentDays"])
        #expect(history.undo(of: sayings[2].id)?.restored.first?.after == 7)
        #expect(history.undo(of: sayings[0].id) == nil)
        #expect(history.undo(of: FactID(writer: "w", sequence: 99)) == nil)
    }

    @Test func `is one, whatever the order of arrival, repeats and delays`() throws {
        let seed = UInt64.random(in: 1...UInt64.max)
        print("entity history: seed \(seed)")
        var random = SplitMix(state: seed)
        var (clears, ends, inFuture) = (0, 0, 0)
        for turn in 0..<400 {
            var sayings: [EntityHistory.Saying] = []
            var told: [(number: Int64, at: Int64, said: JSON?)] = []
            for number in 1...Int64.random(in: 1...12, using: &random) {
                // Few moments, so that several facts share one.
                let at = Int64.random(in: 0...6, using: &random) * 10
                if Int.random(in: 0..<8, using: &random) == 0 {
                    sayings.append(try ended(number, at: at))
                    told.append((number, at, nil))
                    ends += 1
                } else {
                    let members = Self.members(&random)
                    if members["cleared"] != nil { clears += 1 }
                    sayings.append(try said(number, at: at, members))
                    told.append((number, at, members))
                }
                if at > 30 { inFuture += 1 }
            }
            let history = EntityHistory(sayings)
            for _ in 0..<4 {
                let arrived = (sayings + sayings.filter { _ in Bool.random(using: &random) }).shuffled(using: &random)
                #expect(EntityHistory(arrived) == history, "seed \(seed), turn \(turn)")
                #expect(EntityHistory(arrived).spans == history.spans, "seed \(seed), turn \(turn)")
            }
            for moment in stride(from: Int64(-5), through: 65, by: 5) {
                let plain = PlainHistory(told, at: moment)
                let span = history.span(at: moment)
                #expect(plain.isSaid == (span != nil), "seed \(seed), turn \(turn), at \(moment)")
                guard let span else { continue }
                #expect(span.isEnded == plain.isEnded, "seed \(seed), turn \(turn), at \(moment)")
                let found = Dictionary(uniqueKeysWithValues: span.members.paths.map { ($0, span.members[$0]!.text) })
                #expect(found == plain.members, "seed \(seed), turn \(turn), at \(moment)")
            }
        }
        #expect(clears > 50 && ends > 50 && inFuture > 50)
    }

    private static func members(_ random: inout SplitMix) -> JSON {
        var all: JSON = .object([])
        let words = ["A", "B", "C"]
        func word() -> JSON { .string(words.randomElement(using: &random)!) }
        if Bool.random(using: &random) { all["address"] = word() }
        if Bool.random(using: &random) { all["paymentDays"] = .int(Int64.random(in: 0...3, using: &random)) }
        if Bool.random(using: &random) {
            all["name"] = Bool.random(using: &random) ? ["ka": word()] : ["ka": word(), "en": word()]
        }
        if Bool.random(using: &random) {
            all["fields"] = ["a": Bool.random(using: &random) ? .null : word(), "b": word()]
        }
        if Int.random(in: 0..<3, using: &random) == 0 {
            all["cleared"] = [.string(["address", "name.ka", "paymentDays", "name.en"].randomElement(using: &random)!)]
        }
        return all
    }
}

private func said(_ number: Int64, at milliseconds: Int64, _ members: JSON) throws -> EntityHistory.Saying {
    try saying("supplier.changed.v1", number, milliseconds, members)
}

private func ended(_ number: Int64, at milliseconds: Int64) throws -> EntityHistory.Saying {
    try saying("supplier.ended.v1", number, milliseconds, .object([]))
}

private func saying(
    _ type: String, _ number: Int64, _ milliseconds: Int64, _ members: JSON
) throws -> EntityHistory.Saying {
    var data = members
    data["supplier"] = "z"
    data["effectiveAt"] = .string(Instant(milliseconds: milliseconds).description)
    let event: JSON = [
        "specversion": "1.0", "id": .string("office:\(number)"), "source": "/chain/writers/office",
        "type": .string(type), "time": "2026-03-01T12:00:00Z", "writer": "office", "writerseq": .int(number),
        "data": data,
    ]
    let read = try Event.read(event.bytes, with: JSONParser())
    return try #require(EntityHistory.Saying(read, of: .supplier))
}

/// The same, told the plain way: of each path the last that names it, at each moment from the beginning.
private struct PlainHistory {
    var members: [String: String] = [:]
    var isSaid = false
    var isEnded = false

    /// - Parameter told: what was said at which moment under which number; nil: it ended.
    init(_ told: [(number: Int64, at: Int64, said: JSON?)], at moment: Int64) {
        for saying in told.filter({ $0.at <= moment }).sorted(by: { ($0.at, $0.number) < ($1.at, $1.number) }) {
            (isSaid, isEnded) = (true, saying.said == nil)
            guard let said = saying.said else { continue }
            for name in said["cleared"]?.array ?? [] { members[name.string ?? ""] = nil }
            for member in said.object ?? [] where member.name != "cleared" {
                guard let parts = member.value.object else {
                    members[member.name] = member.value.text
                    continue
                }
                for part in parts {
                    members["\(member.name).\(part.name)"] = part.value.isNull ? nil : part.value.text
                }
            }
        }
    }
}
