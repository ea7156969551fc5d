import Events
import Rules
import Testing

@Suite struct `Prices changed at once` {
    /// Minor units before rounding, in hundredths.
    @Test(arguments: [
        (PriceRounding.to1, 31_950, 320), (.to1, 31_949, 319), (.to5, 32_250, 325), (.to5, 32_249, 320),
        (.to10, 32_500, 330), (.to50, 32_400, 300), (.to100, 35_000, 400), (.ends9, 32_399, 319), (.ends9, 32_400, 329),
        (.ends9, 100, 9), (.ends99, 44_900, 499), (.ends99, 44_899, 399), (.ends99, 1_000, 99), (.to100, 100, 100),
        (.to5, 100, 5),
    ])
    func `are rounded to the nearest, a half up, and never to nothing`(
        rounding: PriceRounding, hundredths: Int, expected: Int
    ) { #expect(rounding.nearest(Int128(hundredths), over: 100) == Int128(expected)) }

    private static func price(
        _ amount: Int64, _ price: String? = "c", _ stores: [String] = [], per: Int64 = 1_000, from: Int64 = 0
    ) -> PriceInForce {
        PriceInForce(
            product: "p", price: price, stores: stores, currency: "GEL", amount: UnitAmount(amount: amount, per: per),
            from: from)
    }

    private func rows(_ stores: [String], _ prices: [PriceInForce], percent: Int64 = 50_000) -> [[String]] {
        PriceChange(percent: percent, rounding: .to1, stores: stores).rows(prices).map {
            [$0.price ?? "new", $0.stores.joined(separator: "+"), String($0.old.amount), String($0.new.amount)]
        }
    }

    @Test func `everywhere are the chain's, and those that shops have of their own`() {
        #expect(
            rows([], [Self.price(100), Self.price(200, "s", ["S1"]), Self.price(50, nil)])
                == [["c", "", "100", "105"], ["s", "S1", "200", "210"]])
        // Where nothing else is said, the list price.
        #expect(rows([], [Self.price(50, nil)]) == [["new", "", "50", "53"]])
    }

    @Test func `in some shops are what is paid there: shops with one price get one together`() {
        let prices = [Self.price(100), Self.price(200, "s", ["S1"]), Self.price(300, "t", ["S1", "S4"], from: 9)]
        #expect(
            rows(["S1", "S2", "S3"], prices)
                == [["s", "S1", "300", "315"], ["new", "S2+S3", "100", "105"]])
        // The same shops again: their price is said anew.
        #expect(
            rows(["S3", "S2"], prices + [Self.price(105, "x", ["S2", "S3"], from: 10)])
                == [["x", "S3+S2", "105", "110"]])
    }

    @Test func `are for one piece, whatever quantity they were said for`() {
        #expect(rows([], [Self.price(150, per: 100)]) == [["c", "", "150", "1575"]])
        #expect(rows([], [Self.price(1_999, per: 3_000)]) == [["c", "", "1999", "700"]])
    }

    @Test func `that come to the same, to nothing or beyond all figures are left as they are`() {
        #expect(rows([], [Self.price(3)], percent: 1_000) == [])
        #expect(rows([], [Self.price(0), Self.price(-5, "n", ["S1"])]) == [])
        #expect(rows([], [Self.price(1 << 53 - 1)]) == [])
        #expect(rows([], [Self.price(.max, per: 1)], percent: 9_000_000) == [])
        #expect(rows([], [Self.price(100)], percent: 9_000_001) == [])
    }
}
