import Queries

// What was sold in another currency than its shop's has no margin, which is not a margin of nothing.

/// A margin as an amount is written; a dash where there is none.
func marginText(_ figures: ScreenFigures, _ amount: (Int64) -> String) -> String { figures.margin.map(amount) ?? "–" }

/// Of what has a margin, how much it is.
func marginShare(_ figures: ScreenFigures, _ numbers: Numbers) -> String {
    figures.margin.map { numbers.percent($0, of: figures.ownNet) } ?? "–"
}
