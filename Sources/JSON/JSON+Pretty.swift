extension JSON {
    /// The document over many lines, two spaces a level, for people.
    package var prettyText: String { pretty(0) + "\n" }

    private func pretty(_ depth: Int) -> String {
        let inside = String(repeating: "  ", count: depth + 1)
        let outside = String(repeating: "  ", count: depth)
        switch self {
        case .array(let values) where !values.isEmpty:
            return "[\n" + values.map { inside + $0.pretty(depth + 1) }.joined(separator: ",\n") + "\n\(outside)]"
        case .object(let members) where !members.isEmpty:
            let lines = members.map { "\(inside)\(JSON.string($0.name).text): \($0.value.pretty(depth + 1))" }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(outside)}"
        default: return text
        }
    }
}
