import Postgres

/// All keys at once: for a file of them, and from one.
extension PersonVault {
    /// Every key that is here; none of anybody who was erased.
    package static func keys(_ connection: Connection) throws -> [KeyFile.Entry] {
        try connection.query("SELECT entity, id, key FROM davtari.person ORDER BY entity, id COLLATE \"C\"").compactMap
        {
            row in try who(row).map { KeyFile.Entry(who: $0, key: try row.bytes(2)) }
        }
    }

    /// Who was erased here.
    package static func erased(_ connection: Connection) throws -> Set<PersonID> {
        Set(try connection.query("SELECT entity, id FROM davtari.person_erased").compactMap(who))
    }

    /// Whoever erases somebody now waits for the transaction's end, and then finds the keys that it restored.
    package static func holdErasing(_ connection: Connection) throws {
        try connection.execute("LOCK TABLE davtari.person IN SHARE ROW EXCLUSIVE MODE")
    }

    private static func who(_ row: Row) throws -> PersonID? {
        guard let entity = PersonID.Entity(rawValue: try row.text(0)) else { return nil }
        return PersonID(entity, try row.text(1))
    }
}
