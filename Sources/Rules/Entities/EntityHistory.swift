import Events
import JSON

/// All that was said of one entry (a supplier), in the total order of facts, and what it comes to.
///
/// It has no now: the present, or a day, is what the asker gives it. What arrives late or twice, and in which order, makes no
/// difference; a fact that takes effect in the future stands there from its moment on.
package struct EntityHistory: Sendable, Equatable {
    /// What one fact said.
    package struct Saying: Sendable, Equatable {
        package let id: FactID
        /// When it takes effect, in milliseconds since 1970.
        package let at: Int64
        /// When it was said, by its writer's clock.
        package let saidAt: Instant
        package let author: String?
        package let reason: String?
        /// The id of the fact that it takes back, or that caused it otherwise.
        package let causation: String?
        /// nil: the entry ended.
        package private(set) var members: FactMembers?
        /// Whether it says all of the entry; else what it leaves out stays as it was.
        let isWhole: Bool

        /// nil where the fact speaks of something else.
        package init?(_ event: Event, of shape: EntityShape) {
            guard let said = shape.told(event.fact) else { return nil }
            let circumstances = event.fact.circumstances ?? Circumstances()
            (id, saidAt, isWhole) = (event.id, event.envelope.occurredAt, !shape.isPartial)
            (author, reason, causation) = (circumstances.operator, circumstances.reason, circumstances.causation)
            at = circumstances.effective(occurredAt: saidAt).milliseconds
            members = said.members
        }

        /// As commands remember it: without who said it, and why.
        package init(_ id: FactID, at: Int64, _ members: FactMembers?, isWhole: Bool) {
            (self.id, self.at, self.members, self.isWhole) = (id, at, members, isWhole)
            (saidAt, author, reason, causation) = (Instant(milliseconds: at), nil, nil, nil)
        }

        package var isEnd: Bool { members == nil }

        /// The same with what it sealed: all that is known of the person, whatever was known before.
        package func opening(_ person: Person) -> Saying {
            guard let members, let said = try? JSON(parsing: person.encoded) else { return self }
            var saying = self
            saying.members = FactMembers(.object((members.json.object ?? []) + (said.object ?? [])))
                .clearing(Person.members)
            return saying
        }

        fileprivate static func precedes(_ one: Saying, _ other: Saying) -> Bool {
            TotalOrder.precedes((one.at, one.id), (other.at, other.id))
        }
    }

    /// What holds of the entry from one moment until the next.
    package struct Span: Sendable, Equatable {
        package let from: Int64
        /// Not included; the last holds for ever.
        package fileprivate(set) var until: Int64
        package fileprivate(set) var members: FactMembers
        package fileprivate(set) var isEnded: Bool
    }

    /// What one fact changed.
    package struct Change: Sendable, Equatable {
        package struct Member: Sendable, Equatable {
            /// As `address` or `name.ka`.
            package let path: String
            package let before: JSON?
            package let after: JSON?
        }
        package let saying: Saying
        package let members: [Member]
        /// Whether the entry was there before, and after.
        package let wasThere: Bool
        package let isThere: Bool
        /// Whether nothing was said before it.
        package let isFirst: Bool
        /// All that was said by then.
        package let after: FactMembers
    }

    package static let never = Int64.max

    /// In the total order.
    package let sayings: [Saying]

    package init(_ all: some Sequence<Saying>) {
        var sorted: [Saying] = []
        // Of one number the first that is heard counts: a repeat says the same.
        for saying in all.sorted(by: Saying.precedes) where sorted.last?.id != saying.id { sorted.append(saying) }
        sayings = sorted
    }

    /// What holds when, without gaps from the first moment on; what is said again begins nothing new.
    package var spans: [Span] {
        var spans: [Span] = []
        var members = FactMembers()
        for saying in sayings {
            members = Self.members(saying, members)
            let span = Span(from: saying.at, until: Self.never, members: members, isEnded: saying.isEnd)
            guard let last = spans.indices.last else {
                spans.append(span)
                continue
            }
            // Of several facts of one moment the last in the total order holds.
            if spans[last].from == saying.at {
                spans[last] = span
            } else if spans[last].isEnded != span.isEnded || spans[last].members != members {
                spans[last].until = saying.at
                spans.append(span)
            }
        }
        return spans
    }

    /// What holds at a moment; nil before anything was said.
    package func span(at milliseconds: Int64) -> Span? {
        spans.last { $0.from <= milliseconds }
    }

    /// What each fact changed, in the total order.
    package var changes: [Change] {
        var (members, isThere) = (FactMembers(), false)
        return sayings.enumerated().map { place, saying in
            let (before, wasThere) = (members, isThere)
            members = Self.members(saying, members)
            isThere = !saying.isEnd
            return Change(
                saying: saying, members: Self.difference(before, members), wasThere: wasThere, isThere: isThere,
                isFirst: place == 0, after: members)
        }
    }

    private static func members(_ saying: Saying, _ before: FactMembers) -> FactMembers {
        saying.members.map { saying.isWhole ? $0 : $0.laid(over: before) } ?? before
    }

    private static func difference(_ before: FactMembers, _ after: FactMembers) -> [Change.Member] {
        let paths = before.paths + after.paths.filter { before[$0] == nil }
        return paths.filter { before[$0] != after[$0] }
            .map { Change.Member(path: $0, before: before[$0], after: after[$0]) }
    }

    /// What takes a fact's change back: the members that nobody has changed since, as they were before it; and those that
    /// somebody has, which stay.
    package struct Undo: Sendable, Equatable {
        package let restored: [Change.Member]
        package let kept: [Change.Member]
        /// Whether the entry comes back, since it was the fact that ended it.
        package let isRevival: Bool

        package var isNothing: Bool { restored.isEmpty && !isRevival }
    }

    /// nil where there is no such fact, or it was the entry's first: an entry is ended, not unsaid.
    package func undo(of fact: FactID) -> Undo? {
        let changes = changes
        guard let place = changes.firstIndex(where: { $0.saying.id == fact }), place > 0 else { return nil }
        let change = changes[place]
        let later = Set(changes[(place + 1)...].flatMap { $0.members.map(\.path) })
        return Undo(
            restored: change.members.filter { !later.contains($0.path) }
                .map { Change.Member(path: $0.path, before: $0.after, after: $0.before) },
            kept: change.members.filter { later.contains($0.path) },
            isRevival: change.saying.isEnd && change.wasThere && changes.last?.isThere == false)
    }
}
