import Events
import JSON
import Postgres

/// A thing of the office's as it stands now: what commands know of it, and the version that `If-Match` wants.
package struct Resource: Sendable {
    /// Behind `/v1`; `{store}` stands for any id.
    package let path: [String]
    package let area: Action.Area
    private let find: @Sendable (Connection, [String: String]) throws -> (version: Int64, state: JSON)?

    private init<D: Decider>(
        _ path: String, _ area: Action.Area, _ decider: D.Type, _ id: @escaping @Sendable ([String: String]) -> String,
        isHere: @escaping @Sendable (D.State, [String: String]) -> Bool = { _, _ in true }
    ) {
        self.path = path.split(separator: "/").map(String.init)
        self.area = area
        find = { connection, ids in
            guard let stream = try StreamTable.peek(connection, decider, id(ids)), isHere(stream.state, ids) else {
                return nil
            }
            return (stream.version, try Self.described(stream))
        }
    }

    package func read(_ connection: Connection, _ ids: [String: String]) throws -> (version: Int64, state: JSON)? {
        try find(connection, ids)
    }

    /// The state as JSON; the facts that it keeps stand in it as what they are.
    private static func described<D: Decider>(_ stream: Stream<D>) throws -> JSON {
        var json = try JSON(parsing: Array(try stream.encodedState().utf8))
        if let said = json["said"]?.string { json["said"] = try JSON(parsing: Array(said.utf8)) }
        return json
    }

    package static let all: [Resource] = [
        Resource("stores/{store}", .shops, StoreDecider.self) { $0["store"] ?? "" },
        Resource("stores/{store}/tills/{writer}", .shops, TillDecider.self) {
            $0["writer"] ?? ""
        } isHere: {
            $0.said?.part.store == $1["store"]
        },
        Resource("products/{product}", .catalogue, ProductDecider.self) { $0["product"] ?? "" },
        Resource("prices/{price}", .catalogue, PriceDecider.self) { $0["price"] ?? "" },
        Resource("discount-rules/{rule}", .catalogue, DiscountRuleDecider.self) { $0["rule"] ?? "" },
        Resource("customers/{customer}", .customers, CustomerDecider.self) { $0["customer"] ?? "" },
        Resource("stores/{store}/transfers/{transfer}", .goods, TransferDecider.self) {
            $0["transfer"] ?? ""
        } isHere: {
            $0.from == $1["store"] || $0.to == $1["store"]
        },
        Resource("stores/{store}/orders/{order}", .selling, OrderDecider.self) {
            $0["order"] ?? ""
        } isHere: {
            $0.store == $1["store"]
        },
        Resource("stores/{store}/payments/{payment}", .money, PaymentDecider.self) {
            $0["payment"] ?? ""
        } isHere: {
            $0.store == $1["store"]
        },
        Resource("gift-cards/{serial}", .money, GiftCardDecider.self) { $0["serial"] ?? "" },
        Resource("stores/{store}/purchase-orders/{purchaseOrder}", .goods, PurchaseOrderDecider.self) {
            $0["purchaseOrder"] ?? ""
        } isHere: {
            $0.store == $1["store"]
        },
        Resource("coupons/{coupon}", .selling, CouponDecider.self) { $0["coupon"] ?? "" },
        Resource("customers/{customer}/points", .selling, PointsDecider.self) { $0["customer"] ?? "" },
        Resource("customers/{customer}/accounts/{currency}", .money, AccountDecider.self) {
            AccountDecider.stream($0["customer"] ?? "", $0["currency"] ?? "")
        },
        Resource("stores/{store}/books", .shops, StoreBooksDecider.self) { $0["store"] ?? "" },
        Resource("suppliers/{supplier}", .goods, SubjectDecider<SupplierSubject>.self) { $0["supplier"] ?? "" },
        Resource("customer-categories/{category}", .customers, SubjectDecider<CustomerCategorySubject>.self) {
            $0["category"] ?? ""
        },
        Resource("contracts/{contract}", .customers, SubjectDecider<ContractSubject>.self) { $0["contract"] ?? "" },
        Resource("reminders/{reminder}", .customers, SubjectDecider<ReminderSubject>.self) { $0["reminder"] ?? "" },
        Resource("documents/{document}", .customers, SubjectDecider<DocumentSubject>.self) { $0["document"] ?? "" },
        Resource("exchange-rates/{rate}", .money, SubjectDecider<ExchangeRateSubject>.self) { $0["rate"] ?? "" },
        Resource("taxes/{tax}", .money, SubjectDecider<TaxSubject>.self) { $0["tax"] ?? "" },
        Resource("tender-kinds/{kind}", .money, SubjectDecider<TenderKindSubject>.self) { $0["kind"] ?? "" },
        Resource("roles/{role}", .staff, SubjectDecider<RoleSubject>.self) { $0["role"] ?? "" },
        Resource("fields/{field}", .staff, SubjectDecider<FieldSubject>.self) { $0["field"] ?? "" },
        Resource("employees/{employee}", .staff, SubjectDecider<EmployeeSubject>.self) { $0["employee"] ?? "" },
    ]
}
