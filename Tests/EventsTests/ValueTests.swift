import Events
import JSON
import Testing

@Suite struct `Times and days` {
    @Test(arguments: [
        ("2026-11-23T10:15:30Z", Int64(1_795_428_930_000)), ("2026-11-23T14:15:30.5+04:00", 1_795_428_930_500),
        ("1969-12-31T23:59:59.999Z", -1), ("2026-11-23T10:15:30.1239Z", 1_795_428_930_123),
    ])
    func `are read as RFC 3339 says`(text: String, milliseconds: Int64) {
        #expect(Instant(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "2026-11-23", "2026-11-23T10:15:30", "2026-02-29T10:15:30Z", "2026-11-23T24:00:00Z", "2026-11-23 10:15:30Z",
        "2026-11-23T10:15:30+0400", "2026-11-23T10:15:30.Z", "", "2026-13-01T00:00:00Z",
    ])
    func `are refused when they are not`(text: String) { #expect(Instant(text) == nil) }

    @Test func `are written so that they read back the same`() {
        for milliseconds in [Int64(0), -1, 1_795_428_930_123, 253_402_000_000_000] {
            let instant = Instant(milliseconds: milliseconds)
            #expect(Instant(instant.description) == instant)
            #expect(instant.description.dropLast() == instant.text(in: .utc).dropLast(6))
            #expect(Instant(instant.text(in: Zone("Asia/Tbilisi")!)) == instant)
        }
    }

    @Test func `a day begins at its store's midnight, also where the clock jumps`() {
        let newYork = Zone("America/New_York")!
        #expect(newYork.start(of: CalendarDay("2017-01-02")!) == Instant("2017-01-02T05:00:00Z"))
        #expect(newYork.start(of: CalendarDay("2017-03-12")!) == Instant("2017-03-12T05:00:00Z"))
        #expect(newYork.end(of: CalendarDay("2017-03-12")!) == Instant("2017-03-13T03:59:59.999Z"))
        #expect(Zone("Asia/Tbilisi")!.day(of: Instant("2026-11-22T20:30:00Z")!) == CalendarDay("2026-11-23"))
    }

    @Test func `days count as the calendar does`() {
        #expect(CalendarDay("1970-01-01")?.daysSince1970 == 0)
        #expect(CalendarDay("2000-03-01")?.daysSince1970 == 11_017)
        for days in stride(from: Int32(-700_000), to: 2_900_000, by: 977) {
            let day = CalendarDay(daysSince1970: days)
            #expect(CalendarDay(day.description)?.daysSince1970 == days)
        }
    }
}

@Suite struct `A till's fact` {
    private func read(_ data: String, type: String = "receipt.completed.v1") throws -> Event {
        let envelope = Envelope(
            id: FactID(writer: "w", sequence: 1), source: "/stores/S1/writers/w", type: type,
            occurredAt: Instant(milliseconds: 0))
        return try Event.read(envelope.encoded(data: Array(data.utf8)), with: JSONParser())
    }

    @Test func `with a fraction in its money is marked, not refused`() throws {
        let event = try read(#"{"businessDate":"2026-03-01","currency":"GEL","gross":1.5,"lines":[]}"#)
        #expect(event.faults.map(\.path) == ["gross"])
        #expect(event.faults.map(\.rule) == ["integer.fraction"])
    }

    @Test func `with a currency that is not ISO 4217 is marked`() throws {
        let event = try read(#"{"businessDate":"2026-03-01","currency":"LARI","gross":0,"lines":[]}"#)
        #expect(event.faults.map(\.rule) == ["currency"])
    }

    @Test func `beyond 2^53 is marked`() throws {
        let event = try read(#"{"businessDate":"2026-03-01","currency":"GEL","gross":9007199254740993,"lines":[]}"#)
        #expect(event.faults.map(\.rule) == ["integer.range"])
    }

    @Test func `without an array of lines cannot be read`() throws {
        for data in [#"{}"#, #"{"lines":{}}"#, #"[]"#, #""x""#, #"{"lines":[],"lines":[]}"#] {
            let event = try read(data)
            guard case .unreadable = event.fact else {
                Issue.record("\(data) was read")
                continue
            }
        }
    }

    @Test func `of a type that is not known is kept as it is`() throws {
        let event = try read(#"{"anything":1}"#, type: "till.danced.v1")
        guard case .unknown = event.fact else { return #expect(Bool(false)) }
        #expect(event.faults == [])
    }
}

@Suite struct `A text as its bytes say` {
    @Test(arguments: [("e\u{301}", "\u{e9}"), ("\u{212A}", "K"), ("\u{37E}", ";")])
    func `is another's equal only byte for byte`(one: String, other: String) {
        #expect(one == other, "Swift takes them for one")
        #expect(ExactText(one) != ExactText(other))
        #expect(Set([ExactText(one), ExactText(other), ExactText(one)]).count == 2)
    }

    @Test func `is ordered as COLLATE "C" orders`() {
        let texts = ["", "A", "K", "a", "e\u{301}", "\u{e9}", "\u{10D0}", "\u{212A}", "\u{FF21}", "\u{1F3D4}"]
        #expect(
            texts.shuffled().map { ExactText($0) }.sorted().map { Array($0.text.utf8) } == texts.map { Array($0.utf8) })
    }
}
