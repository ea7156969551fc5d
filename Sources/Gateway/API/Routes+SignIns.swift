import JSON
import Services

/// Who may sign in; what is done with them are commands.
extension Routes {
    static let signIns: [Route] = [
        Route(
            "GET", "/v1/sign-ins",
            Operation(
                "get_signins", .commands, .tokenOrPerson, "Everybody who may sign in, or might.", signInNeeds,
                answers: [.json(Schema.object([("signIns", Schema.array(of: signIn))]), "by name")] + signInRefused)
        ) { gateway, call in try gateway.signIns(call.request) },
        Route(
            "GET", "/v1/sign-ins/{signIn}",
            Operation(
                "get_signins_signIn", .commands, .tokenOrPerson, "A sign-in with its open sessions.", signInNeeds,
                parameters: [.path("signIn", Schema.id, "the name that they sign in with")],
                answers: [
                    Operation.Answer(
                        status: 200, description: "the sign-in",
                        contents: [
                            ("application/json", Schema.object(members + [("sessions", Schema.array(of: session))]))
                        ],
                        headers: [("ETag", ["type": "string"], "its version now")]),
                    .problem(404, "nobody signs in by this name"),
                ] + signInRefused)
        ) { gateway, call in try gateway.signIn(named: call["signIn"], call.request) },
    ]

    static let signInNeeds =
        "For tokens of kind `office` for the area `staff`, and people with the right `staff.change`."

    static let signInRefused: [Operation.Answer] = [
        .problem(401, "nobody known asks"), .problem(403, "the right is missing"), .later("the database is away"),
    ]

    private static let members: [(String, JSON)] = [
        ("signIn", Schema.text), ("employee", Schema.orNull(Schema.text)), ("language", Schema.text),
        ("roles", Schema.array(of: Schema.text)),
        ("state", ["enum": ["disabled", "left", "invited", "invitation-over", "enabled"]]),
        ("createdAt", Schema.instant), ("disabledAt", Schema.orNull(Schema.instant)),
        ("linkUntil", Schema.orNull(Schema.instant)), ("signedInAt", Schema.orNull(Schema.instant)),
        ("openSessions", Schema.count), ("secondFactor", Schema.boolean),
    ]
    private static let signIn = Schema.object(members)
    private static let session = Schema.object([
        ("session", Schema.text), ("createdAt", Schema.instant), ("expiresAt", Schema.instant),
        ("browser", Schema.orNull(Schema.text)),
    ])
}
