import Crypto
import Events
import Foundation
import JSON
import Postgres

/// Who customers are: each person's key, what it seals, and the names that people are looked for by.
///
/// It stands beside the log and is no fold of it. Without the key, what the log has sealed cannot be opened by anyone;
/// erasing a person is deleting their row here.
package struct People {
    private let connection: Connection

    package init(_ connection: Connection) { self.connection = connection }

    /// Seals a person for a fact of this type, and keeps their names; the first time with a new key.
    ///
    /// - Returns: base64 of the sealed bytes, bound to the customer and the type.
    func seal(_ person: Person, of customer: String, for type: String) throws -> String {
        let found = try connection.query("SELECT key FROM davtari.person WHERE customer = \(customer) FOR UPDATE").first
        let key = try found?.bytes(0) ?? Sealing.newKey()
        let kept = Sealing.seal(person.encoded, key: key, additional: Self.additional(customer, Self.ownType))
        let phone = person.phone.map { Person.digits($0) }
        try connection.execute(
            """
            INSERT INTO davtari.person (customer, key, name, phone, email, cards, sealed)
            VALUES (\(customer), \(key), \(person.name), \(phone), \(person.email), \(person.cards), \(kept))
            ON CONFLICT (customer) DO UPDATE SET name = EXCLUDED.name, phone = EXCLUDED.phone, email = EXCLUDED.email,
                cards = EXCLUDED.cards, sealed = EXCLUDED.sealed
            """)
        let sealed = Sealing.seal(person.encoded, key: key, additional: Self.additional(customer, type))
        return Data(sealed).base64EncodedString()
    }

    /// Opens what a fact has sealed; nil when the person's key is gone, or it was sealed for something else.
    package func open(_ sealed: String, of customer: String, from type: String) throws -> Person? {
        guard let bytes = Data(base64Encoded: sealed),
            let row = try connection.query("SELECT key FROM davtari.person WHERE customer = \(customer)").first,
            let plain = Sealing.open(
                Array(bytes), key: try row.bytes(0), additional: Self.additional(customer, type))
        else { return nil }
        return try JSONParser().parse(plain) { Person.read($0).part }
    }

    /// Destroys a person's key and names; false when there were none.
    func erase(_ customer: String) throws -> Bool {
        try connection.execute("DELETE FROM davtari.person WHERE customer = \(customer)") > 0
    }

    // MARK: Looking for people

    package static let findLimit = 50

    package struct Found: Sendable, Equatable {
        package var customer: String
        package var person: Person
    }

    /// People whose name or e-mail holds this, whose phone holds its digits, or whose card it is; by name, at most
    /// `findLimit`.
    package func find(_ text: String) throws -> [Found] {
        let digits = Person.digits(text)
        // Two digits are in every phone.
        let phone: String? = digits.count >= 3 ? digits : nil
        return try connection.query(
            """
            SELECT customer, key, sealed FROM davtari.person
            WHERE strpos(lower(name), lower(\(text))) > 0 OR strpos(lower(email), lower(\(text))) > 0
                OR strpos(phone, \(phone)) > 0 OR \(text) = ANY(cards)
            ORDER BY lower(name), customer LIMIT \(Int64(Self.findLimit))
            """
        ).compactMap(Self.found)
    }

    /// Who a customer is; nil when nobody knows, or does any more.
    package func person(_ customer: String) throws -> Person? {
        try connection.query("SELECT customer, key, sealed FROM davtari.person WHERE customer = \(customer)").first
            .flatMap(Self.found)?.person
    }

    /// Who a person is that has several ids: as one of them says, with the cards of all.
    ///
    /// - Parameter ids: the one that was asked for first.
    package func person(_ ids: [String]) throws -> Person? {
        let all = try ids.compactMap { try person($0) }
        guard var person = all.first else { return nil }
        for card in all.dropFirst().flatMap(\.cards) where !person.cards.contains(card) { person.cards.append(card) }
        return person
    }

    /// Every id of the person that an id is of, that one first.
    package func ids(_ customer: String) throws -> [String] {
        let ids = try Work(connection).person(customer)
        return [customer] + ids.filter { $0 != customer }
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

    /// A sealed text moved to another customer or another type of fact does not open.
    private static func additional(_ customer: String, _ type: String) -> [UInt8] {
        Array(customer.utf8) + [0] + Array(type.utf8)
    }
}
