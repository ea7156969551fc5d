import Events

/// Why somebody may not write a fact.
package enum WritingRefusal: Error, Equatable, Sendable { case place, writer, type }

/// The first question: may it write this fact?
extension Principal {
    package func refusal(writing type: String, as writer: String, at place: Place) -> WritingRefusal? {
        refusal(writingAs: writer, at: place) ?? refusal(saying: type)
    }

    /// The part of it that is the same for all facts of one request.
    package func refusal(writingAs writer: String, at place: Place) -> WritingRefusal? {
        guard writes.holds(place) else { return .place }
        // The office's own writers are nobody's: what is decided there takes the next number, and a number that another
        // took would be a decision lost.
        guard !Envelope.isOffice(writer: writer), books.hold(writer) else { return .writer }
        return nil
    }

    /// The part of it that each fact is asked.
    ///
    /// A till authors what happens at a till. A type that this version does not know is kept: a newer till may be right, and
    /// a fact that is refused is lost. Whoever speaks of a customer speaks of a person, and a till's book is no place for
    /// that, in any version.
    package func refusal(saying type: String) -> WritingRefusal? {
        guard isAuthor, rights.saysAll || Area.ofAnyone.contains(type) || rights.holds(.say(fact: type)) else {
            return .type
        }
        // A decision on a request, a sign-in, a token: said by anybody else it would close what nobody has decided.
        if Area.isOfOfficeAlone(type) { return .type }
        // Whoever defines a role gives its rights to all who have it. By command it is asked whether they are theirs to give; at
        // the door nobody looks at what a fact says.
        if !rights.saysAll, Area.givesRights(type) { return .type }
        guard kind == .till else { return nil }
        if type.hasPrefix("customer.") { return .type }
        return FactType.byName[type].map { $0.author == .till } ?? true ? nil : .type
    }
}
