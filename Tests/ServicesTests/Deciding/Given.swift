import Events
import Testing

@testable import Services

/// A story of one decider: what has happened, what is asked, what comes of it.
///
///     Given(GiftCardDecider.self, .sold(100)).when(.reserve("r1", 60)).then { … }
struct Given<D: Decider> {
    private let state: D.State

    init(_ decider: D.Type, _ facts: [Said] = []) { state = facts.reduce(D.initial) { D.evolve($0, $1) } }

    private init(state: D.State) { self.state = state }

    func when(_ order: D.Order) -> Outcome<D> {
        do throws(Refusal) {
            return Outcome(state: state, result: .success(try D.decide(order, state)))
        } catch {
            return Outcome(state: state, result: .failure(error))
        }
    }

    /// Goes on from what an order led to; a refusal here is a mistake of the story.
    func after(_ order: D.Order, sourceLocation: SourceLocation = #_sourceLocation) -> Given<D> {
        let outcome = when(order)
        guard case .success(let decided) = outcome.result else {
            Issue.record("refused: \(outcome.result)", sourceLocation: sourceLocation)
            return self
        }
        return Given(state: decided.reduce(state) { D.evolve($0, $1.said) })
    }

    func thenState(
        _ holds: (D.State) -> Bool, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(holds(state), "\(state)", sourceLocation: sourceLocation)
    }
}

struct Outcome<D: Decider> {
    let state: D.State
    let result: Result<[Decided], Refusal>

    /// These facts, told as JSON without the circumstances that a test does not care for.
    @discardableResult
    func then(_ types: String..., sourceLocation: SourceLocation = #_sourceLocation) -> [Decided] {
        guard case .success(let decided) = result else {
            Issue.record("refused: \(result)", sourceLocation: sourceLocation)
            return []
        }
        #expect(decided.map { $0.fact.type?.name } == types, sourceLocation: sourceLocation)
        return decided
    }

    func thenRefused(_ rule: String, sourceLocation: SourceLocation = #_sourceLocation) {
        guard case .failure(let refusal) = result else {
            Issue.record("not refused: \(result)", sourceLocation: sourceLocation)
            return
        }
        #expect(refusal.rule == rule, "\(refusal)", sourceLocation: sourceLocation)
    }

    func thenRefused(_ rule: String, _ numbers: [String: Int64], sourceLocation: SourceLocation = #_sourceLocation) {
        thenRefused(rule, sourceLocation: sourceLocation)
        guard case .failure(let refusal) = result else { return }
        for (name, number) in numbers {
            let found = refusal.numbers.first { $0.name == name }?.value.int
            #expect(found == number, "\(name) in \(refusal.numbers)", sourceLocation: sourceLocation)
        }
    }
}
