import Events

/// What a delivery cost, said again: each correction is the next revision.
package enum CostCorrectionDecider: Decider {
    package struct State: Codable, Sendable, Equatable {
        package var revision: Int64 = 0
        package var said: Kept<CostCorrected>?
        /// Where the correction stands that counts.
        package var place: RevisionPlace?
    }

    package struct Order: Sendable {
        package var fact: CostCorrected
        package var store: String
        package var storeCurrency: String
        /// What the delivery's lines are of.
        package var lines: [Int64: String]
    }

    package static let kind = "costCorrection"
    package static let initial = State()

    /// By the delivery's fact.
    package static func streams(of said: Said) -> [String] {
        if case .costCorrected(let fact) = said.fact { [fact.delivery] } else { [] }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        guard case .costCorrected(let fact) = said.fact else { return state }
        let place = RevisionPlace(fact.revision, said)
        guard place >= state.place ?? RevisionPlace(before: state.revision) else { return state }
        return State(revision: fact.revision, said: Kept(fact), place: place)
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        var fact = order.fact
        guard fact.currency == order.storeCurrency else {
            throw Refusal.stockCurrency("delivery", order.storeCurrency)
        }
        for (index, line) in fact.lines.enumerated() {
            guard let product = order.lines[line.line], line.product == nil || ExactText.same(line.product, product)
            else {
                throw Refusal(
                    .invalid, "delivery.line", "the delivery has no line \(line.line) of “\(line.product ?? "")”",
                    [("path", .string("lines[\(index)].line")), ("line", .int(line.line))])
            }
            fact.lines[index].product = product
        }
        if let before = state.said?.part, before.lines == fact.lines, before.document == fact.document { return [] }
        fact.revision = state.revision + 1
        return [Decided(.costCorrected(fact), to: .store(order.store))]
    }
}
