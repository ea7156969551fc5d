import HTTP
import JSON
import Pages

/// `/openapi.json`: the routes as they are declared (OpenAPI 3.1).
enum OpenAPI {
    static func response(_ request: Request) -> Response {
        .file(file, for: request, cacheControl: "no-cache")
    }

    static let whole = document(Routes.all)
    private static let file = Asset("application/json", whole.bytes)

    static func document(_ routes: [Route]) -> JSON {
        var paths: [JSON.Member] = []
        for route in routes {
            let operation = JSON.Member(route.method.lowercased(), self.operation(route.operation))
            if let place = paths.firstIndex(where: { $0.name == route.path }) {
                paths[place].value[operation.name] = operation.value
            } else {
                paths.append(.init(route.path, .object([operation])))
            }
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Davtari", "version": "1",
                "description": """
                The back office of a retail chain. Money is in minor units of its currency, quantity in thousandths of \
                the product’s base unit, rates in millionths. Errors are `application/problem+json` (RFC 9457).
                """,
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": "/"]],
            "tags": .array(
                Operation.Tag.allCases.map { ["name": .string($0.rawValue), "description": .string($0.description)] }),
            "paths": .object(paths),
            "components": [
                "schemas": .object(Schema.components),
                "securitySchemes": [
                    "token": [
                        "type": "http", "scheme": "bearer", "description": "made with `davtari token create`",
                    ],
                    "session": [
                        "type": "apiKey", "in": "cookie", "name": .string(Caller.sessionCookie),
                        "description": "of a person who has signed in",
                    ],
                ],
            ],
        ]
    }

    private static func operation(_ operation: Operation) -> JSON {
        var json: JSON = [
            "operationId": .string(operation.id), "tags": [.string(operation.tag.rawValue)],
            "summary": .string(operation.summary),
        ]
        let scope = operation.area.map { "A token of kind `api` needs the scope `\($0.rawValue)`." }
        let description = [operation.description, scope].compactMap { $0 }.joined(separator: "\n\n")
        if !description.isEmpty { json["description"] = .string(description) }
        json["security"] = security(operation.access)
        if !operation.parameters.isEmpty { json["parameters"] = .array(operation.parameters.map(parameter)) }
        if let body = operation.body {
            var contents = content(body.contents)
            if let example = body.example, let type = body.contents.first?.type { contents[type]?["example"] = example }
            json["requestBody"] = ["required": .bool(body.isRequired), "content": contents]
        }
        json["responses"] = responses(operation.answers + everywhere)
        return json
    }

    private static func security(_ access: Operation.Access) -> JSON {
        switch access {
        case .anyone: []
        case .token: [["token": []]]
        case .person: [["session": []]]
        case .tokenOrPerson: [["token": []], ["session": []]]
        }
    }

    private static func parameter(_ parameter: Operation.Parameter) -> JSON {
        var json: JSON = [
            "name": .string(parameter.name), "in": .string(parameter.place.rawValue),
            "description": .string(parameter.description), "schema": parameter.schema,
        ]
        if parameter.isRequired { json["required"] = true }
        // Lists are written a,b.
        if parameter.place == .query, parameter.schema["type"] == "array" {
            json["style"] = "form"
            json["explode"] = false
        }
        return json
    }

    private static func content(_ contents: [(type: String, schema: JSON)]) -> JSON {
        .object(contents.map { .init($0.type, ["schema": $0.schema]) })
    }

    /// What any address may answer to who asks too much at once, or says not who they are and asks too often; and while the
    /// office starts again.
    private static let everywhere: [Operation.Answer] = [
        .problem(400, "more parameters than a query may have"), tooMany, .later("too much waits, or it starts again"),
    ]

    private static let tooMany: Operation.Answer = {
        var answer = Operation.Answer.later("as much of one caller is under way as may be")
        answer.status = 429
        return answer
    }()

    /// Answers by status; several of one status share it, and their reasons stand side by side.
    private static func responses(_ answers: [Operation.Answer]) -> JSON {
        var responses: [JSON.Member] = []
        for status in Set(answers.map(\.status)).sorted() {
            let same = answers.filter { $0.status == status }
            var json: JSON = ["description": .string(same.map(\.description).joined(separator: "; "))]
            let contents = same.flatMap(\.contents).reduce(into: [(type: String, schema: JSON)]()) { found, content in
                if !found.contains(where: { $0.type == content.type }) { found.append(content) }
            }
            if !contents.isEmpty { json["content"] = content(contents) }
            let headers = same.flatMap(\.headers).reduce(into: [(name: String, schema: JSON, description: String)]()) {
                found, header in if !found.contains(where: { $0.name == header.name }) { found.append(header) }
            }
            if !headers.isEmpty {
                json["headers"] = .object(
                    headers.map { .init($0.name, ["description": .string($0.description), "schema": $0.schema]) })
            }
            let links = same.flatMap(\.links)
            if !links.isEmpty {
                json["links"] = .object(
                    links.map { link in
                        .init(
                            link.name,
                            [
                                "operationId": .string(link.operation),
                                "parameters": .object(link.parameters.map { .init($0.name, .string($0.expression)) }),
                            ])
                    })
            }
            responses.append(.init(String(status), json))
        }
        return .object(responses)
    }
}
