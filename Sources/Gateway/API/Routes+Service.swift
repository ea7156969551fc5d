import Events
import JSON

/// How far everything is, what facts look like, and what can be asked.
extension Routes {
    static let service: [Route] = [
        .question(
            "/v1/status", .books,
            Operation(
                "status", .service, .tokenOrPerson, "The log’s end, and how far each read model is.",
                answers: [.json(status, "now")])
        ) { gateway, call, _ in try gateway.status(call) },
        Route(
            "GET", "/openapi.json",
            Operation(
                "openapi", .service, .anyone, "This description.",
                answers: [.json(["type": "object"], "OpenAPI 3.1")])
        ) { _, call, responder in responder.respond(OpenAPI.response(call.request)) },
        Route(
            "GET", "/schemas/{file}",
            Operation(
                "schema", .service, .anyone, "The JSON Schema of a fact.",
                parameters: [
                    .path(
                        "file", ["enum": .array(FactType.all.map { .string("\($0.name).json") })],
                        "its type, and `.json`")
                ],
                answers: [
                    .init(
                        status: 200, description: "JSON Schema 2020-12",
                        contents: [("application/schema+json", ["type": "object"])]),
                    .problem(404, "no such type"),
                ])
        ) { gateway, call, responder in responder.respond(gateway.schema(call["file"])) },
        health,
    ]

    static let health = Route(
        "GET", "/healthz",
        Operation(
            "health", .service, .anyone, "Whether tills can post.",
            answers: [.init(status: 200, description: "they can", contents: [("text/plain", Schema.text)])])
    ) { gateway, _, responder in gateway.health(responder) }

    private static let status = Schema.object([
        ("log", Schema.text), ("partitions", Schema.count), ("end", Schema.position),
        (
            "read_models",
            Schema.array(
                of: Schema.object([
                    ("name", Schema.text), ("version", Schema.count), ("position", Schema.position),
                    ("behind", Schema.count), ("last_error", Schema.orNull(Schema.text)),
                    ("seconds_since_commit", Schema.integer),
                ]))
        ),
    ])
}
