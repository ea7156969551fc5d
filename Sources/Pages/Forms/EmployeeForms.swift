import JSON
import Rules
import Services

/// What is done with an employee's record besides saying it: a PIN for tills, and erasing who they were.
enum EmployeeForms {
    static let all = [set, remove, erase]
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

    static let erase = Form(
        id: "employee-erase", title: .text(.eraseEmployee), button: .text(.eraseEmployee),
        fields: [Form.Field(name: "reason", label: .text(.reason), path: "reason")], carried: [employee], page: page,
        method: "DELETE", address: { EntityShape.employee.segments + [$0[employee], "person"] },
        body: Form.why, next: { EntityShape.employee.page($0[employee]) })

    private static let page: @Sendable (Form.Values) -> [String] = { EntityShape.employee.segments + [$0[employee]] }
    private static let address: @Sendable (Form.Values) -> [String] = {
        EntityShape.employee.segments + [$0[employee], "pin"]
    }
}
