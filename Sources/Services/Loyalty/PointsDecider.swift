import Events

/// A customer's points: earned, held, spent oldest first, in each programme by itself. Scarce across shops, so decided
/// one after the other by customer.
package enum PointsDecider: Decider {
    /// Points of one earning that are not spent yet.
    package struct Lot: Codable, Sendable, Equatable {
        /// The fact that gave them.
        package var earning: String
        package var points: Int64
        package var expiresOn: String?
        /// When they were given, in milliseconds since 1970.
        package var at: Int64?
    }

    package struct Hold: Codable, Sendable, Equatable {
        package var points: Int64
        /// Milliseconds since 1970; nil: until they are burned or released.
        package var until: Int64?
        /// The shop whose till holds them; nil: the office does, or nobody said.
        package var store: String?
    }

    /// The points of one programme.
    package struct Purse: Codable, Sendable, Equatable {
        /// In the order in which they were given.
        package var lots: [Lot] = []
        /// Points that were taken back after they had been spent.
        package var owed: Int64 = 0
        package var holds: ByID<Hold> = [:]
        /// Holds that are over, so that none is burned twice.
        package var ended: Set<ExactText> = []

        package var balance: Int64 { lots.reduce(0 &- owed) { $0 &+ $1.points } }

        /// What can be spent now.
        package func left(at now: Instant) -> Int64 {
            let fresh = lots.filter { !$0.isOver(at: now) }.reduce(0 &- owed) { $0 &+ $1.points }
            return holds.all.filter { $0.isLive(at: now) }.reduce(fresh) { $0 &- $1.points }
        }
    }

    package struct State: Codable, Sendable, Equatable {
        /// By programme; empty is the one without a name.
        package var purses: ByID<Purse> = [:]
        /// What returns have undone, as `kind/receipt`, so that none does it twice.
        package var reversed: Set<ExactText> = []
        /// What each receipt earned or burned and was not undone, as `programme/kind/receipt`.
        package var moved: ByID<Int64>?
        /// What others than the office said was undone beyond what the receipt is known to have moved, by the same keys: it counts
        /// as far as the receipt's own earning or burning is heard of later.
        package var unheard: ByID<Int64>?

        package func purse(_ program: String?) -> Purse { purses[program ?? ""] ?? Purse() }

        /// How much of what a receipt earned or burned can still be undone.
        package func undoable(_ kind: String, _ receipt: String, _ program: String?) -> Int64 {
            moved?[Self.movedKey(kind, receipt, program)] ?? 0
        }

        fileprivate static func movedKey(_ kind: String, _ receipt: String, _ program: String?) -> String {
            "\(program ?? "")/\(kind)/\(receipt)"
        }

        fileprivate mutating func move(_ kind: String, _ receipt: String?, _ program: String?, _ points: Int64) {
            guard let receipt else { return }
            moved = moved ?? ByID()
            moved?[Self.movedKey(kind, receipt, program), default: 0] &+= points
        }

        /// Earned points are taken back, or burned ones given.
        fileprivate mutating func undo(
            _ kind: String, _ receipt: String?, _ program: String?, _ points: Int64, _ said: Said
        ) {
            guard points != 0 else { return }
            if kind == "earned" {
                purses[program ?? "", default: Purse()].take(points)
            } else {
                purses[program ?? "", default: Purse()].give(points, said.id?.description ?? "", nil, said.at)
            }
            move(kind, receipt, program, 0 &- points)
        }

        /// What was said to be undone before the receipt's own earning or burning was heard of.
        fileprivate mutating func undoUnheard(_ kind: String, _ receipt: String?, _ program: String?, _ said: Said) {
            guard let receipt, let owing = unheard?[Self.movedKey(kind, receipt, program)], owing > 0 else { return }
            let points = min(owing, max(0, undoable(kind, receipt, program)))
            undo(kind, receipt, program, points, said)
            unheard?[Self.movedKey(kind, receipt, program)] = owing &- points
        }

        /// What several ids of one person have together; the oldest points first.
        static func together(_ states: [Self]) -> Self {
            guard states.count > 1 else { return states.first ?? Self() }
            var all = Self()
            for state in states {
                for (program, purse) in state.purses.sorted { all.purses[program, default: Purse()].add(purse) }
                all.reversed.formUnion(state.reversed)
                all.moved = all.moved ?? ByID()
                all.moved?.merge(state.moved ?? ByID(), &+)
                all.unheard = all.unheard ?? ByID()
                all.unheard?.merge(state.unheard ?? ByID(), &+)
            }
            return all
        }

        /// Who releases a hold does not say of which programme it is.
        fileprivate func program(of hold: String) -> String? {
            purses.sorted.first { $0.value.holds[hold] != nil }?.id
        }
    }

    package enum Order: Sendable {
        case earn(PointsEarned)
        case adjust(PointsAdjusted, now: Instant)
        case reserve(PointsReserved, now: Instant)
        case burn(PointsBurned, now: Instant)
        case release(PointsReleased)
        case expire(PointsExpired, now: Instant)
        /// A return undoes what its sale earned or burned; what is spent already is owed.
        ///
        /// - Parameter burnedComeBack: whether what was burned is given back at all.
        case reverse(PointsReversed, burnedComeBack: Bool = true)
        /// A void or a cancellation undoes what is left of what its receipt earned or burned.
        case undo(PointsReversed)
    }

    package static let kind = "points"
    package static let initial = State()

    package static func streams(of said: Said) -> [String] {
        switch said.fact {
        case .pointsEarned(let fact): [fact.customer]
        case .pointsAdjusted(let fact): [fact.customer]
        case .pointsReserved(let fact): [fact.customer]
        case .pointsBurned(let fact): [fact.customer]
        case .pointsReversed(let fact): [fact.customer]
        case .pointsExpired(let fact): [fact.customer]
        case .pointsReleased(let fact): [fact.customer]
        default: []
        }
    }

    package static func evolve(_ state: State, _ said: Said) -> State { evolve(state, said, in: "") }

    /// - Parameter stream: the id whose points these are: what another id of the person spends may lie here.
    package static func evolve(_ state: State, _ said: Said, in stream: String) -> State {
        var state = state
        func isOwn(_ customer: String) -> Bool { stream.isEmpty || ExactText.same(stream, customer) }
        let id = said.id?.description ?? ""
        func change(_ program: String?, _ change: (inout Purse) -> Void) {
            change(&state.purses[program ?? "", default: Purse()])
        }
        switch said.fact {
        case .pointsEarned(let fact):
            change(fact.program) { $0.give(fact.points, id, fact.expiresOn, said.at) }
            state.move("earned", fact.receipt, fact.program, fact.points)
            state.undoUnheard("earned", fact.receipt, fact.program, said)
        case .pointsAdjusted(let fact):
            change(fact.program) {
                if fact.points >= 0 {
                    $0.give(fact.points, id, fact.expiresOn, said.at)
                } else {
                    $0.take(0 &- fact.points)
                }
            }
        case .pointsReserved(let fact):
            change(fact.program) {
                $0.holds[fact.hold] = Hold(
                    points: fact.points, until: fact.expiresAt.flatMap { Instant($0)?.milliseconds },
                    store: fact.store)
            }
        case .pointsBurned(let fact):
            let isOwn = isOwn(fact.customer)
            change(fact.program) {
                if isOwn || !fact.spent.isEmpty { $0.spend(fact.spent, of: fact.points) }
                if let hold = fact.hold, isOwn || $0.holds[hold] != nil { $0.end(hold) }
            }
            if isOwn {
                state.move("burned", fact.receipt, fact.program, fact.points)
                state.undoUnheard("burned", fact.receipt, fact.program, said)
            }
        case .pointsReleased(let fact):
            let program = state.program(of: fact.hold)
            if isOwn(fact.customer) || program != nil { change(program) { $0.end(fact.hold) } }
        case .pointsReversed(let fact):
            if let receipt = fact.receipt { state.reversed.insert(ExactText("\(fact.kind)/\(receipt)")) }
            if said.id.map({ Envelope.isOffice(writer: $0.writer) }) ?? true {
                // Decided over all ids of the person: what is undone may stand under another one.
                state.undo(fact.kind, fact.original, fact.program, fact.points, said)
            } else if let original = fact.original {
                let asked = max(0, fact.points)
                let known = min(asked, max(0, state.undoable(fact.kind, original, fact.program)))
                state.undo(fact.kind, original, fact.program, known, said)
                state.unheard = state.unheard ?? ByID()
                state.unheard?[State.movedKey(fact.kind, original, fact.program), default: 0] &+= asked &- known
            }
        case .pointsExpired(let fact):
            guard isOwn(fact.customer) || !fact.spent.isEmpty else { return state }
            change(fact.program) { $0.spend(fact.spent, of: fact.points) }
        default: break
        }
        return state
    }

    package static func decide(_ order: Order, _ state: State) throws(Refusal) -> [Decided] {
        switch order {
        case .earn(let fact): return [Decided(.pointsEarned(fact), to: .chain)]
        case .adjust(let fact, let now):
            guard fact.points != 0 else {
                throw Refusal.invalid("points", "points.none", "an adjustment gives points or takes them")
            }
            if fact.points < 0 { try check(0 &- fact.points, left: state.purse(fact.program).left(at: now)) }
            return [Decided(.pointsAdjusted(fact), to: .chain)]
        case .reserve(let fact, let now):
            guard !state.purses.all.contains(where: { $0.knows(fact.hold) }) else {
                throw Refusal.holdUsed(fact.hold)
            }
            try check(fact.points, left: state.purse(fact.program).left(at: now))
            return [Decided(.pointsReserved(fact), to: .chain)]
        case .burn(var fact, let now):
            let purse = state.purse(fact.program)
            try check(fact.points, left: try most(fact.hold, purse, now))
            fact.spent = purse.oldest(fact.points) { !$0.isOver(at: now) }
            return [Decided(.pointsBurned(fact), to: .chain)]
        case .release(let fact):
            if state.purses.all.contains(where: { $0.ended.contains(ExactText(fact.hold)) }) { return [] }
            guard state.program(of: fact.hold) != nil else {
                throw Refusal.holdMissing(fact.hold)
            }
            return [Decided(.pointsReleased(fact), to: .chain)]
        case .reverse(let fact, let burnedComeBack):
            guard let original = fact.original else {
                throw Refusal.invalid("original", "required", "what is undone is the sale’s, by its receipt")
            }
            guard fact.kind != "burned" || burnedComeBack else {
                throw Refusal(
                    .conflict, "points.burned", "in this shop burned points do not come back", [("path", "kind")])
            }
            guard let receipt = fact.receipt else {
                throw Refusal.invalid("receipt", "required", "what undoes points is a return, by its receipt")
            }
            guard !state.reversed.contains(ExactText("\(fact.kind)/\(receipt)")) else {
                throw Refusal(
                    .conflict, "points.reversed", "receipt “\(receipt)” has undone its \(fact.kind) points before",
                    [("path", "receipt"), ("receipt", .string(receipt))])
            }
            let left = state.undoable(fact.kind, original, fact.program)
            guard fact.points <= left else {
                throw Refusal(
                    .conflict, "points.original",
                    "of what receipt “\(original)” \(fact.kind), \(max(0, left)) points are left to undo, not \(fact.points)",
                    [
                        ("path", "points"), ("original", .string(original)), ("left", .int(max(0, left))),
                        ("asked", .int(fact.points)),
                    ])
            }
            return [Decided(.pointsReversed(fact), to: .chain)]
        case .undo(var fact):
            guard let original = fact.original else { return [] }
            fact.points = min(fact.points, state.undoable(fact.kind, original, fact.program))
            return fact.points > 0 ? [Decided(.pointsReversed(fact), to: .chain)] : []
        case .expire(var fact, let now):
            let over = state.purse(fact.program).lots.filter { $0.isOver(at: now) }
            guard !over.isEmpty else { return [] }
            fact.spent = over.map(\.part)
            fact.points = over.reduce(0) { $0 &+ $1.points }
            return [Decided(.pointsExpired(fact), to: .chain)]
        }
    }

    /// What may be burned: of a hold that is still there no more than it holds.
    private static func most(_ hold: String?, _ purse: Purse, _ now: Instant) throws(Refusal) -> Int64 {
        guard let hold else { return purse.left(at: now) }
        guard let held = purse.holds[hold] else {
            throw Refusal.holdGone(hold, isEnded: purse.ended.contains(ExactText(hold)))
        }
        return held.isLive(at: now) ? held.points : min(held.points, purse.left(at: now))
    }

    private static func check(_ asked: Int64, left: Int64) throws(Refusal) {
        guard asked <= left else {
            throw Refusal(
                .conflict, "points.balance", "\(max(0, left)) points are left, \(asked) were asked for",
                [("left", .int(max(0, left))), ("asked", .int(asked))])
        }
    }
}

extension PointsDecider.Hold {
    fileprivate func isLive(at now: Instant) -> Bool { until.map { $0 > now.milliseconds } ?? true }
}

extension PointsDecider.Lot {
    /// The chain has no zone of its own: points can be spent as long as it is that day anywhere.
    fileprivate func isOver(at now: Instant) -> Bool {
        guard let day = expiresOn.flatMap({ CalendarDay($0) }) else { return false }
        return now > Zone.utc.end(of: day.advanced(by: 1))
    }

    fileprivate var part: PointsPart {
        var part = PointsPart()
        (part.earning, part.points) = (earning, points)
        return part
    }
}

extension PointsDecider.Purse {
    fileprivate func knows(_ hold: String) -> Bool { holds[hold] != nil || ended.contains(ExactText(hold)) }

    /// Another id's points of the same person, behind older ones.
    fileprivate mutating func add(_ other: Self) {
        lots = (lots + other.lots).enumerated().sorted {
            ($0.element.at ?? 0, $0.offset) < ($1.element.at ?? 0, $1.offset)
        }.map(\.element)
        owed &+= other.owed
        holds.merge(other.holds) { first, _ in first }
        ended.formUnion(other.ended)
    }

    /// What was owed is paid first.
    fileprivate mutating func give(_ points: Int64, _ earning: String, _ expiresOn: CalendarDay?, _ at: Int64) {
        let paid = min(owed, points)
        owed &-= paid
        guard points > paid else { return }
        lots.append(.init(earning: earning, points: points &- paid, expiresOn: expiresOn?.description, at: at))
    }

    /// The oldest go first; what is not there is owed.
    fileprivate mutating func take(_ points: Int64) {
        let parts = oldest(points) { _ in true }
        owed &+= points &- parts.reduce(0) { $0 &+ $1.points }
        remove(parts)
    }

    /// - Parameter parts: whose points they are; empty: the oldest.
    fileprivate mutating func spend(_ parts: [PointsPart], of points: Int64) {
        if parts.isEmpty { take(points) } else { remove(parts) }
    }

    private mutating func remove(_ parts: [PointsPart]) {
        for part in parts {
            guard let place = lots.firstIndex(where: { ExactText.same($0.earning, part.earning) }) else { continue }
            lots[place].points &-= part.points
        }
        lots.removeAll { $0.points <= 0 }
    }

    fileprivate func oldest(_ points: Int64, _ isGood: (PointsDecider.Lot) -> Bool) -> [PointsPart] {
        var left = points
        var parts: [PointsPart] = []
        for lot in lots where left > 0 && isGood(lot) {
            var part = lot.part
            part.points = min(left, lot.points)
            left &-= part.points
            parts.append(part)
        }
        return parts
    }

    fileprivate mutating func end(_ hold: String) {
        holds[hold] = nil
        ended.insert(ExactText(hold))
    }
}
