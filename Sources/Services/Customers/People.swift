import Crypto
import Events
import Foundation
import JSON
import Postgres

/// Who customers and employees are: each person's key, what it seals, and the names that people are looked for by.
///
/// It stands beside the log and is no fold of it: a replay restores everything but the keys (`KeyFile` saves them). Without
/// the key, what the log has sealed cannot be opened by anyone; erasing a person is deleting their row here.
package struct People {
    private let connection: Connection

    package init(_ connection: Connection) { self.connection = connection }

    /// Seals a person for a fact of this type, and keeps their names; the first time with a new key.
    ///
    /// - Returns: base64 of the sealed bytes, bound to the person's id and the type.
    func seal(_ person: Person, of who: PersonID, for type: String) throws -> String {
        let key = try key(of: who, locked: true) ?? Sealing.newKey()
        try keep(person, of: who, key)
        let sealed = Sealing.seal(person.encoded, key: key, additional: Self.additional(who.id, type))
        return Data(sealed).base64EncodedString()
    }

    /// Keeps a key with the names of its person, in place of what was kept of them.
    func keep(_ person: Person, of who: PersonID, _ key: [UInt8]) throws {
        let kept = Sealing.seal(person.encoded, key: key, additional: Self.additional(who.id, Self.ownType))
        let phone = person.phone.flatMap(Person.number)
        try connection.execute(
            """
            INSERT INTO davtari.person (entity, id, key, name, phone, email, cards, sealed)
            VALUES (\(who.entity.rawValue), \(who.id), \(key), \(person.name), \(phone), \(person.email), \(person.cards),
                \(kept))
            ON CONFLICT (entity, id) DO UPDATE SET name = EXCLUDED.name, phone = EXCLUDED.phone, email = EXCLUDED.email,
                cards = EXCLUDED.cards, sealed = EXCLUDED.sealed
            """)
    }

    /// Whether this database has a person's key.
    func hasKey(_ who: PersonID) throws -> Bool { try key(of: who, locked: false) != nil }

    private func key(of who: PersonID, locked: Bool) throws -> [UInt8]? {
        let lock: SQL = locked ? "FOR UPDATE" : ""
        return try connection.query(
            "SELECT key FROM davtari.person WHERE entity = \(who.entity.rawValue) AND id = \(who.id) \(lock)"
        ).first?.bytes(0)
    }

    /// Opens what a fact has sealed; nil when the person's key is gone, or it was sealed for something else.
    package func open(_ sealed: String, of who: PersonID, from type: String) throws -> Person? {
        try checkNobodyIsForgotten()
        return try key(of: who, locked: false).flatMap { try Self.open(sealed, of: who, from: type, $0) }
    }

    static func open(_ sealed: String, of who: PersonID, from type: String, _ key: [UInt8]) throws -> Person? {
        guard let bytes = Data(base64Encoded: sealed),
            let plain = Sealing.open(Array(bytes), key: key, additional: additional(who.id, type))
        else { return nil }
        return try JSONParser().parse(plain) { Person.read($0).part }
    }

    /// Destroys a person's key and names, and remembers that they were erased; false when there were none.
    @discardableResult
    func erase(_ who: PersonID) throws -> Bool {
        try connection.execute(
            "INSERT INTO davtari.person_erased (entity, id) VALUES (\(who.entity.rawValue), \(who.id)) ON CONFLICT DO NOTHING"
        )
        return try connection.execute(
            "DELETE FROM davtari.person WHERE entity = \(who.entity.rawValue) AND id = \(who.id)") > 0
    }

    /// A database from the past has keys of people who were erased since. Until it has read what the log says of them,
    /// nobody is opened.
    private func checkNobodyIsForgotten() throws {
        guard try Restore.isVerified(connection) else { throw OfficeError.peopleNotReady }
    }

    // MARK: Looking for customers

    package static let findLimit = 50

    package struct Found: Sendable, Equatable {
        package var customer: String
        package var person: Person
    }

    /// Customers whose name or e-mail holds this, whose phone holds its digits, or whose card it is; by name, at most
    /// `findLimit`.
    package func find(_ text: String) throws -> [Found] {
        try checkNobodyIsForgotten()
        let phones = Person.partsOfNumber(text)
        return try connection.query(
            """
            SELECT id, key, sealed FROM davtari.person
            WHERE entity = 'customer' AND (strpos(lower(name), lower(\(text))) > 0 OR strpos(lower(email), lower(\(text))) > 0
                OR EXISTS (SELECT FROM unnest(\(phones)::text[]) part WHERE strpos(phone, part) > 0) OR \(text) = ANY(cards))
            ORDER BY lower(name), id LIMIT \(Int64(Self.findLimit))
            """
        ).compactMap(Self.found)
    }

    /// Who a customer is; nil when nobody knows, or does any more.
    package func person(_ customer: String) throws -> Person? {
        try checkNobodyIsForgotten()
        return try connection.query(
            "SELECT id, key, sealed FROM davtari.person WHERE entity = 'customer' AND id = \(customer)"
        ).first.flatMap(Self.found)?.person
    }

    /// Who a person is that has several ids: as one of them says, with the cards of all.
    ///
    /// - Parameter ids: the one that was asked for first.
    package func person(_ ids: [String]) throws -> Person? {
        let all = try ids.compactMap { try person($0) }
        guard var person = all.first else { return nil }
        var known = Set(person.cards.map(ExactText.init))
        for card in all.dropFirst().flatMap(\.cards) where known.insert(ExactText(card)).inserted {
            person.cards.append(card)
        }
        return person
    }

    /// Every id of the person that an id is of, that one first.
    package func ids(_ customer: String) throws -> [String] {
        let ids = try Work(connection).person(customer)
        return [customer] + ids.filter { !ExactText.same($0, customer) }
    }

    private static func found(_ row: Row) throws -> Found? {
        let customer = try row.text(0)
        let plain = Sealing.open(
            try row.bytes(2), key: try row.bytes(1), additional: additional(customer, ownType))
        return try plain.map { plain in
            Found(customer: customer, person: try JSONParser().parse(plain) { Person.read($0).part })
        }
    }

    /// What is sealed in the table itself.
    private static let ownType = "davtari.person"

    /// A sealed text moved to another person or another type of fact does not open.
    private static func additional(_ id: String, _ type: String) -> [UInt8] {
        Array(id.utf8) + [0] + Array(type.utf8)
    }
}
