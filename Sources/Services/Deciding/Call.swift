import Crypto
import Events
import JSON
import Rules

/// One asking of an action.
package struct Call: Sendable {
    package var ids: [String: String]
    package var body: CommandBody
    package var precondition: Precondition
    /// Who asks; stands as `operator` in the facts unless the command names one.
    package var caller: String
    package var now: Instant
    /// The same who asks, with what it may; nil where only facts follow from it.
    package var principal: Principal?
    /// The shop of the till that asks, for whoever stands at it; nil: the office does.
    package var till: String?
    /// What was looked up before: quantities on hand by product, costs by line.
    var onHand: ByID<Int64> = [:]
    var costs: [Int64: Int64] = [:]
    /// What lies in the shop, by product, and what it cost; looked up for who may not write off or revalue as much as they like.
    var costsOnHand: ByID<CostOnHand> = [:]
    /// The prices that hold when a change of many of them takes effect.
    var prices: [PriceInForce] = []
    /// Who said entries first; looked up for who reaches their own alone.
    var saidFirst: [StreamKey: String] = [:]
    /// Whether a PIN that it says is right, by the employee whose it would be.
    var pins: ByID<Pins.Verdict> = [:]
    /// Who lets it be decided though its caller may not go as far alone, and the fact that asked for it.
    var letBy: (person: String, request: String?)?
    /// Of a request that is decided on: what was asked for.
    var requested: [Call] = []
    /// The receipt that it speaks of, as its till wrote it.
    var original: (store: String, receipt: Receipt)?

    package init(
        ids: [String: String], body: CommandBody, precondition: Precondition, caller: String, now: Instant,
        till: String? = nil
    ) {
        (self.ids, self.body, self.precondition) = (ids, body, precondition)
        (self.caller, self.now, self.till) = (caller, now, till)
    }

    /// The shop that a new hold is kept for: the asking till's, which cannot hold for another.
    func holder(_ said: String?) throws(Refusal) -> String? {
        guard let till, let said, !ExactText.same(till, said) else { return till ?? said }
        throw Refusal(
            .forbidden, "rights", "this till holds for its own shop “\(till)”",
            [("path", "store"), ("place", .string(said))])
    }

    /// Refuses to touch what is held for another shop.
    ///
    /// - Parameter store: for which it is held; nil where no shop was said.
    func checkHolder(_ store: String?, _ hold: String) throws(Refusal) {
        if let till, let store, !ExactText.same(store, till) { throw Refusal.holdElsewhere(hold) }
    }

    /// An id of the address, fit to be one of a fact's.
    func id(_ name: String) throws -> String {
        let id = ids[name] ?? ""
        guard EntityID.isOne(id) else { throw Refusal.invalid(name, "id", "\(name) \(EntityID.rule)") }
        return id
    }

    /// An id that the body gives.
    func id(in json: JSON, _ name: String) throws -> String {
        guard let id = json.string, EntityID.isOne(id) else {
            throw Refusal.invalid(name, "id", "\(name) \(EntityID.rule)")
        }
        return id
    }

    /// The id that the body gives a new thing, or one that nobody can guess.
    func idInBodyOrNew(_ name: String) throws -> String {
        try body[name].map { try id(in: $0, name) } ?? Hex.encode(Random.bytes(8))
    }

    /// The body as the fact that it leads to, said by the caller.
    ///
    /// - Parameters:
    ///   - set: members that the address gives, not the body.
    ///   - besides: members of the body that are not the fact's.
    ///   - hidden: members of the fact that the command makes itself.
    ///   - zone: the shop's, looked up once the body is read.
    func fact<Body: FactBody>(
        _ type: Body.Type, set: [(String, String)] = [], besides: Set<String> = [], not hidden: [String] = [],
        zone: @autoclosure () throws -> String? = nil
    ) throws -> Body {
        var fact = try body.read(Body.self, set: set, besides: besides, not: hidden)
        fact.circumstances = try own(stamped(fact.circumstances, zone: try zone()))
        return fact
    }

    /// Why it is asked for, where that is all that the body says.
    func why() throws -> Circumstances { try own(stamped(try body.read(Why.self).circumstances)) }

    /// Nobody says in another's name that these allow it: who allows something asks for it, or decides on a request.
    private func own(_ circumstances: Circumstances) throws(Refusal) -> Circumstances {
        guard let principal, principal.kind == .person, letBy == nil, let approver = circumstances.approver,
            !ExactText.same(approver, principal.id)
        else { return circumstances }
        throw Refusal.invalid("approver", "approver.other", "who allows this says so with a sign-in of their own")
    }

    func stamped(_ circumstances: Circumstances, zone: String? = nil) -> Circumstances {
        var stamped = circumstances
        if stamped.operator == nil { stamped.operator = caller }
        if let letBy {
            stamped.approver = letBy.person
            stamped.causation = stamped.causation ?? letBy.request
        }
        // A date alone is a day of the shop, so its zone goes with it.
        if stamped.zone == nil, let date = stamped.effectiveAt, CalendarDay(date) != nil { stamped.zone = zone }
        return stamped
    }
}

/// A command that says nothing but why.
struct Why: FactBody {
    var circumstances = Circumstances()
    mutating func visit<Visitor: FactVisitor>(_ visitor: inout Visitor) { circumstances.visit(&visitor) }
}
