import Events

/// How far the rights of a role reach.
package enum Reach: String, Sendable, CaseIterable {
    /// Every shop, and what belongs to none.
    case every
    /// The shops in which somebody works, as their record of staff says. What is the chain's and tells no figures (its customers,
    /// its suppliers) is seen too.
    case own
}

/// What the roles of somebody give: rights in every shop, and rights in the shops where they work.
package struct Grants: Sendable, Hashable {
    package let everywhere: Rights
    package let inOwnShops: Rights
    /// The roles one by one, since each has limits of its own.
    let roles: [LimitedRole]

    /// - Parameters:
    ///   - limits: how far a right goes without somebody else's approval; one that is not named goes as far as it reaches.
    ///   - narrowing: what they leave out.
    package init(
        _ rights: Rights, _ reach: Reach = .every, limits: [RoleLimit] = [], narrowing: Narrowing = .none
    ) {
        (everywhere, inOwnShops) = reach == .every ? (rights, .none) : (.none, rights)
        roles = [LimitedRole(rights, reach, limits, narrowing)]
    }

    private init(everywhere: Rights, inOwnShops: Rights, roles: [LimitedRole]) {
        (self.everywhere, self.inOwnShops, self.roles) = (everywhere, inOwnShops, roles)
    }

    package static let none = Grants(.none)

    /// All that one of several gives.
    package static func union(_ all: [Grants]) -> Grants {
        Grants(
            everywhere: .union(all.map(\.everywhere)), inOwnShops: .union(all.map(\.inOwnShops)),
            roles: all.flatMap(\.roles))
    }

    /// How far a right goes by one of these roles; nil: without a limit.
    package func limit(of right: Right) -> Limit? { roles.limit(of: right) }

    /// Whatever is held in some shop.
    package var rights: Rights { .union([everywhere, inOwnShops]) }
}
