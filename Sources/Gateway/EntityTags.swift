/// A list of entity tags as `If-Match` has it (RFC 9110, sections 8.8.3 and 13.1.1).
enum EntityTags {
    /// The strong tags of a list, without their quotes; nil when it is no such list. A weak tag matches nothing here.
    static func list(_ text: String) -> [String]? {
        var rest = Substring(text)
        var tags: [String] = []
        while true {
            rest = rest.drop { $0 == " " || $0 == "\t" }
            let isWeak = rest.hasPrefix("W/")
            if isWeak { rest = rest.dropFirst(2) }
            guard rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") else { return nil }
            if !isWeak { tags.append(String(rest[rest.index(after: rest.startIndex)..<end])) }
            rest = rest[rest.index(after: end)...].drop { $0 == " " || $0 == "\t" }
            if rest.isEmpty { return tags }
            guard rest.first == "," else { return nil }
            rest = rest.dropFirst()
        }
    }
}
