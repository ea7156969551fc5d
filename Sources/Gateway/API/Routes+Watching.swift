import JSON

/// How things are: what watches over this house asks here, and is told within a second whatever is away.
extension Routes {
    static let watching: [Route] = [
        Route(
            "GET", "/v1/status",
            Operation(
                "status", .service, .tokenOrPerson, "The log’s end, how far each read model is, and what is away.",
                """
                Answered within a second. What is away stands in `away`, with 503; a token that was used within a day is known
                even while the database is.
                """,
                answers: [.json(Schema.object(status), "now"), awayAnswer]
            ).asked(of: .books)
        ) { gateway, call, responder in gateway.status(call, responder) },
        Route(
            "GET", "/metrics",
            Operation(
                "metrics", .service, .tokenOrPerson, "Figures of this process for Prometheus.",
                "Its text format. While something is away `davtari_up` is 0, and what only that could tell is left out.",
                answers: [
                    .init(status: 200, description: "now", contents: [("text/plain", Schema.text)]), awayAnswer,
                ]
            ).asked(of: .books)
        ) { gateway, call, responder in gateway.metrics(call, responder) },
        Route(
            "GET", "/healthz",
            Operation(
                "health", .service, .anyone, "Whether this process serves.",
                answers: [.init(status: 200, description: "it does", contents: [("text/plain", Schema.text)])])
        ) { gateway, _, responder in gateway.health(responder) },
        Route(
            "GET", "/readyz",
            Operation(
                "ready", .service, .anyone, "Whether log and database are there, and the figures up to date.",
                answers: [
                    .init(status: 200, description: "they are", contents: [("text/plain", Schema.text)]),
                    .init(
                        status: 503, description: "a line for each that is not", contents: [("text/plain", Schema.text)]
                    ),
                ])
        ) { gateway, call, responder in gateway.readiness(call, responder) },
    ]

    /// What is away cannot say how far it is.
    private static let status: [(String, JSON)] = [
        ("log", Schema.text), ("home", Schema.text), ("partitions", Schema.count),
        ("end", Schema.orNull(Schema.position)),
        (
            "read_models",
            Schema.orNull(
                Schema.array(
                    of: Schema.object([
                        ("name", Schema.text), ("version", Schema.count), ("position", Schema.position),
                        ("behind", Schema.orNull(Schema.count)), ("last_error", Schema.orNull(Schema.text)),
                        ("seconds_since_commit", Schema.integer),
                    ])))
        ),
    ]

    private static let awayAnswer = Operation.Answer.later("something is away: `away` says what, since when and why")
}
