import Testing

@testable import Pages

@Suite struct `Amounts in forms` {
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
            #expect(AmountText.minor(text, currency) == minor, "\(text) \(currency)")
        }
    }

    @Test func `come back as they were written`() {
        for language in Language.allCases {
            for (minor, currency) in [(1_250, "GEL"), (5, "GEL"), (0, "GEL"), (-7, "GEL"), (500, "JPY"), (1, "BHD")] {
                let text = AmountText.text(Int64(minor), currency, language)
                #expect(AmountText.minor(text, currency) == Int64(minor), "\(text)")
            }
        }
        #expect(AmountText.text(1_205, "GEL", .ka) == "12,05" && AmountText.text(1_205, "GEL", .en) == "12.05")
    }
}
