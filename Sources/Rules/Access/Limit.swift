import Events

/// How much one thing gives away, writes off or changes, as limits are held against it.
package enum Measure: Sendable, Hashable {
    /// Millionths.
    case percent(Int64)
    /// Minor units.
    case money(Int64, currency: String)
    /// Nobody can say, as of a price where none stood before: further than any limit.
    case unknown
}

/// How far somebody goes in what a right lets them do, without somebody else's approval. What it does not measure it does not let
/// pass: a limit in percent alone is no leave to give away any amount. One that measures nothing lets nothing pass.
package struct Limit: Sendable, Hashable {
    /// Millionths.
    package private(set) var percent: Int64?
    /// Minor units, by currency.
    package private(set) var amounts: [String: Int64] = [:]

    package init(percent: Int64? = nil, amounts: [String: Int64] = [:]) {
        (self.percent, self.amounts) = (percent, amounts)
    }

    init(_ said: RoleLimit) {
        percent = said.percent
        if let amount = said.amount { amounts[said.currency ?? ""] = amount }
    }

    package func permits(_ measure: Measure) -> Bool {
        switch measure {
        case .percent(let percent): self.percent.map { percent <= $0 } ?? false
        case .money(let amount, let currency): amounts[currency].map { amount <= $0 } ?? false
        case .unknown: false
        }
    }

    /// Both hold.
    func and(_ other: Limit) -> Limit { joined(other, min) }

    /// Either holds.
    func or(_ other: Limit) -> Limit { joined(other, max) }

    private func joined(_ other: Limit, _ choose: (Int64, Int64) -> Int64) -> Limit {
        var joined = self
        joined.percent = percent.map { mine in other.percent.map { choose(mine, $0) } ?? mine } ?? other.percent
        joined.amounts.merge(other.amounts, uniquingKeysWith: choose)
        return joined
    }

    /// Whether all that it lets pass passes there too.
    func isWithin(_ other: Limit) -> Bool {
        (percent.map { other.permits(.percent($0)) } ?? true)
            && amounts.allSatisfy { other.permits(.money($0.value, currency: $0.key)) }
    }
}

/// A role as it is held: what it gives, where, and how far.
package struct LimitedRole: Sendable, Hashable {
    let rights: Rights
    let reach: Reach
    let narrowing: Narrowing
    private let limits: [Bound]

    private struct Bound: Hashable {
        /// What the word of the limit means, as a role writes its rights.
        let rights: Rights
        let limit: Limit
    }

    init(_ rights: Rights, _ reach: Reach, _ limits: [RoleLimit], _ narrowing: Narrowing) {
        (self.rights, self.reach, self.narrowing) = (rights, reach, narrowing)
        self.limits = limits.map { Bound(rights: Rights(known: [$0.right]), limit: Limit($0)) }
    }

    var isLimited: Bool { !limits.isEmpty || !narrowing.isNone }

    /// The same as somebody holds it.
    func asked(by author: String, in shops: [String]) -> LimitedRole {
        let asked = narrowing.asked(by: author)
        return LimitedRole(self, reach == .own ? asked.among(staffOf: shops) : asked)
    }

    private init(_ role: LimitedRole, _ narrowing: Narrowing) {
        (rights, reach, limits, self.narrowing) = (role.rights, role.reach, role.limits, narrowing)
    }

    /// All that it says of a right together; nil: nothing.
    func limit(of right: Right) -> Limit? {
        let said = limits.filter { $0.rights.holds(right) }.map(\.limit)
        return said.dropFirst().reduce(said.first) { $0?.and($1) }
    }
}

extension [LimitedRole] {
    /// What those of them leave out, entity by entity, that let it be seen.
    var seeing: Narrowing { narrowing { $0.rights.holds(.read($1.area.readAs)) } }

    /// What those of them leave out, entity by entity, that let it be changed.
    var changing: Narrowing {
        narrowing { role, shape in
            role.rights.holds(.change(shape.area))
                || Right.Act.allCases.contains { role.rights.holds(.act(entity: shape.name, $0)) }
        }
    }

    private func narrowing(_ isOf: (LimitedRole, EntityShape) -> Bool) -> Narrowing {
        guard contains(where: { !$0.narrowing.isNone }) else { return .none }
        // Entries of the users' own entities are looked at like those of `entry`.
        let entities = Set(flatMap { $0.narrowing.entities })
        return entities.reduce(into: Narrowing.none) { all, entity in
            let roles = filter { isOf($0, EntityShapes.named(entity) ?? .entry) }
            all.add(.union(roles.map { $0.narrowing.kept { $0 == entity } }))
        }
    }

    /// How far a right goes by one of these roles; nil: without a limit.
    func limit(of right: Right) -> Limit? {
        var widest: Limit?
        for role in self where role.rights.holds(right) {
            guard let limit = role.limit(of: right) else { return nil }
            widest = widest.map { $0.or(limit) } ?? limit
        }
        return widest
    }
}

/// How far may it go alone?
extension Principal {
    /// Whether some right of it has a limit at all.
    package var isLimited: Bool { !limited.isEmpty }

    /// How far it goes in something at a place without somebody else's approval; nil: as far as it likes.
    package func limit(of right: Right, at place: Place) -> Limit? {
        limited.filter { $0.reach == .every || isOwn(place) }.limit(of: right)
    }

    /// Whether a place is where it works; what is the chain's is done there too.
    private func isOwn(_ place: Place) -> Bool {
        place == .chain || bounds?.shops.contains { Place($0) == place } ?? false
    }
}
