import Crypto
import Events
import JSON
import Postgres
import Rules

/// Looking for customers.
extension PersonVault {
    package static let findLimit = 50

    package struct Found: Sendable, Equatable {
        package var customer: String
        package var person: Person
    }

    /// Customers whose name or e-mail holds this, whose phone holds its digits, or whose card or tax number it is; by name, at most
    /// `findLimit`.
    package func find(_ text: String) throws -> [Found] {
        try checkReady(connection)
        let phones = Person.partsOfNumber(text)
        return try connection.query(
            """
            SELECT id, key, sealed FROM davtari.person
            WHERE entity = 'customer' AND (strpos(lower(name), lower(\(text))) > 0 OR strpos(lower(email), lower(\(text))) > 0
                OR EXISTS (SELECT FROM unnest(\(phones)::text[]) part WHERE strpos(phone, part) > 0) OR \(text) = ANY(cards)
                OR tax_number = \(text))
            ORDER BY lower(name), id LIMIT \(Int64(Self.findLimit))
            """
        ).compactMap(Self.found)
    }

    /// Who a customer is; nil when nobody knows, or does any more.
    package func person(_ customer: String) throws -> Person? { try person(.customer(customer)) }

    /// Who somebody is; nil when nobody knows, or does any more.
    package func person(_ who: PersonID) throws -> Person? {
        try checkReady(connection)
        return try connection.query(
            "SELECT id, key, sealed FROM davtari.person WHERE entity = \(who.entity.rawValue) AND id = \(who.id)"
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

    private static func found(_ row: Row) throws -> Found? {
        let customer = try row.text(0)
        let plain = Sealing.open(
            try row.bytes(2), key: try row.bytes(1), additional: additional(customer, ownType))
        return try plain.map { plain in
            Found(customer: customer, person: try JSONParser().parse(plain) { Person.read($0).part })
        }
    }

    // MARK: Whose a card, a phone or a tax number is

    /// A customer besides some who has this card, as it stands.
    package func holder(ofCard card: String, besides own: [String]) throws -> String? {
        try connection.prepared(
            "card_holder",
            """
            SELECT id FROM davtari.person WHERE entity = 'customer' AND id <> ALL($2) AND $1 = ANY(cards)
                AND davtari.card_hashes(cards) @> davtari.card_hashes(ARRAY[$1]) ORDER BY id LIMIT 1
            """, [Bind(card), .textArray(own)]
        ).first?.text(0)
    }

    /// A customer besides some who has this phone, by `Person.number`.
    package func holder(ofPhone number: String, besides own: [String]) throws -> String? {
        try connection.prepared(
            "phone_holder",
            """
            SELECT id FROM davtari.person WHERE entity = 'customer' AND id <> ALL($2) AND phone = $1
                ORDER BY id LIMIT 1
            """, [Bind(number), .textArray(own)]
        ).first?.text(0)
    }

    /// A customer besides some who has this tax number, as it stands.
    package func holder(ofTaxNumber number: String, besides own: [String]) throws -> String? {
        try connection.prepared(
            "tax_number_holder",
            """
            SELECT id FROM davtari.person WHERE entity = 'customer' AND id <> ALL($2) AND tax_number = $1
                ORDER BY id LIMIT 1
            """, [Bind(number), .textArray(own)]
        ).first?.text(0)
    }
}
