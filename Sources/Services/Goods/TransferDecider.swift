import Events

/// A transfer of goods from one shop to another: dispatched, received in parts, and closed; what does not add up is said.
package enum TransferDecider: Decider {
    package struct Line: Codable, Sendable, Equatable {
        package var product: String
        package var sent: Int64
        package var received: Int64 = 0
        /// Missing or damaged on the way.
        package var lost: Int64 = 0
        /// How much of the dispatch's cost was stamped on arrivals.
        package var stamped: Int64 = 0

        package var open: Int64 { sent &- received &- lost }
    }

    package struct State: Codable, Sendable, Equatable, ToldByShops {
        package var from: String?
        package var to = ""
        /// The fact that dispatched it.
        package var dispatch: String?
        package var lines: [Int64: Line] = [:]
        package var isClosed = false
        /// nil of a transfer that was dispatched before dispatches could be corrected.
        package var standing: DocumentStanding?
        package var shops: Set<ExactText>? = []

        package var own: [String] { [from, to].compactMap { $0 }.filter { !$0.isEmpty } }
    }

    package enum Order: Sendable {
        case dispatch(TransferDispatched, from: String, kinds: ByID<String>)
        /// - Parameters:
        ///   - costs: what each line of the dispatch was booked at, as far as it is known.
        ///   - currency: of the costs.
        case receive(TransferReceived, at: String, costs: [Int64: Int64], currency: String)
        case report(TransferDiscrepancyFound, from: String)
        case close(TransferClosed, from: String)
        /// - Parameter fact: with nothing of what Davtari knows of the dispatch itself.
        case correct(GoodsCorrected, from: String, kinds: ByID<String>, ClosedBooks?)
        case reverse(GoodsReversed, from: String, ClosedBooks?)
    }

    package static let kind = "transfer"
    package static let initial = State()

    package static func streams(of said: Said) -> [String] {
        switch said.fact {
        case .transferDispatched(let fact): [fact.transfer]
        case .transferReceived(let fact): [fact.transfer]
        case .transferDiscrepancyFound(let fact): [fact.transfer]
        case .transferClosed(let fact): [fact.transfer]
        case .goodsCorrected(let fact): fact.dispatch.map { [$0.transfer] } ?? []
        case .goodsReversed(let fact): fact.kind == "transfer" ? [fact.document] : []
        default: []
        }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        var state = state
        state.note(said)
        switch said.fact {
        case .transferDispatched(let fact):
            (state.from, state.to, state.dispatch) = (said.store, fact.to, said.id?.description)
            state.standing = DocumentStanding(fact.circumstances, at: said.at)
            state.standing?.lines = DocumentStanding.lines(fact.lines)
            state.send(fact.lines)
        case .goodsCorrected(let correction):
            guard let fact = correction.dispatch, correction.revision >= state.standing?.revision ?? 0 else { break }
            state.to = fact.to
            state.standing?.revise(correction.revision, DocumentStanding.lines(fact.lines))
            state.send(fact.lines)
        case .goodsReversed(let reversal):
            guard reversal.revision >= state.standing?.revision ?? 0 else { break }
            state.standing?.revise(reversal.revision, nil)
            state.lines = [:]
        case .transferReceived(let fact):
            for line in fact.lines {
                guard let number = line.dispatchLine else { continue }
                state.lines[number]?.received &+= line.quantity ?? 0
                state.lines[number]?.stamped &+= line.cost ?? 0
            }
        case .transferDiscrepancyFound(let fact):
            for line in fact.lines where line.kind != "surplus" {
                if let number = line.dispatchLine { state.lines[number]?.lost &+= line.quantity ?? 0 }
            }
        case .transferClosed: state.isClosed = true
        default: break
        }
        return state
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        switch order {
        case .dispatch(let fact, let from, let kinds):
            guard state.from == nil else {
                throw Refusal(.conflict, "transfer.dispatched", "this transfer was dispatched before")
            }
            try check(fact, from: from, kinds)
            return [Decided(.transferDispatched(fact), to: .store(from))]
        case .receive(let fact, let store, let costs, let currency):
            return [try receive(fact, store, costs, currency, state)]
        case .report(var fact, let from):
            try check(state, sender: from)
            fact.dispatch = state.dispatch
            for index in fact.lines.indices where fact.lines[index].kind != "surplus" {
                let number = try line(fact.lines[index].dispatchLine, fact.lines[index].product, state, index)
                fact.lines[index].dispatchLine = number
                // cannot trap: `line` gives a line that is there
                try checkOpen(fact.lines[index].quantity ?? 0, state.lines[number]!, index)
            }
            return [Decided(.transferDiscrepancyFound(fact), to: .store(from))]
        case .close(var fact, let from):
            if state.isClosed, ExactText.same(state.from, from) { return [] }
            try check(state, sender: from)
            if let (number, open) = state.lines.sorted(by: { $0.key < $1.key }).first(where: { $0.value.open > 0 }) {
                throw Refusal(
                    .conflict, "transfer.open",
                    "\(open.open) of “\(open.product)” are still on the way: receive them, or say what is missing",
                    [("line", .int(number)), ("open", .int(open.open)), ("product", .string(open.product))])
            }
            fact.dispatch = state.dispatch
            return [Decided(.transferClosed(fact), to: .store(from))]
        case .correct(let said, let from, let kinds, let closed):
            let standing = try standing(state, from)
            guard let sent = said.dispatch else { return [] }
            if standing.isReversed { throw Refusal.reversed("transfer", sent.transfer) }
            try check(sent, from: from, kinds)
            try checkMoved(state, closed == nil ? sent : TransferDispatched())
            if let closed {
                var reversal = standing.reversal("transfer", sent.transfer, of: state.dispatch ?? "", closed)
                var again = sent
                again.circumstances = said.circumstances
                closed.move(&again.circumstances)
                reversal.circumstances = again.circumstances
                return [
                    Decided(.goodsReversed(reversal), to: .store(from)),
                    Decided(.transferDispatched(again), to: .store(from)),
                ]
            }
            let fact = standing.next(said, of: state.dispatch ?? "")
            return [Decided(.goodsCorrected(fact), to: .store(from))]
        case .reverse(let said, let from, let closed):
            let standing = try standing(state, from)
            if standing.isReversed { return [] }
            try checkMoved(state, TransferDispatched())
            let fact = standing.next(said, of: state.dispatch ?? "", closed)
            return [Decided(.goodsReversed(fact), to: .store(from))]
        }
    }

    private static func standing(_ state: State, _ from: String) throws(Refusal) -> DocumentStanding {
        try check(state, sender: from)
        guard let standing = state.standing, state.dispatch != nil else {
            throw Refusal.saidBefore("transfer", state.dispatch ?? "")
        }
        return standing
    }

    private static func check(
        _ sent: TransferDispatched, from: String, _ kinds: ByID<String>
    ) throws(Refusal) {
        guard !ExactText.same(sent.to, from) else {
            throw Refusal.invalid("to", "transfer.self", "goods are sent to another shop")
        }
        for (index, line) in sent.lines.enumerated() {
            guard let product = line.product else { continue }
            try GoodsDocumentDecider.checkStocked(product, kinds, path: "lines[\(index)].product")
        }
    }

    /// What has arrived or is missing was sent, whatever is said of the dispatch now.
    private static func checkMoved(_ state: State, _ sent: TransferDispatched) throws(Refusal) {
        let moved = state.lines.filter { $0.value.received &+ $0.value.lost > 0 }.sorted { $0.key < $1.key }
        if let (number, line) = moved.first(where: { number, line in
            !sent.lines.contains {
                $0.line == number && $0.product.map { ExactText($0) == ExactText(line.product) } ?? false
                    && $0.quantity ?? 0 >= line.received &+ line.lost
            }
        }) {
            throw Refusal(
                .conflict, "transfer.moved",
                "of line \(number) “\(line.product)” \(line.received &+ line.lost) have arrived or are missing",
                [
                    ("line", .int(number)), ("product", .string(line.product)),
                    ("moved", .int(line.received &+ line.lost)),
                ])
        }
        if let first = moved.first, !ExactText.same(state.to, sent.to) {
            throw Refusal(
                .conflict, "transfer.moved", "goods have arrived in “\(state.to)” already",
                [("to", .string(state.to)), ("line", .int(first.key))])
        }
    }

    private static func receive(
        _ said: TransferReceived, _ store: String, _ costs: [Int64: Int64], _ currency: String, _ state: State
    ) throws(Refusal) -> Decided {
        var fact = said
        guard let from = state.from else {
            throw Refusal(.missing, "transfer.unknown", "there is no such transfer")
        }
        guard ExactText.same(state.to, store) else {
            throw Refusal(
                .conflict, "transfer.to", "these goods were sent to “\(state.to)”", [("to", .string(state.to))])
        }
        if state.isClosed { throw Refusal(.conflict, "transfer.closed", "this transfer is closed") }
        (fact.from, fact.dispatch) = (from, state.dispatch)
        var lines = state.lines
        for index in fact.lines.indices {
            if fact.lines[index].cost != nil {
                throw Refusal.invalid(
                    "lines[\(index)].cost", "transfer.cost", "what an arrival cost is told by its dispatch")
            }
            let number = try line(fact.lines[index].dispatchLine, fact.lines[index].product, state, index)
            let quantity = fact.lines[index].quantity ?? 0
            fact.lines[index].dispatchLine = number
            guard var known = lines[number] else { continue }
            try checkOpen(quantity, known, index)
            if let whole = costs[number] { fact.lines[index].cost = stamp(whole, quantity, &known) }
            known.received &+= quantity
            lines[number] = known
        }
        fact.currency = fact.lines.contains { $0.cost != nil } ? currency : nil
        return Decided(.transferReceived(fact), to: .store(store))
    }

    /// This quantity's part of what the whole line was booked at, by what has come so far less what was stamped before: so
    /// the last part takes what rounding has left.
    private static func stamp(_ whole: Int64, _ quantity: Int64, _ line: inout Line) -> Int64 {
        let soFar = line.received &+ quantity
        let exact = Int128(whole) * Int128(soFar)
        let half = Int128(line.sent) / 2
        let due = Int64(truncatingIfNeeded: (exact + (whole < 0 ? -half : half)) / Int128(max(1, line.sent)))
        defer { line.stamped = due }
        return due &- line.stamped
    }

    /// The dispatch's line: named, or the only one of this product.
    private static func line(
        _ number: Int64?, _ product: String?, _ state: State, _ index: Int
    ) throws(Refusal) -> Int64 {
        let found = state.lines.filter {
            ExactText.same($0.value.product, product) && (number == nil || $0.key == number)
        }
        guard found.count == 1, let only = found.first?.key else {
            throw Refusal.invalid(
                "lines[\(index)].dispatchLine", "transfer.line",
                "no single line of the dispatch has product “\(product ?? "")”; name it as dispatchLine")
        }
        return only
    }

    private static func checkOpen(_ quantity: Int64, _ line: Line, _ index: Int) throws(Refusal) {
        guard quantity <= line.open else {
            throw Refusal(
                .conflict, "transfer.quantity",
                "\(line.open) of “\(line.product)” are on the way, \(quantity) were said; more is a surplus",
                [
                    ("path", .string("lines[\(index)].quantity")), ("open", .int(line.open)), ("asked", .int(quantity)),
                ])
        }
    }

    private static func check(_ state: State, sender: String) throws(Refusal) {
        guard let from = state.from else {
            throw Refusal(.missing, "transfer.unknown", "there is no such transfer")
        }
        guard ExactText.same(from, sender) else {
            throw Refusal(
                .conflict, "transfer.from", "what is on the way is the sender's, “\(from)”", [("from", .string(from))])
        }
        if state.isClosed { throw Refusal(.conflict, "transfer.closed", "this transfer is closed") }
    }
}

extension TransferDecider.State {
    /// What is sent, as it is said now; what has come or is missing of a line stays with it.
    fileprivate mutating func send(_ sent: [TransferDispatchedLine]) {
        let before = lines
        lines = [:]
        for line in sent {
            guard let product = line.product, let quantity = line.quantity else { continue }
            var known = before[line.line] ?? TransferDecider.Line(product: product, sent: quantity)
            (known.product, known.sent) = (product, quantity)
            lines[line.line] = known
        }
    }
}
