import Log
import Queries

/// How far each read model is behind the log.
struct ModelStates {
    let say: Words
    let states: [ScreenModels.State]
    let end: Position?

    init(_ say: Words, _ states: [ScreenModels.State], end: Position?) {
        (self.say, self.states, self.end) = (say, states, end)
    }

    var html: HTML {
        Table(
            caption: say(.readModels),
            columns: [.text(say(.readModel)), .number(say(.behind)), .text(say(.lastError))],
            rows: states.map { state in
                [
                    "\(say.word(state.name, Words.models))",
                    lag(state),
                    state.lastError.map { "<span class=\"error-text\">\($0)</span>" } ?? "\(say(.none))",
                ]
            }, kind: "brief"
        ).html
    }

    private func lag(_ state: ScreenModels.State) -> HTML {
        guard let end else { return Parts.badge(say(.unknown), .warn) }
        let lag = state.position.distance(to: end)
        return lag == 0 ? Parts.badge(say(.upToDate), .good) : "\(say(.events, say.numbers.count(lag)))"
    }
}
