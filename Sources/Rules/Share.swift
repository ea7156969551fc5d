/// `round(value · part / whole)`, half away from zero, without overflow on the way.
///
/// The product is formed in 128 bits; a quotient that leaves Int64 wraps, as sums do, so that no order of facts can
/// make a fold stop.
package func share(_ value: Int64, _ part: Int64, of whole: Int64) -> Int64 {
    guard whole != 0 else { return 0 }
    let (small, isLarge) = value.multipliedReportingOverflow(by: part)
    if !isLarge, small != .min, whole != .min { return quotient(small, whole) }
    let product = Int128(value) * Int128(part)
    let divisor = Int128(whole)
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: divisor)
    let twice = remainder.magnitude * 2
    guard twice >= divisor.magnitude else { return Int64(truncatingIfNeeded: quotient) }
    return Int64(truncatingIfNeeded: (product < 0) == (divisor < 0) ? quotient + 1 : quotient - 1)
}

/// The same where the product fits 64 bits, as it nearly always does: one short division instead of a long one.
private func quotient(_ product: Int64, _ whole: Int64) -> Int64 {
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: whole)
    // remainder · 2 >= |whole|, without leaving 64 bits.
    guard remainder.magnitude >= whole.magnitude &- remainder.magnitude else { return quotient }
    return (product < 0) == (whole < 0) ? quotient &+ 1 : quotient &- 1
}
