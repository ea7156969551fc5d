import Crypto
import Events
import Foundation
import JSON
import Postgres
import Rules

/// Who customers and employees are: each person's key, what it seals, and the names that people are looked for by.
///
/// It stands beside the log and is no fold of it: a replay restores everything but the keys (`KeyFile` saves them). Without
/// the key, what the log has sealed cannot be opened by anyone; erasing a person is deleting their row here.
package struct PersonVault {
    package let connection: Connection
    let checkReady: (Connection) throws -> Void

    /// - Parameter checkReady: asked before anybody is opened; it throws while this database may have keys of people who
    ///   were erased since, as one from the past has until it has read what the log says of them.
    package init(_ connection: Connection, checkReady: @escaping (Connection) throws -> Void) {
        (self.connection, self.checkReady) = (connection, checkReady)
    }

    /// Whether anybody may be named here: what the log says of who was erased has been read (`checkReady`).
    package static func isReady(_ connection: Connection) throws -> Bool {
        try connection.query("SELECT davtari.is_verified()").first?.bool(0) ?? false
    }

    /// Whether somebody was erased; nobody who was gets a key again.
    package func isErased(_ who: PersonID) throws -> Bool {
        try !connection.query(
            "SELECT FROM davtari.person_erased WHERE entity = \(who.entity.rawValue) AND id = \(who.id)"
        ).isEmpty
    }

    /// Seals a person for a fact of this type, and keeps their names; the first time with a new key.
    ///
    /// - Returns: base64 of the sealed bytes, bound to the person's id and the type.
    package func seal(_ person: Person, of who: PersonID, for type: String) throws -> String {
        let key = try key(of: who, locked: true) ?? Sealing.newKey()
        try keep(person, of: who, key)
        let sealed = Sealing.seal(person.encoded, key: key, additional: Self.additional(who.id, type))
        return Data(sealed).base64EncodedString()
    }

    /// Keeps a key with the names of its person, in place of what was kept of them.
    package func keep(_ person: Person, of who: PersonID, _ key: [UInt8]) throws {
        let kept = Sealing.seal(person.encoded, key: key, additional: Self.additional(who.id, Self.ownType))
        let phone = person.phone.flatMap(Person.number)
        try connection.execute(
            """
            INSERT INTO davtari.person (entity, id, key, name, tax_number, phone, email, cards, sealed)
            VALUES (\(who.entity.rawValue), \(who.id), \(key), \(person.name), \(person.taxNumber), \(phone),
                \(person.email), \(person.cards), \(kept))
            ON CONFLICT (entity, id) DO UPDATE SET name = EXCLUDED.name, tax_number = EXCLUDED.tax_number,
                phone = EXCLUDED.phone, email = EXCLUDED.email, cards = EXCLUDED.cards, sealed = EXCLUDED.sealed
            """)
    }

    /// Whether this database has a person's key.
    package func hasKey(_ who: PersonID) throws -> Bool { try key(of: who, locked: false) != nil }

    private func key(of who: PersonID, locked: Bool) throws -> [UInt8]? {
        let lock: SQL = locked ? "FOR UPDATE" : ""
        return try connection.query(
            "SELECT key FROM davtari.person WHERE entity = \(who.entity.rawValue) AND id = \(who.id) \(lock)"
        ).first?.bytes(0)
    }

    /// A person's key, for many facts of theirs; nil where it is not here. Who asks has asked `isReady`.
    package static func key(of who: PersonID, _ connection: Connection) throws -> [UInt8]? {
        try PersonVault(connection) { _ in }.key(of: who, locked: false)
    }

    /// Opens what a fact has sealed; nil when the person's key is gone, or it was sealed for something else.
    package func open(_ sealed: String, of who: PersonID, from type: String) throws -> Person? {
        try checkReady(connection)
        return try key(of: who, locked: false).flatMap { try Self.open(sealed, of: who, from: type, $0) }
    }

    package static func open(_ sealed: String, of who: PersonID, from type: String, _ key: [UInt8]) throws -> Person? {
        guard let bytes = Data(base64Encoded: sealed),
            let plain = Sealing.open(Array(bytes), key: key, additional: additional(who.id, type))
        else { return nil }
        return try JSONParser().parse(plain) { Person.read($0).part }
    }

    /// Destroys a person's key and names, and remembers that they were erased; false when there were none.
    @discardableResult
    package func erase(_ who: PersonID) throws -> Bool {
        try connection.execute(
            "INSERT INTO davtari.person_erased (entity, id) VALUES (\(who.entity.rawValue), \(who.id)) ON CONFLICT DO NOTHING"
        )
        return try connection.execute(
            "DELETE FROM davtari.person WHERE entity = \(who.entity.rawValue) AND id = \(who.id)") > 0
    }

    /// What is sealed in the table itself.
    static let ownType = "davtari.person"

    /// A sealed text moved to another person or another type of fact does not open.
    static func additional(_ id: String, _ type: String) -> [UInt8] {
        Array(id.utf8) + [0] + Array(type.utf8)
    }
}
