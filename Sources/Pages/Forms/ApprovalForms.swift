import JSON
import Services

/// What is done with a request for approval.
enum ApprovalForms {
    static let all = [grant, refuse, withdraw]

    static let approval = "approval"
    private static let reason = "reason"

    static let grant = about(
        "approval-grant", .approve, "grant",
        Form.Field(name: reason, label: .text(.reasonIfAny), isRequired: false, path: "reason"))
    static let refuse = about(
        "approval-refuse", .refuseApproval, "refuse", Form.Field(name: reason, label: .text(.reason), path: "reason"))
    static let withdraw = about("approval-withdraw", .withdrawApproval, "withdraw", nil)

    private static func about(_ id: String, _ title: Text, _ last: String, _ field: Form.Field?) -> Form {
        Form(
            id: id, title: .text(title), button: .text(title), fields: field.map { [$0] } ?? [], carried: [approval],
            page: { Link.approval($0[approval]).segments }, method: "POST",
            address: { ["approvals", $0[approval], last] },
            body: { values in
                var body: JSON = .object([])
                body["reason"] = values.json(reason)
                return body
            }, next: { Path(.approval($0[approval])) })
    }
}
