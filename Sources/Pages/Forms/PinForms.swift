import JSON
import Rules
import Services

/// An employee's PIN for tills.
enum PinForms {
    static let all = [set, remove]
    static let employee = "employee"

    static let set = Form(
        id: "pin-set", title: .text(.pinSet), button: .text(.save),
        fields: [
            Form.Field(name: "pin", label: .text(.pin), hint: .pinHint, kind: .secret("off"), path: "pin")
        ],
        carried: [employee], page: page, method: "PUT", address: address,
        body: { ["pin": $0.json("pin") ?? .null] }, next: { EntityShape.employee.page($0[employee]) })

    static let remove = Form(
        id: "pin-remove", title: .text(.pinRemove), button: .text(.takeAway), fields: [], carried: [employee],
        page: page,
        method: "DELETE", address: address, body: { _ in .object([]) },
        next: { EntityShape.employee.page($0[employee]) })

    private static let page: @Sendable (Form.Values) -> [String] = { EntityShape.employee.segments + [$0[employee]] }
    private static let address: @Sendable (Form.Values) -> [String] = {
        EntityShape.employee.segments + [$0[employee], "pin"]
    }
}
