import Events
import JSON

/// Who a customer or an employee is: what identifies a person, and so never stands in the open. An organisation's members are here
/// too, since those of a sole trader are a person's, and so are whoever is spoken with.
package struct Person: FactPart, Equatable {
    package var name: String?
    /// Of an organisation its identification code, of a person their personal number.
    package var taxNumber: String?
    package var phone: String?
    package var email: String?
    package var birthday: CalendarDay?
    package var address: String?
    package var otherAddresses: [OtherAddress] = []
    package var contacts: [ContactPerson] = []
    package var note: String?
    /// Loyalty cards, by the numbers printed on them.
    package var cards: [String] = []
    /// Users' own fields about the person.
    package var personalFields: JSON?

    package init() {}

    /// What labels call the facts about it, though it stands in none in the open (`PathTable`).
    static let subject = "person"

    /// The names of its members.
    package static let members = schema["properties"]?.object?.map(\.name) ?? []

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.text("name", &name)
        visitor.text("taxNumber", &taxNumber)
        visitor.text("phone", &phone)
        visitor.text("email", &email)
        visitor.day("birthday", &birthday, required: false)
        visitor.text("address", &address)
        visitor.parts("otherAddresses", &otherAddresses)
        visitor.parts("contacts", &contacts)
        visitor.text("note", &note)
        visitor.texts("cards", &cards)
        visitor.free("personalFields", &personalFields)
    }

    /// A phone in the one form that is kept and compared: the digits of the international number. One that has no more of
    /// them than a national number is Georgian (+995). nil: it has no digits.
    package static func number(_ phone: String) -> String? {
        let digits = significant(phone)
        if digits.isEmpty { return nil }
        return digits.utf8.count <= nationalDigits ? countryCode + digits : digits
    }

    /// A Georgian number without its country: 3 of an operator or a city, 6 of a subscriber.
    package static let nationalDigits = 9
    package static let countryCode = "995"

    /// What a number may hold where this was looked for, as it is said or dialled; nothing of fewer than three digits, of
    /// which two are in every phone.
    package static func partsOfNumber(_ text: String) -> [String] {
        let (said, dialled) = (digits(text), significant(text))
        guard said.utf8.count >= 3 else { return [] }
        if said == dialled || dialled.isEmpty { return [said] }
        return [said, dialled, countryCode + dialled].filter { $0.utf8.count >= 3 }
    }

    /// Its digits behind the zeros that are dialled first: 00 for another country, 0 for another city.
    private static func significant(_ phone: String) -> String { String(digits(phone).drop { $0 == "0" }) }

    private static func digits(_ phone: String) -> String {
        String(decoding: phone.utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }, as: UTF8.self)
    }
}

/// Where somebody is besides, and what for: where goods are brought, where an organisation is registered.
package struct OtherAddress: FactPart, Equatable {
    package var purpose: String?
    package var address: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.text("purpose", &purpose)
        visitor.text("address", &address)
    }
}

/// Whom one speaks with at an organisation.
package struct ContactPerson: FactPart, Equatable {
    package var name: String?
    /// What they are there: accountant.
    package var post: String?
    package var phone: String?
    package var email: String?
    package init() {}
    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.text("name", &name)
        visitor.text("post", &post)
        visitor.text("phone", &phone)
        visitor.text("email", &email)
    }
}
