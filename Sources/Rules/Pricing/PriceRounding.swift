/// To what a price that was computed is rounded.
package enum PriceRounding: String, Sendable, CaseIterable {
    /// To the smallest unit of its currency, or to so many of them: the nearest, a half up.
    case to1, to5, to10, to50, to100
    /// To the nearest whose last digits these are: 3.19, 4.99.
    case ends9, ends99

    /// Minor units between two prices that it lets.
    private var step: Int128 {
        switch self {
        case .to1: 1
        case .to5: 5
        case .to10, .ends9: 10
        case .to50: 50
        case .to100, .ends99: 100
        }
    }

    /// What the prices that it lets stand above a multiple of the step.
    private var end: Int128 {
        switch self {
        case .ends9: 9
        case .ends99: 99
        default: 0
        }
    }

    /// The nearest price that it lets, in minor units; of two as near the higher, and never one of nothing.
    ///
    /// - Parameter numerator: over the denominator, what was computed, in minor units; both above 0.
    package func nearest(_ numerator: Int128, over denominator: Int128) -> Int128 {
        let steps = (2 * (numerator - end * denominator) + step * denominator)
            .flooredQuotient(by: 2 * step * denominator)
        let price = steps * step + end
        return price > 0 ? price : price + step
    }
}

extension Int128 {
    /// - Parameter divisor: above 0.
    fileprivate func flooredQuotient(by divisor: Int128) -> Int128 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}
