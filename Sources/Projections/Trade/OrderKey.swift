import Events

/// A movement's place in the total order of facts (docs/RULES.md, Time and order).
package struct PlainKey: Hashable, Comparable {
    /// effectiveAt in milliseconds since 1970.
    package var milliseconds: Int64
    var phase: Phase
    var writer: String
    var sequence: Int64
    package var line: Int64
    /// A kit's component on its line; 0 otherwise.
    var part: Int64

    enum Phase: Int64, Comparable {
        case opening = 0, `in` = 1, timed = 2, out = 3, count = 4
        static func < (one: Phase, other: Phase) -> Bool { one.rawValue < other.rawValue }
    }

    package var fact: FactID { FactID(writer: writer, sequence: sequence) }

    package static func < (one: PlainKey, other: PlainKey) -> Bool {
        if one.milliseconds != other.milliseconds { return one.milliseconds < other.milliseconds }
        if one.phase != other.phase { return one.phase < other.phase }
        if one.writer != other.writer { return one.writer < other.writer }
        if one.sequence != other.sequence { return one.sequence < other.sequence }
        if one.line != other.line { return one.line < other.line }
        return one.part < other.part
    }
}

/// Where a movement is folded: at its own key, or, for a return or an arrival whose key lies before its cause's, right after
/// the cause.
package struct OrderKey: Hashable, Comparable {
    package var at: PlainKey
    /// The movement's own key, when it was displaced.
    var after: PlainKey?

    init(_ at: PlainKey) { self.at = at }

    init(_ own: PlainKey, notBefore cause: PlainKey) {
        at = own < cause ? cause : own
        after = own < cause ? own : nil
    }

    package var own: PlainKey { after ?? at }

    /// The first place at which it stands in either order (`Movement.localKey`).
    var earliest: PlainKey { min(at, own) }

    package static func < (one: OrderKey, other: OrderKey) -> Bool {
        if one.at != other.at { return one.at < other.at }
        switch (one.after, other.after) {
        case (nil, nil), (_?, nil): return false
        case (nil, _?): return true
        case (let a?, let b?): return a < b
        }
    }
}

extension PackWriter {
    mutating func key(_ key: PlainKey) {
        int(key.milliseconds)
        int(key.phase.rawValue)
        text(key.writer)
        int(key.sequence)
        int(key.line)
        int(key.part)
    }

    package mutating func key(_ key: OrderKey) {
        self.key(key.at)
        optional(key.after) { $0.key($1) }
    }
}

extension PackReader {
    mutating func plainKey() throws -> PlainKey {
        let milliseconds = try int()
        guard let phase = PlainKey.Phase(rawValue: try int()) else { throw Broken() }
        return PlainKey(
            milliseconds: milliseconds, phase: phase, writer: try text(), sequence: try int(), line: try int(),
            part: try int())
    }

    package mutating func orderKey() throws -> OrderKey {
        var key = OrderKey(try plainKey())
        key.after = try optional { try $0.plainKey() }
        return key
    }
}
