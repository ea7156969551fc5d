import Events
import JSON

/// Who a customer is: what identifies a person, and so never stands in the open.
package struct Person: FactPart, Equatable {
    package var name: String?
    package var phone: String?
    package var email: String?
    package var birthday: CalendarDay?
    package var address: String?
    package var note: String?
    /// Loyalty cards, by the numbers printed on them.
    package var cards: [String] = []
    /// Users' own fields about the person.
    package var personalFields: JSON?

    package init() {}

    package mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) {
        visitor.text("name", &name)
        visitor.text("phone", &phone)
        visitor.text("email", &email)
        visitor.day("birthday", &birthday, required: false)
        visitor.text("address", &address)
        visitor.text("note", &note)
        visitor.texts("cards", &cards)
        visitor.free("personalFields", &personalFields)
    }

    /// A phone as it is looked for: its digits.
    static func digits(_ phone: String) -> String {
        String(decoding: phone.utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }, as: UTF8.self)
    }
}
