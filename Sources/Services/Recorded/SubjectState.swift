import Events
import JSON
import Rules

/// What commands remember of a subject: its whole history, since a fact may take effect before or after others that were heard
/// sooner. What is so now, or was on a day, is what the asker's moment makes of it.
package struct SubjectState<S: Remembered>: Codable, Sendable, Equatable {
    package let history: EntityHistory

    package init(_ history: EntityHistory = EntityHistory([])) { self.history = history }

    package var isKnown: Bool { history.sayings.contains { $0.members != nil } }

    /// What it is at a moment; before all that was said of it, what was said first. nil: nothing was said.
    package func said(at moment: Instant) -> S.Body? { members(at: moment)?.read() }

    /// What it is at a moment; nil before all that was said of it.
    package func holding(at moment: Instant) -> S.Body? {
        history.span(at: moment.milliseconds).flatMap { $0.members.isEmpty ? nil : $0.members.read() }
    }

    func members(at moment: Instant) -> FactMembers? {
        let spans = history.spans
        let span = spans.last { $0.from <= moment.milliseconds && !$0.members.isEmpty }
        return (span ?? spans.first { !$0.members.isEmpty })?.members
    }

    package func isOver(at moment: Instant) -> Bool { history.span(at: moment.milliseconds)?.isEnded ?? false }

    /// The same, with one more fact.
    ///
    /// - Parameter id: nil while it is being decided: it then comes behind all others of its moment.
    func hearing(_ members: FactMembers?, at: Int64, _ id: FactID?) -> SubjectState {
        let id = id ?? FactID(writer: Self.undecided, sequence: Int64(history.sayings.count) + 1)
        return SubjectState(
            EntityHistory(
                history.sayings + [EntityHistory.Saying(id, at: at, members, isWhole: !S.isPartial)]))
    }

    /// Sorts behind every writer.
    private static var undecided: String { "\u{10FFFF}" }

    // MARK: As it is kept

    private enum Key: String, CodingKey { case sayings, said, isOver }

    private struct Kept: Codable {
        var at: Int64
        var id: String
        /// A fact's JSON; absent: the entry ended.
        var said: String?
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        func parse(_ text: String) throws -> FactMembers { FactMembers(saying: try JSON(parsing: Array(text.utf8))) }
        if let kept = try values.decodeIfPresent([Kept].self, forKey: .sayings) {
            let sayings = try kept.map {
                EntityHistory.Saying(
                    FactID($0.id) ?? FactID(writer: $0.id, sequence: 0), at: $0.at, try $0.said.map(parse),
                    isWhole: !S.isPartial)
            }
            self.init(EntityHistory(sayings))
            return
        }
        // Before histories were kept: all that was said, and whether it ended.
        var sayings: [EntityHistory.Saying] = []
        if let said = try values.decodeIfPresent(String.self, forKey: .said) {
            sayings.append(EntityHistory.Saying(FactID(writer: "", sequence: 1), at: 0, try parse(said), isWhole: true))
        }
        if try values.decodeIfPresent(Bool.self, forKey: .isOver) ?? false {
            sayings.append(EntityHistory.Saying(FactID(writer: "", sequence: 2), at: 0, nil, isWhole: true))
        }
        self.init(EntityHistory(sayings))
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(
            history.sayings.map { Kept(at: $0.at, id: $0.id.description, said: $0.members?.saying.text) },
            forKey: .sayings)
        // What it comes to in the end, for indexes: of members that stay what they were said to be first.
        try values.encodeIfPresent(history.spans.last?.members.json.text, forKey: .said)
    }
}

/// As the API tells it.
package struct SubjectDescription<S: Remembered> {
    /// What it is at the moment that was asked for.
    package let said: Kept<S.Body>?
    package let isOver: Bool
    /// What it will be, and from when on.
    package let coming: [Coming]

    package struct Coming {
        package let from: String
        package let said: Kept<S.Body>
        package let isOver: Bool
    }
}

extension SubjectState {
    /// `SubjectDescription` as JSON.
    func described(at now: Instant) -> JSON {
        var all: JSON = .object([])
        let said = members(at: now)
        all["said"] = said?.json
        all["isOver"] = .bool(isOver(at: now) || said.map { S.shape.isOver($0, at: now) } ?? false)
        let coming = history.spans.filter { $0.from > now.milliseconds && !$0.members.isEmpty }
        guard !coming.isEmpty else { return all }
        all["coming"] = .array(
            coming.map { span in
                [
                    "from": .string(Instant(milliseconds: span.from).description), "said": span.members.json,
                    "isOver": .bool(span.isEnded),
                ]
            })
        return all
    }
}
