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

    /// What one customer alone has.
    package enum Identifier: String, Sendable { case card, phone, taxNumber }

    /// A customer besides some who has this: a phone by `Person.number`, the others as they stand.
    package func holder(of identifier: Identifier, _ value: String, besides own: [String]) throws -> String? {
        let condition =
            switch identifier {
            case .card: "$1 = ANY(cards) AND davtari.card_hashes(cards) @> davtari.card_hashes(ARRAY[$1])"
            case .phone: "phone = $1"
            case .taxNumber: "tax_number = $1"
            }
        return try connection.prepared(
            "\(identifier.rawValue)_holder",
            """
            SELECT id FROM davtari.person WHERE entity = 'customer' AND id <> ALL($2) AND \(condition) ORDER BY id LIMIT 1
            """, [Bind(value), .textArray(own)]
        ).first?.text(0)
    }
}
