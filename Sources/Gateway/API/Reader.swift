import HTTP
import Projections
import Rules
import Services

/// Who asks a question, and what of the answer is for these eyes.
struct Reader: Sendable {
    let sight: Sight

    /// Why the caller may not read an area; a reader when it may.
    static func admit(_ caller: Caller, to area: Scope) -> Result<Reader, Denied> {
        switch caller {
        case .nobody: return .failure(Denied(Caller.unknown))
        case .user: return .success(Reader(sight: .everything))
        case .token(let rights):
            switch rights.kind {
            case .till: return .failure(Denied(Self.notForTills))
            case .office, .import: return .success(Reader(sight: .everything))
            case .api:
                guard rights.scopes.contains(area) else {
                    return .failure(
                        Denied(
                            .problem(
                                status: 403, title: "Not for this token",
                                detail: "this token reads \(rights.scopes.map(\.rawValue).joined(separator: ", ")); "
                                    + "here the scope \(area.rawValue) is needed")))
                }
                return .success(
                    Reader(
                        sight: Sight(stores: rights.stores.isEmpty ? nil : rights.stores, scopes: Set(rights.scopes))))
            }
        }
    }

    struct Denied: Error {
        let response: Response
        init(_ response: Response) { self.response = response }
    }

    private static let notForTills = Response.problem(
        status: 403, title: "Not for a till", detail: "a till's token reads no cost, no margin and no other shop")
}
