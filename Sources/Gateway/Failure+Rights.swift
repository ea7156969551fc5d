import HTTP
import Rules

/// What somebody is told whose rights do not reach. Nothing of it depends on what the data hold.
extension Failure {
    /// Why a question is not answered: the right that it needs is missing.
    static func mayNotSee(_ right: Right, _ principal: Principal) -> Response {
        switch principal.kind {
        case .till where right == .readIdentity, .client where right == .readIdentity:
            .problem(
                status: 403, title: "Not with this token", detail: "who people are is told to the office's tokens",
                extra: [("rule", "rights")])
        case .till: notForTills
        case .client:
            .problem(
                status: 403, title: "Not for this token",
                detail: "this token reads \(principal.rights.scopes.map(\.rawValue).joined(separator: ", ")); "
                    + "here the scope \(right.subject) is needed")
        case .person, .terminal:
            .problem(
                status: 403, title: "Not with this role",
                detail: "a person with the role \(principal.title) does not have the right \(right)",
                extra: [("rule", "rights"), ("right", .text(right.description))])
        }
    }

    /// Why a writer's book is not told of.
    static func mayNotSee(bookOf writer: String, _ principal: Principal) -> Response {
        .problem(
            status: 403, title: principal.kind == .till ? "Another till's book" : "Not for this token",
            detail: "this token may not read writer \(writer)")
    }

    /// Why the office decides nothing for a token.
    static func mayNot(_ refusal: DoingRefusal, in area: Area, _ principal: Principal) -> Response {
        switch refusal {
        case .nothing:
            .problem(
                status: 403, title: "Not with this token",
                detail: "this command is the office's: use a token of that kind",
                extra: [("rule", "rights")])
        case .right:
            .problem(
                status: 403, title: "Not with this token",
                detail:
                    "this token commands in \(principal.rights.areas.map(\.rawValue).joined(separator: ", ")), not in \(area.rawValue)",
                extra: [("rule", "rights"), ("area", .text(area.rawValue))])
        case .place(let place):
            .problem(
                status: 403, title: "Not at this place", detail: "this token does not command for “\(place.name)”",
                extra: [("rule", "rights"), ("place", .text(place.name))])
        }
    }

    /// The overview is not for this person, nor what moves on it.
    static let mayNotFollow = Response.problem(
        status: 403, title: "Not with this role", detail: "the overview is not for this person's role",
        extra: [("rule", "rights")])

    private static let notForTills = Response.problem(
        status: 403, title: "Not for a till", detail: "a till's token reads no cost, no margin and no other shop")
}
