/// Makes one line of any text, so that nobody whose words appear in a log can write a line of it.
package enum OneLine {
    /// Control characters are spelled out; what is longer than `limit` bytes is cut.
    package static func of(_ text: String, limit: Int = 400) -> String {
        var line = ""
        for scalar in text.unicodeScalars {
            guard line.utf8.count < limit else { return line + "…" }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                line += "\\u{\(String(scalar.value, radix: 16))}"
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line
    }
}
