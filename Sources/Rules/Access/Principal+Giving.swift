/// May it let somebody else do this?
extension Principal {
    /// Whether it may give these rights to somebody, or change the sign-in of who has them: nobody hands on what they do not hold
    /// themselves, nor takes over who may do more. What is done at a till or with files is no program's to hold, and it may give it; but all
    /// rights, an owner's, are given by people alone. What reaches one's own shops alone is not given: others may work elsewhere.
    package func mayGive(_ others: Grants) -> Bool {
        let given = others.rights
        let missing = everywhere.missing(given)
        guard kind == .client else { return missing.isEmpty && goesAsFar(as: others) && showsNoMore(others) }
        return !given.saysAll
            && missing.allSatisfy { right in
                switch right {
                case .atTill, .files: true
                default: false
                }
            }
    }

    /// Nobody shows others what they are not shown themselves, nor lets them change what they may not.
    private func showsNoMore(_ others: Grants) -> Bool {
        !isLimited
            || [limited.seeing, limited.changing].allSatisfy { mine in
                mine.kept { entity in
                    let shape = EntityShapes.named(entity) ?? .entry
                    return others.rights.holds(.read(shape.area.readAs)) || others.rights.holds(.change(shape.area))
                }.isWithin(.union(others.roles.map(\.narrowing)))
            }
    }

    /// Nobody gives leave to go further than they may go alone.
    private func goesAsFar(as others: Grants) -> Bool {
        !isLimited
            || Right.allDoings.allSatisfy { right in
                guard others.rights.holds(right), let mine = limit(of: right, at: .chain) else { return true }
                return others.roles.limit(of: right)?.isWithin(mine) ?? false
            }
    }

    /// Whether it may define a role of these rights, which all who have it then hold. A program that may say everything in every area
    /// may say so as a fact, and so by command.
    package func mayDefine(_ others: Grants) -> Bool { rights.saysAll && !isLimited || mayGive(others) }
}

/// May it make a token that is this?
extension Principal {
    /// Whether it may give what the other may do: no right, and no place, that it does not have itself.
    package func mayMake(_ other: Principal) -> Bool {
        mayGive(Grants(other.rights)) && (kind != .client || writes.holds(all: other.writes))
            && acts.holds(all: other.acts)
            && (sees.map { mine in other.sees.map { Set($0).isSubset(of: mine) } ?? false } ?? true)
    }
}
