/// A list of entity tags as `If-Match` has it (RFC 9110, sections 8.8.3 and 13.1.1).
enum EntityTags {
    /// Whether `If-None-Match` has this tag; a weak one is as good there (RFC 9110, 13.1.2).
    static func has(_ field: String?, _ tag: String) -> Bool {
        guard let field else { return false }
        return field.split(separator: ",").contains { element in
            let text = element.drop { $0 == " " || $0 == "\t" }
            let bare = (text.hasPrefix("W/") ? text.dropFirst(2) : text).prefix { $0 != " " && $0 != "\t" }
            return bare == tag || bare == "*"
        }
    }

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
