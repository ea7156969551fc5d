/// `round(value · part / whole)`, half away from zero, without overflow on the way.
///
/// The product is formed in 128 bits; a quotient that leaves Int64 wraps, as sums do, so that no order of facts can
/// make a fold stop.
package func share(_ value: Int64, _ part: Int64, of whole: Int64) -> Int64 {
    guard whole != 0 else { return 0 }
    let product = Int128(value) * Int128(part)
    let divisor = Int128(whole)
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: divisor)
    let twice = remainder.magnitude * 2
    guard twice >= divisor.magnitude else { return Int64(truncatingIfNeeded: quotient) }
    return Int64(truncatingIfNeeded: (product < 0) == (divisor < 0) ? quotient + 1 : quotient - 1)
}
