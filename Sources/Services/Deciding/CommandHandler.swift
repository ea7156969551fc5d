import Events
import Foundation
import Rules

/// The one way to have something decided. The API's routes, the pages' forms and the terminal ask here, and are let do, answered
/// and refused alike.
package struct CommandHandler: Sendable {
    let office: Office
    package let lookups: Lookups

    /// - Parameter lookups: what the read models tell, where a command needs it.
    package init(_ office: Office, _ lookups: Lookups) { (self.office, self.lookups) = (office, lookups) }

    /// A command that its principal may ask for; only `CommandHandler.admit` makes one.
    package struct Admitted: Sendable {
        fileprivate let action: Action
        fileprivate let ids: [String: String]
        fileprivate let principal: Principal
    }

    /// Lets a principal ask for an action, before anything of what it says is read.
    ///
    /// - Parameter ids: what stands in the action's address.
    package func admit(
        _ principal: Principal, to action: Action, at ids: [String: String]
    ) throws(DoingRefusal) -> Admitted {
        if let refusal = action.refusal(to: principal, at: ids) { throw refusal }
        return Admitted(action: action, ids: ids, principal: principal)
    }

    /// Has the office decide; blocks.
    ///
    /// - Parameters:
    ///   - body: JSON, as it was sent.
    ///   - key: the principal's own name for this command: said again, it is answered as the first time.
    /// - Throws: `Refusal` where the business says no, `OfficeError` where nothing can be decided now.
    package func perform(
        _ admitted: Admitted, _ body: [UInt8], _ precondition: Precondition = .none, key: String? = nil
    ) throws -> CommandAnswer {
        let (action, principal) = (admitted.action, admitted.principal)
        var call = Call(
            ids: admitted.ids, body: try CommandBody(body), precondition: precondition, caller: principal.id,
            now: .now, till: principal.till)
        call.principal = principal
        try action.prepare?(&call, office, lookups)
        try call.weigh(action, lookups)
        try call.lookAtAuthors(lookups)
        let asked = call
        func command(_ run: @escaping @Sendable (Work) throws -> Effect) throws -> Command {
            try Command(
                caller: principal.id, key: key,
                saying: [Array(action.method.utf8), Array(action.address(asked.ids).utf8), asked.body.canonical],
                run: run)
        }
        do {
            return try office.perform(
                command { work in
                    try asked.checkAsked(action, work)
                    let effect = try action.run(work, asked)
                    try asked.checkNarrowing(action, work)
                    try asked.checkLimits(action, work)
                    return effect
                })
        } catch let beyond as BeyondLimit {
            // Of what went too far nothing is left; that it is asked for is decided by itself, under the same key.
            return try office.perform(command { try ApprovalActions.ask($0, action, asked, beyond) })
        }
    }
}

extension Call {
    /// Looks up what goods cost, for who may not write off or revalue as much as they like.
    mutating func weigh(_ action: Action, _ lookups: Lookups) throws {
        guard action.area == .goods, let principal, let store = ids["store"],
            principal.limit(of: action.right, at: Place(store)) != nil
        else { return }
        let products = (body["lines"]?.array ?? []).compactMap { $0["product"]?.string }.filter(EntityID.isOne)
        // Who counts by several has looked up all of the shop.
        if !products.isEmpty { costsOnHand = try lookups.costsOnHand(store, products) }
    }
}

extension Action {
    /// The address that ids give it, however whoever asked escaped them: a repeat under the same key says it again.
    func address(_ ids: [String: String]) -> String {
        "/v1/"
            + path.map { part in
                guard part.hasPrefix("{") else { return part }
                let id = ids[String(part.dropFirst().dropLast())] ?? ""
                return id.addingPercentEncoding(withAllowedCharacters: Self.plain) ?? id
            }.joined(separator: "/")
    }

    private static let plain = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: "/"))
}
