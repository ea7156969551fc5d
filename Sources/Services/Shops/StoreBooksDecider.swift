import Events

/// How a shop works from a day on, and up to which day its books are closed; and what the chain decides for all of them.
package enum StoreBooksDecider: Decider {
    package struct State: Codable, Sendable, Equatable {
        /// The last closed day that was said.
        package var closedThrough: String?
        /// The latest policy that was said, by the day from which it holds.
        package var policies: ByID<Kept<StorePolicySet>> = [:]

        /// The last closed day. A fact may say one that is not over (a slip in the year would close the shop for ever): it
        /// counts up to the day before today.
        func closed(before today: CalendarDay) -> CalendarDay? {
            closedThrough.flatMap { CalendarDay($0) }.map { min($0, today.advanced(by: -1)) }
        }

        /// Whether several products may have one barcode; of the chain's books.
        func sharesBarcodes(at now: Instant) -> Bool {
            let said = policies.sorted.last { day, policy in
                let zone = policy.part.circumstances.zone.flatMap { Zone($0) } ?? .utc
                return policy.part.barcodes != nil && Instant(momentOrDay: day, in: zone).map { $0 <= now } ?? false
            }
            return said?.value.part.barcodes == "shared"
        }
    }

    package enum Order: Sendable {
        /// - Parameter today: in the shop's zone, as of `close`.
        case set(StorePolicySet, at: Decided.Place, today: CalendarDay)
        case close(PeriodClosed, at: String, today: CalendarDay)
    }

    package static let kind = "storeBooks"
    package static let initial = State()

    /// Whose books the chain's are; no store may be called so.
    static let chain = "chain"

    package static func streams(of said: Said) -> [String] {
        switch said.fact {
        case .storePolicySet: [said.store ?? chain]
        case .periodClosed: said.store.map { [$0] } ?? []
        default: []
        }
    }

    package static func evolve(_ state: State, _ said: Said) -> State {
        var state = state
        switch said.fact {
        case .storePolicySet(let policy):
            if let day = policy.from?.description { state.policies[day] = Kept(policy) }
        case .periodClosed(let period):
            guard let through = period.through?.description else { return state }
            state.closedThrough = max(state.closedThrough ?? through, through)
        default: break
        }
        return state
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        switch order {
        case .set(let policy, let place, let today):
            if let closed = state.closed(before: today), let from = policy.from, from <= closed {
                throw Refusal(
                    .conflict, "period.closed", "the books are closed through \(closed)",
                    [("path", "from"), ("through", .string(closed.description))])
            }
            if let from = policy.from?.description, let before = state.policies[from]?.part {
                var same = before
                same.circumstances = policy.circumstances
                if same == policy { return [] }
            }
            return [Decided(.storePolicySet(policy), to: place)]
        case .close(let period, let store, let today):
            guard let through = period.through else { return [] }
            guard through < today else {
                throw Refusal(
                    .conflict, "period.open", "\(through) is not over: a period ends before today, \(today)",
                    [("path", "through"), ("today", .string(today.description))])
            }
            if let closed = state.closed(before: today) {
                if through == closed { return [] }
                guard through > closed, period.from.map({ $0 > closed }) ?? true else {
                    throw Refusal(
                        .conflict, "period.closed", "the books are closed through \(closed) already",
                        [
                            ("path", .string(through > closed ? "from" : "through")),
                            ("through", .string(closed.description)),
                        ])
                }
            }
            return [Decided(.periodClosed(period), to: .store(store))]
        }
    }
}
