import Events
import JSON
import Rules

/// Freight, customs and the like of a delivery, shared out over its lines by value or by quantity.
enum LandedCostForm {
    static let all = [form]

    /// What is carried of the delivery: for each line its number, product, quantity and cost.
    static let lines = "delivery-lines"
    static let currency = "delivery-currency"

    private static let asked = AskedFields(
        fields: EntityField.all(of: LandedCostAdded.self, "landedCost.added", without: ["charge"])
            .filter { ["kind", "document", "supplier", "amount"].contains($0.path) })
    private static let basis = "basis"

    static let form = Form(
        id: "landed-cost", title: .about(.newEntry, GoodsDocumentKind.landedCost.one), button: .text(.save),
        fields: asked.controls + [
            Form.Field(
                name: basis, label: .text(.sharedBy),
                kind: .choice([
                    .init(value: "value", caption: .text(.sharedByValue)),
                    .init(value: "quantity", caption: .text(.sharedByQuantity)),
                ]), initial: "value", path: basis)
        ],
        carried: [GoodsDocumentForms.fact, GoodsDocumentForms.store, lines, currency],
        page: { Link.goodsDocument($0[GoodsDocumentForms.fact]).segments }, method: "POST",
        address: { ["stores", $0[GoodsDocumentForms.store], GoodsDocumentKind.landedCost.path] },
        body: { values in
            var body = asked.said(values, in: values[currency])
            body["currency"] = values.json(currency)
            body[basis] = values.json(basis)
            body["lines"] = shares(
                of: body["amount"]?.int ?? 0, over: (try? JSON(parsing: Array(values[lines].utf8)))?.array ?? [],
                by: values[basis], delivery: values[GoodsDocumentForms.fact])
            return body
        }, next: { Path(.goodsDocument($0[GoodsDocumentForms.fact])) },
        nextOfFact: { Path(.goodsDocument($0.description)) })

    static func carried(_ document: JSON) -> String {
        JSON.array(
            (document.array ?? []).map { line in
                [
                    "line": line["line"] ?? 0, "product": line["product"] ?? .null, "quantity": line["quantity"] ?? 0,
                    "cost": line["cost"] ?? 0,
                ]
            }
        ).text
    }

    /// An amount shared out in proportion; what rounding leaves goes to the largest remainders, of equal ones to the earlier line.
    static func shares(of amount: Int64, over lines: [JSON], by basis: String, delivery: String) -> JSON {
        func weight(_ line: JSON) -> Int128 {
            Int128(max(line[basis == "quantity" ? "quantity" : "cost"]?.int ?? 0, 0))
        }
        var whole = lines.reduce(Int128(0)) { $0 + weight($1) }
        // Nothing is known to share by: each line bears as much.
        let isEven = whole == 0
        if isEven { whole = Int128(max(lines.count, 1)) }
        let parts = lines.map { line -> (share: Int64, rest: Int128) in
            let exact = Int128(amount) * (isEven ? 1 : weight(line))
            return (Int64(truncatingIfNeeded: exact / whole), exact % whole)
        }
        var shares = parts.map(\.share)
        let left = amount &- shares.reduce(0) { $0 &+ $1 }
        let order = parts.indices.sorted { one, other in
            let (first, second) = (parts[one].rest.magnitude, parts[other].rest.magnitude)
            return first == second ? one < other : first > second
        }
        for place in order.prefix(Int(left.magnitude)) { shares[place] &+= left.signum() }
        return .array(
            zip(lines, shares).enumerated().map { place, part in
                let (line, share) = part
                return [
                    "line": .int(Int64(place) + 1), "delivery": .string(delivery), "deliveryLine": line["line"] ?? 0,
                    "product": line["product"] ?? .null, "amount": .int(share),
                ]
            })
    }
}
