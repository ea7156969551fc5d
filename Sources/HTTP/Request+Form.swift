extension Request {
    /// The fields of an HTML form (`application/x-www-form-urlencoded`) in order; `nil` if the body is of another type
    /// or broken.
    package var form: [(name: String, value: String)]? {
        guard let type = headers["Content-Type"]?.split(separator: ";").first,
            isSameName(type.trimmingBlanks, "application/x-www-form-urlencoded"),
            let text = String(validating: body, as: UTF8.self)
        else { return nil }
        var fields: [(name: String, value: String)] = []
        for pair in text.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = halves.first, let name = percentDecode(first, plusIsSpace: true),
                let value = percentDecode(halves.count > 1 ? halves[1] : "", plusIsSpace: true)
            else { return nil }
            fields.append((name, value))
        }
        return fields
    }
}

extension Substring {
    /// Without the spaces and tabs around it: HTTP's "optional white space".
    var trimmingBlanks: String {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard let first = utf8.firstIndex(where: { !isBlank($0) }), let last = utf8.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(self[first...last])
    }
}
