/// A spreadsheet must not run what a customer or a till wrote: an apostrophe stands before what it could take for a formula, also
/// behind what is not seen, which it leaves out, and written wide, which it may read as the same sign.
package enum FormulaGuard {
    package static let mark: Character = "'"

    package static func guarded(_ text: String) -> String { isNeeded(text[...]) ? String(mark) + text : text }

    /// The text as it was before it was guarded.
    package static func unguarded(_ text: String) -> String {
        let rest = text.dropFirst()
        return text.first == mark && isNeeded(rest) ? String(rest) : text
    }

    private static func isNeeded(_ text: Substring) -> Bool {
        // By scalars: a mark that combines with the sign makes another character of it, and not of its code.
        let scalars = text.unicodeScalars
        guard let first = scalars.first else { return false }
        let begins = scalars.first { !isBlank($0) }
        let isFormula = begins.map { "=+-@＝＋－＠".unicodeScalars.contains($0) } ?? false
        return isFormula || "\t\r\n".unicodeScalars.contains(first)
    }

    /// What is not seen.
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || [.control, .format].contains(scalar.properties.generalCategory)
    }
}
