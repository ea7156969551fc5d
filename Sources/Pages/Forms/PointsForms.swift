import Events
import JSON
import Rules

/// What the office says of a customer's points; tills earn and burn them.
enum PointsForms {
    static let all = [adjust, expire]

    private static let shape = EntityShape.customer
    static let customer = "customer"

    private static let adjusted = AskedFields(
        fields: EntityField.all(of: PointsAdjusted.self, "points.adjusted", without: ["customer"]))
    private static let expired = AskedFields(
        fields: EntityField.all(of: PointsExpired.self, "points.expired", without: ["customer", "points", "spent"])
            .filter { $0.path == "program" })

    static let adjust = form(
        "points-adjust", .adjustPoints, adjusted, "adjustments",
        [Form.Field(name: "reason", label: .text(.reasonIfAny), isRequired: false, path: "reason")])
    static let expire = form("points-expire", .expirePoints, expired, "expiries", [])

    private static func form(
        _ id: String, _ title: Text, _ asked: AskedFields, _ path: String, _ more: [Form.Field]
    ) -> Form {
        Form(
            id: id, title: .text(title), button: .text(.save), fields: asked.controls + more, carried: [customer],
            page: { shape.segments + [$0[customer]] }, method: "POST",
            address: { shape.segments + [$0[customer], "points", path] },
            body: { values in
                var body = asked.said(values)
                body["reason"] = values.json("reason")
                return body
            }, next: { shape.page($0[customer]) })
    }
}
