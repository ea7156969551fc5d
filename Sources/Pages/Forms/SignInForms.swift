import JSON
import Rules
import Services

/// What is done with a sign-in, by who may do that.
enum SignInForms {
    static let all = [invite, link, roles, disable, enable, endSessions, endSession, removeSecondFactor]

    static let signIn = "signIn"
    static let session = "session"
    static let employee = "employee"
    static let rolesName = "roles"

    static let invite = Form(
        id: "sign-in-invite", title: .text(.inviteSomebody), button: .text(.makeInvitation),
        fields: [
            Form.Field(name: signIn, label: .text(.signInName), hint: .signInNameHint, path: "signIn"),
            Form.Field(
                name: employee, label: .text(.employeeIfAny), kind: .reference(EntityShape.employee.name),
                isRequired: false, path: "employee"),
            Form.Field(
                name: rolesName, label: .text(.roles), hint: .rolesHint, kind: .references(EntityShape.role.name),
                path: "roles"),
            Form.Field(
                name: "language", label: .text(.languages), kind: .choice(OwnForms.languages), initial: "ka",
                path: "language"),
        ],
        page: { _ in Link.newSignIn.segments }, method: "POST", address: { _ in ["sign-ins"] },
        body: { values in
            var body: JSON = ["roles": rolesSaid(values)]
            for name in [signIn, employee, "language"] { body[name] = values.json(name) }
            return body
        },
        shown: SignInScreens.told, next: { Path(.signIn($0[signIn])) })

    static let link = about(
        "sign-in-link", .newLinkTitle, .makeLink, "POST", "links", shown: SignInScreens.told)

    static let roles = about(
        "sign-in-roles", .changeRoles, .save, "PUT", "roles",
        fields: [
            Form.Field(
                name: rolesName, label: .text(.roles), hint: .rolesHint, kind: .references(EntityShape.role.name),
                path: "roles")
        ], body: { ["roles": rolesSaid($0)] })

    static let disable = about("sign-in-disable", .disableSignIn, .disable, "POST", "disable")
    static let enable = about("sign-in-enable", .enableSignIn, .enable, "POST", "enable")
    static let endSessions = about("sign-in-end-sessions", .endAllSessions, .endAllSessions, "DELETE", "sessions")
    static let removeSecondFactor = about(
        "sign-in-remove-second-factor", .takeSecondFactor, .takeAway, "DELETE", "second-factor")

    static let endSession = Form(
        id: "sign-in-end-session", title: .text(.endSession), button: .text(.endSession), fields: [],
        carried: [signIn, session], page: { Link.signIn($0[signIn]).segments }, method: "DELETE",
        address: { ["sign-ins", $0[signIn], "sessions", $0[session]] }, body: { _ in .object([]) },
        next: { Path(.signIn($0[signIn])) })

    private static func about(
        _ id: String, _ title: Text, _ button: Text, _ method: String, _ last: String, fields: [Form.Field] = [],
        body: @escaping @Sendable (Form.Values) -> JSON = { _ in .object([]) },
        shown: (@Sendable (PageRequest, CommandAnswer) -> PageAnswer)? = nil
    ) -> Form {
        Form(
            id: id, title: .text(title), button: .text(button), fields: fields, carried: [signIn],
            page: { Link.signIn($0[signIn]).segments }, method: method,
            address: { ["sign-ins", $0[signIn], last] }, body: body, shown: shown,
            next: { Path(.signIn($0[signIn])) })
    }

    private static func rolesSaid(_ values: Form.Values) -> JSON {
        .array(FieldInput.words(values[rolesName]).map { .string($0) })
    }
}
