import JSON
import Services

/// By which tokens others come in; what is done with them are commands.
extension Routes {
    static let tokens: [Route] = [
        Route(
            "GET", "/v1/tokens",
            Operation(
                "get_tokens", .commands, .tokenOrPerson, "Every token, without its secret, which is nowhere kept.",
                signInNeeds,
                answers: [.json(Schema.object([("tokens", Schema.array(of: token))]), "the latest made first")]
                    + signInRefused)
        ) { gateway, call in try gateway.tokens(call.request) },
        Route(
            "GET", "/v1/tokens/{token}",
            Operation(
                "get_tokens_token", .commands, .tokenOrPerson, "A token, without its secret.", signInNeeds,
                parameters: [.path("token", Schema.id, "its id")],
                answers: [
                    Operation.Answer(
                        status: 200, description: "the token", contents: [("application/json", token)],
                        headers: [("ETag", ["type": "string"], "its version now")]),
                    .problem(404, "there is no such token"),
                ] + signInRefused)
        ) { gateway, call in try gateway.token(call["token"], call.request) },
    ]

    private static let token = Schema.object([
        ("token", Schema.text), ("called", Schema.text), ("kind", ["enum": ["till", "office", "import", "api"]]),
        ("stores", Schema.array(of: Schema.text)), ("writers", Schema.array(of: Schema.text)),
        ("scopes", Schema.array(of: Schema.text)), ("areas", Schema.array(of: Schema.text)),
        ("state", ["enum": ["valid", "over", "revoked"]]), ("createdAt", Schema.instant),
        ("createdBy", Schema.orNull(Schema.text)), ("until", Schema.orNull(Schema.instant)),
        ("oldUntil", Schema.orNull(Schema.instant)), ("revokedAt", Schema.orNull(Schema.instant)),
        ("lastUsedAt", Schema.orNull(Schema.instant)), ("lastUsedFrom", Schema.orNull(Schema.text)),
    ])
}
