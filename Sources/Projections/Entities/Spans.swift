import Events

/// A state that was said piece by piece, as spans of time that leave no gap.
struct Span<State> {
    /// The first of a thing holds since ever.
    var from: Int64
    /// Not included; the last holds for ever.
    var until: Int64
    var state: State

    static var ever: Int64 { .min }
    static var never: Int64 { .max }

    /// - Parameter evolve: what a fact makes of the state; false where it says nothing of it.
    static func all(of said: Said, _ initial: State, _ evolve: (inout State, Said.Fact) -> Bool) -> [Span] {
        var spans: [Span] = []
        var state = initial
        var begun: Int64?
        for fact in said.facts where evolve(&state, fact) {
            if let last = spans.indices.last {
                // Of several facts of one moment the last in the total order holds.
                if begun == fact.milliseconds {
                    spans[last].state = state
                    continue
                }
                spans[last].until = fact.milliseconds
                spans.append(Span(from: fact.milliseconds, until: never, state: state))
            } else {
                spans.append(Span(from: ever, until: never, state: state))
            }
            begun = fact.milliseconds
        }
        return spans
    }
}
