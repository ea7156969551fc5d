/// `round(value · part / whole)`, half away from zero, without overflow on the way.
///
/// The product is formed in 128 bits; a quotient stays within `Bounded`, so that no facts can make a fold stop.
package func share(_ value: Int64, _ part: Int64, of whole: Int64) -> Int64 {
    guard whole != 0 else { return 0 }
    let (small, isLarge) = value.multipliedReportingOverflow(by: part)
    if !isLarge, small != .min, whole != .min { return quotient(small, whole) }
    let product = Int128(value) * Int128(part)
    let divisor = Int128(whole)
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: divisor)
    let twice = remainder.magnitude * 2
    guard twice >= divisor.magnitude else { return Bounded.clamp(quotient) }
    return Bounded.clamp((product < 0) == (divisor < 0) ? quotient + 1 : quotient - 1)
}

/// The same where the product fits 64 bits, as it nearly always does: one short division instead of a long one.
private func quotient(_ product: Int64, _ whole: Int64) -> Int64 {
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: whole)
    // remainder · 2 >= |whole|, without leaving 64 bits.
    guard remainder.magnitude >= whole.magnitude &- remainder.magnitude else { return Bounded.clamp(quotient) }
    return Bounded.clamp((product < 0) == (whole < 0) ? quotient &+ 1 : quotient &- 1)
}

/// What people read of sums: one that leaves 64 bits ends at their edge, and neither turns into its opposite nor traps.
extension Int64 {
    package func plus(_ other: Int64) -> Int64 {
        let (sum, isBeyond) = addingReportingOverflow(other)
        return isBeyond ? (other < 0 ? .min : .max) : sum
    }

    package func minus(_ other: Int64) -> Int64 {
        let (difference, isBeyond) = subtractingReportingOverflow(other)
        return isBeyond ? (other < 0 ? .max : .min) : difference
    }
}

/// What costing adds up stays within ±(2^62 − 1), where it stops: a till that writes absurd numbers gets absurd costs, and
/// neither a sum of two nor a change of sign can trap.
package enum Bounded {
    package static let limit: Int64 = (1 << 62) - 1

    package static func clamp(_ value: Int64) -> Int64 { min(max(value, -limit), limit) }
    static func clamp(_ value: Int128) -> Int64 { Int64(min(max(value, -Int128(limit)), Int128(limit))) }
    /// Of two that are within the bounds.
    package static func sum(_ one: Int64, _ other: Int64) -> Int64 { clamp(one &+ other) }
    package static func difference(_ one: Int64, _ other: Int64) -> Int64 { clamp(one &- other) }
}
