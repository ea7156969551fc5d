import Events
import JSON
import Log
import Postgres
import Rules

/// A command that can be asked for: its address, whose work it is, and what it decides.
package struct Action: Sendable {
    /// `POST`, `PUT`, `DELETE`.
    package let method: String
    /// Behind `/v1`; `{store}` stands for any id.
    package let path: [String]
    package let area: Area
    /// Whether a till may ask for it too.
    package let tills: Bool
    package let form: BodyForm
    /// Looks up what the office does not know itself, before the transaction begins.
    private(set) var prepare: (@Sendable (inout Call, Office, Lookups) throws -> Void)?
    let run: @Sendable (Work, Call) throws -> Effect
    /// Who may ask for it.
    private(set) var admission = Admission.right

    enum Admission: Sendable {
        /// Who has its right.
        case right
        /// They, and who may change something in this area there.
        case rightOr(Area)
        /// Whoever decides on anything: of what, is looked at when it is run.
        case deciders
    }

    func admitting(_ admission: Admission) -> Action {
        var action = self
        action.admission = admission
        return action
    }

    func looking(_ prepare: @escaping @Sendable (inout Call, Office, Lookups) throws -> Void) -> Action {
        var action = self
        action.prepare = prepare
        return action
    }

    /// - Parameter form: what its body may say; what stands in the address need not stand there again.
    init(
        _ method: String, _ path: String, _ area: Area, _ form: BodyForm, tills: Bool = false,
        _ run: @escaping @Sendable (Work, Call) throws -> Effect
    ) {
        (self.method, self.area, self.form, self.tills, self.run) = (method, area, form, tills, run)
        self.path = path.split(separator: "/").map(String.init)
    }

    /// The names of what stands in the address.
    package var names: [String] { path.filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) } }

    /// JSON Schema 2020-12 of the body.
    package var bodySchema: JSON { form.schema(without: names) }

    /// The ids that stand at the places of this address; nil when it is another address.
    package func match(_ segments: [String]) -> [String: String]? {
        guard segments.count == path.count else { return nil }
        var ids: [String: String] = [:]
        for (part, segment) in zip(path, segments) {
            if part.hasPrefix("{") {
                ids[String(part.dropFirst().dropLast())] = segment
            } else if part != segment {
                return nil
            }
        }
        return ids
    }
}

package enum Actions {
    package static let all: [Action] =
        StoreActions.all + ProductActions.all + PricingActions.all + CustomerActions.all + GoodsActions.all
        + TransferActions.all + OrderActions.all + ReceiptActions.all + PaymentActions.all + GiftCardActions.all
        + SignInActions.all + EmployeeActions.all + PinActions.all + TokenActions.all + PurchaseOrderActions.all
        + CouponActions.all
        + PointsActions.all
        + AccountActions.all
        + CashActions.all + CountingActions.all + ReceivingActions.all + PriceChangeActions.all + ApprovalActions.all
        + Described.all.flatMap(\.actions)

    /// What may be asked at an address, with the ids in it.
    package static func at(_ segments: [String]) -> [(action: Action, ids: [String: String])] {
        all.compactMap { action in action.match(segments).map { (action, $0) } }
    }
}

/// What the read models tell commands. Calls block.
package struct Lookups: Sendable {
    /// Thousandths of a product on hand in a store, as folded now.
    package var onHand: @Sendable (_ store: String, _ product: String) throws -> Int64
    /// What lies in a store of these products, and what it cost; what the books know nothing of is left out.
    package var costsOnHand: @Sendable (_ store: String, _ products: [String]) throws -> ByID<CostOnHand>
    /// The same of all that lies in a store, or of a level of the products' hierarchy.
    package var stock: @Sendable (_ store: String, _ category: String?) throws -> ByID<CostOnHand>
    /// What each line of a dispatch was booked at in the sender's books, once they have folded it; by the dispatch's line.
    package var dispatchedCosts: @Sendable (_ dispatch: FactID) throws -> [Int64: Int64]

    /// A completed receipt as its till wrote it, and in whose books; nil where none is known.
    package var receipt: @Sendable (_ receipt: FactID) throws -> (store: String, receipt: Receipt)?

    /// The prices for everybody that hold at a moment.
    package var prices: @Sendable (_ scope: PriceChangeScope, _ moment: Instant) throws -> [PriceInForce]

    /// Who said an entry first, by its entity and the id that it is kept by; nil where the read models know of none yet.
    package var saidFirst: @Sendable (_ entity: String, _ id: String) throws -> String?

    package init(
        onHand: @escaping @Sendable (String, String) throws -> Int64,
        costsOnHand: @escaping @Sendable (String, [String]) throws -> ByID<CostOnHand> = { _, _ in [:] },
        stock: @escaping @Sendable (String, String?) throws -> ByID<CostOnHand> = { _, _ in [:] },
        dispatchedCosts: @escaping @Sendable (FactID) throws -> [Int64: Int64],
        receipt: @escaping @Sendable (FactID) throws -> (store: String, receipt: Receipt)?,
        prices: @escaping @Sendable (PriceChangeScope, Instant) throws -> [PriceInForce] = { _, _ in [] },
        saidFirst: @escaping @Sendable (String, String) throws -> String? = { _, _ in nil }
    ) {
        (self.onHand, self.costsOnHand, self.stock) = (onHand, costsOnHand, stock)
        (self.dispatchedCosts, self.receipt, self.prices) = (dispatchedCosts, receipt, prices)
        self.saidFirst = saidFirst
    }
}

/// Which version of a thing the caller has seen (RFC 9110, section 13).
package enum Precondition: Sendable, Equatable {
    /// Nothing was said.
    case none
    /// `If-Match: *`: whichever, but there is one.
    case exists
    /// `If-Match: "3"`.
    case versions([Int64])
    /// `If-None-Match: *`.
    case absent

    /// - Parameter isNeeded: who would change what is there must say what they saw.
    func check(_ version: Int64, isNeeded: Bool) throws(Refusal) {
        let differs = Refusal(
            .versionDiffers, "version.differs", "it is at version \(version) now", [("version", .int(version))])
        switch self {
        case .none:
            if isNeeded, version > 0 {
                throw Refusal(
                    .versionNeeded, "version.needed",
                    "it is there already: send If-Match with the ETag that you saw, or If-Match: *",
                    [("version", .int(version))])
            }
        case .exists: if version == 0 { throw differs }
        case .versions(let seen): if version == 0 || !seen.contains(version) { throw differs }
        case .absent: if version > 0 { throw differs }
        }
    }
}
