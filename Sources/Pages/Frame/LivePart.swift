import JSON

/// A part of a page that moves: the contents of the element with its id.
package struct LivePart: Sendable {
    package let id: String
    package let html: String
    /// Tells these contents from others of the part.
    package let mark: String

    init(_ id: String, _ html: HTML) {
        (self.id, self.html) = (id, html.text)
        mark = Fingerprint.of(html.text.utf8)
    }

    /// The whole, for the pages' script.
    package var message: JSON { ["id": .string(id), "html": .string(html)] }

    /// What makes the earlier contents these: the rows and list items that differ, by their place among all of the part. Where
    /// something else differs, too, or it would be no shorter, the whole.
    package func message(after earlier: LivePart) -> JSON {
        guard let mine = Rows(html), let others = Rows(earlier.html), mine.around == others.around,
            mine.rows.count == others.rows.count
        else { return message }
        let changed = mine.rows.indices.filter { mine.rows[$0] != others.rows[$0] }
        guard changed.reduce(0, { $0 + mine.rows[$1].utf8.count }) < html.utf8.count / 2 else { return message }
        return [
            "id": .string(id),
            "rows": .array(changed.map { [.int(Int64($0)), .string(mine.rows[$0])] }),
        ]
    }

    /// The rows and list items of a piece of a page, and what stands around them; nil where one stands within another.
    private struct Rows {
        private(set) var around: [UInt8] = []
        private(set) var rows: [String] = []

        init?(_ html: String) {
            let bytes = Array(html.utf8)
            var (place, copied) = (0, 0)
            while place < bytes.count {
                guard let tag = Self.tags.first(where: { Self.opens($0, bytes, place) }) else {
                    place += 1
                    continue
                }
                let end = Array("</\(tag)>".utf8)
                var close = place + 1
                while close < bytes.count, !bytes[close...].starts(with: end) {
                    if Self.tags.contains(where: { Self.opens($0, bytes, close) }) { return nil }
                    close += 1
                }
                guard close < bytes.count else { return nil }
                around += bytes[copied..<place]
                rows.append(String(decoding: bytes[place..<close + end.count], as: UTF8.self))
                place = close + end.count
                copied = place
            }
            around += bytes[copied...]
        }

        private static let tags = ["tr", "li"]

        private static func opens(_ tag: String, _ bytes: [UInt8], _ place: Int) -> Bool {
            guard bytes[place] == UInt8(ascii: "<") else { return false }
            let rest = bytes[(place + 1)...]
            guard rest.starts(with: tag.utf8), let next = rest.dropFirst(tag.utf8.count).first else { return false }
            return next == UInt8(ascii: " ") || next == UInt8(ascii: ">")
        }
    }
}

/// A short text that tells contents of our own making apart; it need not withstand anyone (FNV-1a).
enum Fingerprint {
    static func of(_ bytes: some Sequence<UInt8>) -> String {
        String(bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, radix: 36)
    }
}
