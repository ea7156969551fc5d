/// Why a request or an event was turned away at the door; nothing of it is stored.
///
/// The door looks at who speaks and in which envelope. What is said is a fact and is never refused.
package struct Refusal: Error, Sendable, Equatable {
    package let httpStatus: Int
    /// The broken rule's name; stable, for programs.
    package let rule: String
    /// A sentence for a person.
    package let message: String
    /// The member of the envelope, or of the path, that is wrong.
    package let place: String?
    /// Where in the request's body: the byte that is wrong where it is known, else the event's first.
    package let byte: Int?
    /// The limit that was passed.
    package let limit: Int?

    package init(
        _ httpStatus: Int, _ rule: String, _ message: String, place: String? = nil, byte: Int? = nil, limit: Int? = nil
    ) {
        (self.httpStatus, self.rule, self.message) = (httpStatus, rule, message)
        (self.place, self.byte, self.limit) = (place, byte, limit)
    }

    static func malformed(_ rule: String, _ message: String, place: String? = nil, byte: Int? = nil) -> Refusal {
        Refusal(400, rule, message, place: place, byte: byte)
    }

    static func forbidden(_ message: String, place: String, byte: Int? = nil) -> Refusal {
        Refusal(403, "rights", message, place: place, byte: byte)
    }

    static func tooLarge(_ rule: String, _ message: String, byte: Int? = nil, limit: Int) -> Refusal {
        Refusal(413, rule, message, byte: byte, limit: limit)
    }
}
