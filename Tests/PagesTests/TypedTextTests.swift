import Events
import Testing

@testable import Pages

@Suite struct `Figures and times in forms` {
    @Test func `are read as people write them, in the currency's own units`() {
        let read: [(String, String, Int64?)] = [
            ("12.50", "GEL", 1_250), ("12,5", "GEL", 1_250), ("1 250", "GEL", 125_000),
            ("1\u{A0}250,05", "GEL", 125_005),
            ("0", "GEL", 0), ("-3", "GEL", -300), ("\u{2212}3", "GEL", -300), ("12.500", "GEL", 1_250),
            ("500.00", "JPY", 500), ("1.234", "BHD", 1_234),
            // What may be one thing or another is none.
            ("1,234", "GEL", nil), ("1.250,00", "GEL", nil), ("12.5", "JPY", nil), ("", "GEL", nil), (".", "GEL", nil),
            ("12 ლ", "GEL", nil), ("1e3", "GEL", nil), ("99999999999999999999", "GEL", nil), ("--3", "GEL", nil),
        ]
        for (text, currency, minor) in read {
            #expect(TypedText.figure(text, decimals: Currency.decimals(of: currency)) == minor, "\(text) \(currency)")
        }
    }

    @Test func `come back as they were written`() {
        for language in Language.allCases {
            for (minor, currency) in [(1_250, "GEL"), (5, "GEL"), (0, "GEL"), (-7, "GEL"), (500, "JPY"), (1, "BHD")] {
                let text = TypedText.figure(
                    Int64(minor), decimals: Currency.decimals(of: currency), isExact: true, language)
                #expect(TypedText.figure(text, decimals: Currency.decimals(of: currency)) == Int64(minor), "\(text)")
            }
        }
        #expect(TypedText.figure(1_205, decimals: 2, isExact: true, .ka) == "12,05")
        #expect(TypedText.figure(180_000, decimals: TypedText.percentDecimals, isExact: false, .en) == "18")
        #expect(TypedText.figure(1_500, decimals: TypedText.quantityDecimals, isExact: false, .ka) == "1,5")
    }

    @Test func `a time of the clock at home is a moment, and comes back as it was typed`() throws {
        let tbilisi = try #require(Zone("Asia/Tbilisi"))
        #expect(TypedText.moment("2026-12-01 14:30", tbilisi) == "2026-12-01T10:30:00.000Z")
        #expect(TypedText.typed(moment: "2026-12-01T10:30:00Z", tbilisi) == "2026-12-01 14:30")
        for text in ["2026-12-01", "tomorrow", "2026-12-01 25:00", "2026-12-01 1:5"] {
            #expect(TypedText.moment(text, tbilisi) == text)
        }
        // Seconds would be lost, so they are not left out.
        #expect(TypedText.typed(moment: "2026-12-01T10:30:05Z", tbilisi) == "2026-12-01T10:30:05Z")
    }
}
