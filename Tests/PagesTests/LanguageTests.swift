import Events
import Testing

@testable import Pages

@Suite struct `The two languages` {
    private let ka = Words(language: .ka)
    private let en = Words(language: .en)

    @Test(arguments: Text.allCases) func `have every text`(text: Text) {
        let (georgian, english) = (text.said(in: .ka), text.said(in: .en))
        #expect(text.rawValue.split(separator: "|").count == 2)
        #expect(georgian.unicodeScalars.contains { (0x10D0...0x10FF).contains($0.value) }, "\(text) has no Georgian")
        #expect(english.unicodeScalars.contains { (0x61...0x7A).contains($0.value) }, "\(text) has no English")
        #expect(!english.unicodeScalars.contains { (0x10D0...0x10FF).contains($0.value) })
        for said in [georgian, english] {
            #expect(said == said.trimmingBlanks && !said.contains("  "))
            for place in 1...4 { #expect(georgian.contains("{\(place)}") == english.contains("{\(place)}")) }
        }
    }

    @Test func `write money their own way, by the currency's own decimals`() {
        #expect(ka.numbers.money(123_456_789, "GEL") == "1\u{A0}234\u{A0}567,89\u{A0}₾")
        #expect(en.numbers.money(123_456_789, "GEL") == "₾1,234,567.89")
        #expect(ka.numbers.money(-5, "GEL") == "−0,05\u{A0}₾")
        #expect(en.numbers.money(-5, "USD") == "−$0.05")
        #expect(en.numbers.money(1234, "JPY") == "JPY\u{A0}1,234")
        #expect(ka.numbers.money(1_234_567, "BHD") == "1\u{A0}234,567\u{A0}BHD")
        #expect(en.numbers.money(.min, "GEL") == "−₾92,233,720,368,547,758.08")
    }

    @Test func `write quantities without idle zeros`() {
        #expect(ka.numbers.quantity(1_500) == "1,5")
        #expect(en.numbers.quantity(-1_234_050) == "−1,234.05")
        #expect(en.numbers.quantity(1_000) == "1")
        #expect(ka.numbers.quantity(7) == "0,007")
        #expect(ka.quantity(2_000, "pcs") == "2\u{A0}ც")
        #expect(en.quantity(1_750, "kg") == "1.75\u{A0}kg")
        #expect(en.quantity(1_000, "crate") == "1\u{A0}crate")
        #expect(ka.quantity(2_000, "C62") == "2\u{A0}ც")
        #expect(ka.quantity(500, "KGM") == "0,5\u{A0}კგ")
    }

    @Test func `call a till that is only numbered a till`() {
        #expect(ka.till("2") == "სალარო\u{A0}2")
        #expect(en.till("by the door") == "by the door")
    }

    @Test func `give a day its year where that is not this one`() throws {
        let (old, today) = (try #require(CalendarDay("2025-12-28")), try #require(CalendarDay("2026-01-10")))
        #expect(en.dates.tick(old, today: today) == "28\u{A0}Dec\u{A0}2025")
        #expect(ka.dates.tick(today, today: today) == "10\u{A0}იან")
    }

    @Test func `write percents, and none of nothing`() {
        #expect(ka.numbers.percent(1, of: 3) == "33,3%")
        #expect(en.numbers.percent(-1, of: 8) == "−12.5%")
        #expect(en.numbers.percent(5, of: 0) == "–")
    }

    @Test func `write days and times on the shop's clock`() throws {
        let day = try #require(CalendarDay("2026-03-02"))
        #expect(ka.dates.day(day) == "2\u{A0}მარტი\u{A0}2026")
        #expect(en.dates.shortDay(day) == "Mon,\u{A0}2\u{A0}Mar\u{A0}2026")
        let zone = try #require(Zone("Asia/Tbilisi"))
        let moment = try #require(Instant("2026-03-02T20:50:07Z"))
        #expect(en.dates.time(moment, zone) == "00:50")
        #expect(en.dates.moment(moment, zone, now: moment) == "00:50")
        let later = try #require(Instant("2026-03-09T20:50:00Z"))
        #expect(ka.dates.moment(moment, zone, now: later) == "სამ,\u{A0}3\u{A0}მარ, 00:50")
        #expect(en.dates.exact(moment, zone) == "3\u{A0}March\u{A0}2026, 00:50:07")
    }

    @Test func `are chosen by the address, the cookie, the user, the browser, and else are Georgian`() {
        #expect(Language.choose(query: "en", cookie: "ka", setting: "ka", accepted: "ka") == .en)
        #expect(Language.choose(cookie: "en", setting: "ka", accepted: nil) == .en)
        #expect(Language.choose(cookie: "xx", setting: "en", accepted: "ka") == .en)
        #expect(Language.choose(cookie: nil, setting: nil, accepted: "de, en-GB;q=0.7, ka;q=0.5") == .en)
        #expect(Language.choose(cookie: nil, setting: nil, accepted: "en;q=0, ru") == .ka)
        #expect(Language.choose(cookie: nil, setting: nil, accepted: nil) == .ka)
    }

    @Test func `escape what stands around a piece of a page`() {
        #expect(en.html(.andMore, "<b>3</b>").text == "and <b>3</b> more")
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
