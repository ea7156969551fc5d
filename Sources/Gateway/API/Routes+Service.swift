import Events
import JSON

/// What facts look like, and what can be asked.
extension Routes {
    static let service: [Route] = [
        Route(
            "GET", "/openapi.json",
            Operation(
                "openapi", .service, .anyone, "This description.",
                answers: [.json(["type": "object"], "OpenAPI 3.1")])
        ) { _, call in OpenAPI.response(call.request) },
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
    ]
}
