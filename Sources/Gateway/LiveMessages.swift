import JSON
import Pages

/// What the readers of the overview in one language are sent at one moment: each what has changed since it was sent something,
/// made once for all of them.
struct LiveMessages {
    private let parts: [LivePart]
    private let earlier: [String: LivePart]
    private var wholes: [String: JSON] = [:]
    private var changes: [String: JSON] = [:]

    /// - Parameter earlier: the parts as they were made the last time.
    init(_ parts: [LivePart], after earlier: [LivePart]) {
        self.parts = parts
        self.earlier = Dictionary(earlier.map { ($0.id, $0) }) { first, _ in first }
    }

    /// The message for who has these contents, by the parts' marks, which are brought up to date; nil where nothing is new.
    mutating func next(_ marks: inout [String: String]) -> String? {
        var message: [JSON] = []
        for part in parts where marks[part.id] != part.mark {
            message.append(self.message(part, to: marks[part.id]))
            marks[part.id] = part.mark
        }
        return message.isEmpty ? nil : JSON.array(message).text
    }

    private mutating func message(_ part: LivePart, to mark: String?) -> JSON {
        if let mark, let last = earlier[part.id], last.mark == mark {
            let change = changes[part.id] ?? part.message(after: last)
            changes[part.id] = change
            return change
        }
        let whole = wholes[part.id] ?? part.message
        wholes[part.id] = whole
        return whole
    }

    /// The marks that a page says of what it has: `totals:1f,shops:2c`. What is no mark of ours is like none.
    static func marks(_ text: String) -> [String: String] {
        let pairs = text.split(separator: ",").compactMap { pair -> (String, String)? in
            let parts = pair.split(separator: ":", maxSplits: 1)
            guard let id = parts.first, let mark = parts.dropFirst().first else { return nil }
            return (String(id), String(mark))
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
