import Events
import JSON
import Postgres
import Rules

/// A thing of the office's as it stands now: what commands know of it, and the version that `If-Match` wants.
///
/// Each says whose shops it is of; what of its members is for whom is said once for all (`StateMembers`).
package struct Resource: Sendable {
    /// Whose shops a thing is of, for readers of some shops.
    package enum Shops: Sendable, Equatable {
        /// Whoever reads its area sees it: what all shops sell by.
        case every
        /// Of these; a reader of others does not see it.
        case some([String])
        /// Of all of these: a reader who does not see one of them does not see it.
        case all([String])
        /// Of the chain: who reads for some shops does not see it.
        case chain
    }

    package struct Found: Sendable {
        package let version: Int64
        package let shops: Shops
        /// The whole of it.
        let state: JSON

        /// What these scopes may see of it.
        package func state(to scopes: Set<Scope>) -> JSON { StateMembers.shown(state, to: scopes) }

        /// What of an entry's is shown to whom roles leave something out.
        package func state(to sight: Sight, of entity: String?) -> JSON {
            var shown = state(to: sight.scopes)
            guard let entity, sight.narrowing.concerns(entity) else { return shown }
            let hidden = sight.narrowing.hiddenPaths(of: entity)
            func without(_ said: JSON) -> JSON { FactMembers(said).without(hidden).json }
            if let said = shown["said"], said.object != nil { shown["said"] = without(said) }
            if let coming = shown["coming"]?.array {
                shown["coming"] = .array(
                    coming.map { one in
                        var one = one
                        one["said"] = one["said"].map(without)
                        return one
                    })
            }
            return shown
        }

        /// Its members as they were said.
        package var members: FactMembers { FactMembers(state["said"] ?? .object([])) }
    }

    /// What roles call the entity of an entry at an address; nil of what is no entry.
    package func roleName(_ ids: [String: String]) -> String? {
        guard let shape = EntityShapes.kept.first(where: { $0.name == kind }), let id = shape.key(in: ids) else {
            return nil
        }
        return shape.roleName(of: id)
    }

    /// Of the entries of an entity.
    package static func of(_ shape: EntityShape) -> Resource? {
        all.first { $0.kind == shape.name && $0.path.first == shape.segments.first }
    }

    /// The members of an entry as commands know it, by the id that it is kept by; nil where there is none.
    package static func members(
        of shape: EntityShape, _ id: String, _ connection: Connection, now: Instant = .now
    ) throws -> FactMembers? {
        guard let found = try of(shape)?.read(connection, shape.ids(ofKept: id), now: now), !found.members.isEmpty
        else {
            return nil
        }
        return found.members.without(shape.idName)
    }

    /// Behind `/v1`; `{store}` stands for any id.
    package let path: [String]
    package let area: Area
    /// What is needed beside its area: an address that names a customer is about a person.
    package var needs: [Scope] { path.contains("{customer}") ? [.personal] : [] }
    /// What its states are called, and of which types their members are.
    package let kind: String
    let stateTypes: [any Any.Type]
    private let find: @Sendable (Connection, [String: String], Instant) throws -> Found?

    private init<D: Decider>(
        _ path: String, _ area: Area, _ decider: D.Type,
        of shops: @escaping @Sendable (D.State, [String: String]) -> Shops,
        _ id: @escaping @Sendable ([String: String]) -> String,
        isHere: @escaping @Sendable (D.State, [String: String]) -> Bool = { _, _ in true }
    ) {
        self.path = path.split(separator: "/").map(String.init)
        self.area = area
        (kind, stateTypes) = (D.kind, D.descriptionTypes)
        find = { connection, ids, now in
            guard let stream = try StreamTable.peek(connection, decider, id(ids)), isHere(stream.state, ids) else {
                return nil
            }
            return Found(
                version: stream.version, shops: shops(stream.state, ids), state: try D.described(stream.state, at: now))
        }
    }

    /// Of a described thing.
    init<S: Subject>(of subject: S.Type) {
        let isOfAllShops = S.shape.isOfAllShops
        let shops: @Sendable (SubjectState<S>, [String: String]) -> Shops = { _, _ in isOfAllShops ? .every : .chain }
        self.init(S.address, S.shape.area, SubjectDecider<S>.self, of: shops) { ids in
            S.idNames.map { ids[$0] ?? "" }.joined(separator: "/")
        }
    }

    /// - Parameter now: the moment that it is told for.
    package func read(_ connection: Connection, _ ids: [String: String], now: Instant = .now) throws -> Found? {
        try find(connection, ids, now)
    }

    // Where a thing's shops follow from its address, or from nothing.
    @Sendable private static func here(_: some Any, _ ids: [String: String]) -> Shops { .some([ids["store"] ?? ""]) }
    /// What others have told of it is theirs too.
    @Sendable private static func told(_ state: some ToldByShops, _ ids: [String: String]) -> Shops {
        guard state.isMixed, let shops = state.shops else { return here(state, ids) }
        return .all(state.own + shops.sorted().map(\.text))
    }
    @Sendable private static func everywhere(_: some Any, _: [String: String]) -> Shops { .every }
    @Sendable private static func chain(_: some Any, _: [String: String]) -> Shops { .chain }
    /// Of the shops that it is limited to, if it is.
    private static func limited(to stores: [String]) -> Shops { stores.isEmpty ? .every : .some(stores) }

    /// A till's, wherever it stands.
    @Sendable private static func standing(_ state: TillDecider.State, _: [String: String]) -> Shops {
        .some([state.said?.part.store ?? ""])
    }

    @Sendable private static func priced(_ state: PriceDecider.State, _: [String: String]) -> Shops {
        limited(to: state.said(at: .endOfTime)?.stores ?? [])
    }
    @Sendable private static func ruled(_ state: DiscountRuleDecider.State, _: [String: String]) -> Shops {
        limited(to: state.said(at: .endOfTime)?.stores ?? [])
    }

    package static let all: [Resource] =
        [
            Resource("stores/{store}", .shops, StoreDecider.self, of: here) { $0["store"] ?? "" },
            Resource("approvals/{approval}", .staff, ApprovalDecider.self, of: chain) { $0["approval"] ?? "" },
            Resource("stores/{store}/tills/{writer}", .shops, TillDecider.self, of: here) {
                $0["writer"] ?? ""
            } isHere: {
                ExactText.same($0.said?.part.store, $1["store"])
            },
            Resource("tills/{writer}", .shops, TillDecider.self, of: standing) { $0["writer"] ?? "" },
            Resource("products/{product}", .catalogue, ProductDecider.self, of: everywhere) { $0["product"] ?? "" },
            Resource("prices/{price}", .catalogue, PriceDecider.self, of: priced) { $0["price"] ?? "" },
            Resource("discount-rules/{rule}", .catalogue, DiscountRuleDecider.self, of: ruled) { $0["rule"] ?? "" },
            Resource("customers/{customer}", .customers, CustomerDecider.self, of: chain) { $0["customer"] ?? "" },
            Resource("stores/{store}/transfers/{transfer}", .goods, TransferDecider.self, of: told) {
                $0["transfer"] ?? ""
            } isHere: {
                ExactText.same($0.from, $1["store"]) || ExactText.same($0.to, $1["store"])
            },
            Resource("stores/{store}/orders/{order}", .selling, OrderDecider.self, of: told) {
                $0["order"] ?? ""
            } isHere: {
                ExactText.same($0.store, $1["store"])
            },
            Resource("stores/{store}/payments/{payment}", .money, PaymentDecider.self, of: told) {
                $0["payment"] ?? ""
            } isHere: {
                ExactText.same($0.store, $1["store"])
            },
            Resource("stores/{store}/cash-movements/{original}", .shops, CashMovementDecider.self, of: here) {
                $0["original"] ?? ""
            } isHere: {
                ExactText.same($0.store, $1["store"])
            },
            Resource("gift-cards/{serial}", .money, GiftCardDecider.self, of: chain) { $0["serial"] ?? "" },
            Resource("stores/{store}/purchase-orders/{purchaseOrder}", .goods, PurchaseOrderDecider.self, of: told) {
                $0["purchaseOrder"] ?? ""
            } isHere: {
                ExactText.same($0.store, $1["store"])
            },
            Resource("coupons/{coupon}", .selling, CouponDecider.self, of: chain) { $0["coupon"] ?? "" },
            Resource("customers/{customer}/points", .selling, PointsDecider.self, of: chain) { $0["customer"] ?? "" },
            Resource("customers/{customer}/accounts/{currency}", .money, AccountDecider.self, of: chain) {
                AccountDecider.stream($0["customer"] ?? "", $0["currency"] ?? "")
            },
            Resource("stores/{store}/books", .shops, StoreBooksDecider.self, of: here) { $0["store"] ?? "" },
            Resource("chain/books", .shops, StoreBooksDecider.self, of: everywhere) { _ in StoreBooksDecider.chain },
        ] + Described.all.map(\.resource)
}
